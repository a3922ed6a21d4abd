"""The guide for publishers is true: its commands and options are there, and its configurations work.

The web hosts of `publish.webhosts` are set up by its words, so that the tests of the hosts are tests of it too.
"""

from __future__ import annotations

import re
import shlex
import shutil
import tempfile
from pathlib import Path

import click
import pytest

from publish.guide import GUIDE, commands, snippets
from publish.published import BASE, small_graph
from publish.webhosts import HOSTS, nginx_with
from service.asking import service_of, serving
from styrkegraf.cli import main
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.publisher import read_publisher
from styrkegraf.publish.static import publish
from styrkegraf.service.limits import Limits

ROOT = Path(__file__).parents[2]
OURS = [line.removeprefix("styrkegraf ") for line in commands() if line.startswith("styrkegraf ")]
CURLS = [line for line in commands() if line.startswith("curl ") and ":8080/" in line]


def parsed(arguments: str) -> click.Context:
    name, *rest = shlex.split(arguments)
    return main.commands[name].make_context(name, rest)


@pytest.mark.parametrize("arguments", OURS)
def test_every_command_is_one_that_the_program_takes(arguments: str) -> None:
    assert parsed(arguments).params


def test_nothing_else_is_typed_than_what_is_tested() -> None:
    assert {line.split()[0] for line in commands()} == {"styrkegraf", "curl"}
    assert {line.split()[0] for line in OURS} == {"build", "publish", "serve", "push", "diff"}
    assert len(CURLS) == 4


def test_every_option_and_command_that_is_named_is_there() -> None:
    options = {name for command in main.commands.values() for option in command.params for name in option.opts}
    named = re.findall(r"`([^`\n]*--[^`\n]*)`", GUIDE)
    assert {option for code in named for option in re.findall(r"--[a-z-]+", code)} <= options
    assert set(re.findall(r"`styrkegraf (\w+)", GUIDE)) <= main.commands.keys()
    for command, option in re.findall(r"`(\w+) (--[a-z-]+)[^`]*`", GUIDE):
        assert option in {name for one in main.commands[command].params for name in one.opts}, command


def test_the_publisher_is_one(tmp_path: Path) -> None:
    (text,) = snippets("toml")
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    publisher = read_publisher(tmp_path / "mine.toml")
    assert publisher.contact
    assert publisher.dataset


def test_the_unit_starts_the_service() -> None:
    (unit,) = snippets("ini")
    (started,) = re.findall(r"^ExecStart=\S+/styrkegraf (serve .*)$", unit, re.MULTILINE)
    assert parsed(started).params["base_iri"] == "https://data.example.org/s3/"
    (cache,) = re.findall(r"^CacheDirectory=(.*)$", unit, re.MULTILINE)
    assert cache == "styrkegraf", "the folder that the service uses below XDG_CACHE_HOME"


def test_the_limits_are_those_of_the_service() -> None:
    limits = Limits()
    assert f"({limits.wait:g} s) and run (`--timeout`, {limits.seconds:g} s)" in GUIDE
    assert f"`--memory` ({limits.memory >> 20} MB)" in GUIDE
    assert ("eight long ones", limits.long) == ("eight long ones", 8)
    (patience,) = re.findall(r"proxy_read_timeout (\d+)s;", GUIDE)
    assert int(patience) > limits.wait + limits.seconds


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\((?!https:)([^)]+)\)", GUIDE)
    assert links
    assert all((ROOT / "docs" / link).is_file() for link in links)
    assert "(docs/publishing.md)" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(HOSTS))
def test_what_curl_is_to_show_is_shown(name: str, tmp_path: Path) -> None:
    """303 for a thing, what was asked for behind it, RDF/XML for the catalogue, and 404 for what is not there."""
    root = Path(tempfile.mkdtemp())
    root.chmod(0o755)  # the server's own user reads it
    (root / "s3").mkdir()
    publish(small_graph(tmp_path), Edition("https://data.example.org/s3/"), root / "s3")
    told = []
    with HOSTS[name](root, root / "s3", tmp_path) as host:
        for line in CURLS:
            path = line.partition(":8080")[2]
            accept = re.search(r"'Accept: ([^']+)'", line)
            found = host.get(path, "HEAD" if " -I " in line else "GET", **({"Accept": accept[1]} if accept else {}))
            told.append((found.status, found.headers.get("location", "").rpartition("/")[2]))
            if path.endswith("/dcat"):
                assert found.headers["content-type"] == "application/rdf+xml"
    shutil.rmtree(root)
    assert told == [(303, "gotland.ttl"), (303, "gotland.jsonld"), (200, ""), (404, "")]


@pytest.mark.parametrize("cut", [False, True])
def test_the_service_answers_behind_the_proxy(cut: bool, tmp_path: Path) -> None:
    _, location = snippets("nginx")
    with serving(service_of(small_graph(tmp_path), BASE)) as address:
        passed = location.replace("http://127.0.0.1:8000", address + "/" * cut)
        with nginx_with(f"http {{\nserver {{\nlisten 8080;\n{passed}}}\n}}\n", tmp_path) as host:
            sent_on = host.get("/s3/id/county/gotland", Accept="text/turtle")
            assert (sent_on.status, sent_on.headers["location"]) == (303, "./gotland.ttl")
            assert host.get("/s3/id/county/gotland.ttl").status == 200
            answer = host.get("/s3/questions/areas-of-region.csv?region=Gotland")
            assert f"{BASE}id/area/gotland-livsmedel" in answer.body.decode()
            assert host.get("/s3/health").status == 200


def test_the_file_for_w3id_is_where_the_guide_says(tmp_path: Path) -> None:
    (line,) = [one for one in OURS if "w3id.org" in one]
    given = parsed(line).params
    folder = tmp_path / given["out"]
    folder.mkdir()
    publish(small_graph(tmp_path), Edition(given["base_iri"]), folder, host=given["host"])
    assert (tmp_path / "moved/server/w3id.htaccess").is_file()
    assert "`moved/server/w3id.htaccess`" in GUIDE
