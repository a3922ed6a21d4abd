"""The atlas that the service writes itself, where it is given none, and what it says until it is there."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner

from publish.published import BASE, CANONICAL, small_graph
from service.asking import get, service_of
from service.running import Server, running, write_build
from styrkegraf.atlas import write as write_atlas
from styrkegraf.cli.atlas import atlas
from styrkegraf.errors import StyrkegrafError
from styrkegraf.namespaces import BASE as SHIPPED
from styrkegraf.service.answer import Service
from styrkegraf.service.files import MISSING, TOP, UNWRITTEN
from styrkegraf.service.http import Response
from styrkegraf.service.once import once
from styrkegraf.service.start import Plan
from styrkegraf.service.written import atlas_folder

COUNTIES = {"gotland": "Gotland", "vastmanland": "Västmanland"}
MORE = {**COUNTIES, "orebro": "Örebro"}


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A service whose atlas is still to be written."""
    (tmp_path / "facts").mkdir()
    return replace(service_of(small_graph(tmp_path / "facts")), atlas=tmp_path / "atlas")


def body(response: Response) -> bytes:
    assert isinstance(response.body, bytes)
    return response.body


def counties(server: Server) -> str | None:
    """The page that compares the counties; None as long as it is being written."""
    page = server.get("/sv/analysis.html", accept="text/html")
    assert page.status in {200, 503}
    return page.body.decode() if page.status == 200 else None


def test_the_service_writes_its_atlas_and_for_a_new_build_a_new_one(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", COUNTIES)
    with running(tmp_path / "run", build, atlas=False) as server:
        server.until("the atlas is written", lambda: counties(server) is not None)
        shown = counties(server)
        assert shown is not None
        assert "Västmanland" in shown
        assert "Örebro" not in shown
        old = json.loads(server.get("/health").body)["digest"]
        write_build(build, MORE)
        server.process.send_signal(signal.SIGHUP)
        server.until("the new build serves", lambda: json.loads(server.get("/health").body)["digest"] != old)
        assert "Örebro" in (counties(server) or "Örebro")  # the old page is shown no more
        server.until("the new atlas is written", lambda: counties(server) is not None)
        assert "Örebro" in (counties(server) or "")


def test_every_page_leads_on_to_what_the_service_has_beside_the_atlas(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", COUNTIES)
    with running(tmp_path / "run", build, atlas=False) as server:
        server.until("the atlas is written", lambda: counties(server) is not None)
        for page in ("/", "/sv/about.html", "/en/region/index.html"):
            foot = server.get(page, accept="text/html").body.decode().partition("<footer")[2]
            links = [urljoin(page, link) for link in re.findall('href="([^"#]*)"', foot)]
            lang = "en" if page.startswith("/en/") else "sv"
            # This build holds no ontology of which there could be a page.
            assert links[:3] == ["/questions", "/sparql", f"/downloads/index.{lang}.html"]
            assert {server.get(link, accept="text/html").status for link in links} == {200}


def test_an_atlas_is_kept_for_the_next_start_and_as_long_as_it_is_shown(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", COUNTIES)
    with running(tmp_path / "run", build, atlas=False) as server:
        server.until("the atlas is written", lambda: counties(server) is not None)
    (tmp_path / "run" / "port").unlink()
    (shown,) = (tmp_path / "run" / "cache" / "styrkegraf").glob("atlas-*")
    (left := shown.with_name("atlas-left")).mkdir()
    for folder in (shown, left):
        os.utime(folder, (0, 0))
    shown.with_name("atlas-gone").symlink_to(tmp_path / "nowhere")  # as one that another service tidies away just now
    with running(tmp_path / "run", build, atlas=False) as server:
        assert counties(server) is not None
        server.until("it is known that the atlas is shown", lambda: shown.stat().st_mtime > 0)
        write_build(build, MORE)
        server.process.send_signal(signal.SIGHUP)
        server.until("the new atlas is written", lambda: "Örebro" in (counties(server) or ""))
    assert (shown.is_dir(), left.exists()) == (True, False)


def test_until_it_is_written_a_page_says_so_and_everything_else_answers(service: Service) -> None:
    page = get(service, "/sv/region/vastmanland.html")
    assert (page.status, page.header("Retry-After"), page.header("Cache-Control")) == (503, "3", "no-store")
    assert b'href="../../sparql"' in body(page)  # whatever path the service stands below
    assert b'<html lang="sv">' in body(page)
    assert b'<html lang="en">' in body(get(service, "/en/region/vastmanland.html")), "in the language of its address"
    problem = get(service, "/sv/region/vastmanland.html", "application/json")
    assert (problem.status, json.loads(body(problem))["title"]) == (503, "The pages are being written")
    assert get(service, "/id/county/gotland.ttl").status == 200


def test_what_no_atlas_has_is_missing_before_one_is_written(service: Service) -> None:
    for accept in ("text/html", "application/json"):
        assert get(service, "/nonesuch", accept).status == 404
        assert get(service, "/nonesuch/page.html", accept).status == 404


@pytest.mark.parametrize(("path", "top"), [("/nonesuch", "./"), ("/sv/x.html", "../"), ("/a/b/c", "../../")])
def test_the_page_of_what_is_missing_leads_to_the_start_from_any_depth(service: Service, path: str, top: str) -> None:
    assert service.atlas is not None
    service.atlas.mkdir()
    (service.atlas / MISSING).write_text('<a href="sv/index.html"></a><a href="en/index.html"></a>', encoding="utf-8")
    page = get(service, path)
    assert page.status == 404
    assert body(page).decode() == f'<a href="{top}sv/index.html"></a><a href="{top}en/index.html"></a>'


def test_every_atlas_has_the_same_at_its_top(tmp_path: Path) -> None:
    (tmp_path / "atlas").mkdir()
    write_atlas(small_graph(tmp_path), tmp_path / "atlas")
    assert {path.name for path in (tmp_path / "atlas").iterdir()} == TOP - {""}


def test_nobody_waits_for_an_atlas_to_learn_that_a_page_is_none_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    response, _ = once(Plan(str(write_build(tmp_path / "build", COUNTIES))), "/nonesuch")
    assert response.status == 404
    assert list((tmp_path / "cache").glob("*/*")) == []


def test_an_atlas_that_could_not_be_written_is_a_problem_to_stay(service: Service) -> None:
    assert service.atlas is not None
    service.atlas.with_name(service.atlas.name + UNWRITTEN).touch()
    assert get(service, "/").status == 500
    service.atlas.mkdir()
    (service.atlas / MISSING).write_text("<title>Sidan finns inte</title>", encoding="utf-8")
    (service.atlas / "index.html").write_text("<title>Atlas</title>", encoding="utf-8")
    assert get(service, "/").status == 200


def test_pages_and_catalogue_name_the_same_publisher_as_does_the_atlas_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    build, file = write_build(tmp_path / "build", COUNTIES), tmp_path / "publisher.toml"
    plan = Plan(str(build), publisher=file)
    for title in ("Hamnens styrkor", "Öns styrkor"):  # the atlas of the first is kept, and shown no more
        file.write_text(
            f'name = "Region Prov"\ntype = "RegionalAuthority"\n[dataset]\ntitle = {{ sv = "{title}", en = "-" }}\n',
            encoding="utf-8",
        )
        for path in ("/sv/about.html", "/datasets/dcat.ttl"):
            told = once(plan, path)[1].decode()
            assert ("Region Prov" in told, title in told) == (True, True), path
    assert "Region Prov" not in once(replace(plan, publisher=None), "/sv/about.html")[1].decode()
    asked = ["--graph", str(build), "--publisher", str(file), "--out", str(tmp_path / "atlas")]
    assert CliRunner().invoke(atlas, asked).exit_code == 0
    assert "Region Prov: Öns styrkor." in (tmp_path / "atlas" / "sv" / "about.html").read_text(encoding="utf-8")


def test_the_atlas_speaks_of_the_edition_that_it_is_served_with(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    graph = small_graph(tmp_path / "facts")
    write_atlas(graph, tmp_path / "atlas")
    here, there = (replace(service_of(graph, base), atlas=tmp_path / "atlas") for base in (SHIPPED, BASE))
    for path in ("/sv/region/gotland.html", "/data/questions.js"):
        assert CANONICAL.findall(body(get(here, path)).decode())
        shown = get(there, path)
        assert BASE.encode() + b"id/" in body(shown)
        assert CANONICAL.findall(body(shown).decode()) == []
        assert shown.header("ETag") != get(here, path).header("ETag")


def test_one_page_of_an_atlas_that_cannot_be_written_fails_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        endpoint = f"http://127.0.0.1:{taken.getsockname()[1]}/sparql"
        with pytest.raises(StyrkegrafError, match=f"{endpoint}: nothing listens there"):
            once(Plan(endpoint), "/sv/index.html")


@pytest.mark.parametrize("path", ["/id/county/gotland.ttl", "/ontology", "/datasets/dcat", "/graph/inferred"])
def test_whatever_an_absent_endpoint_would_tell_is_a_bad_gateway(path: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        response, told = once(Plan(f"http://127.0.0.1:{taken.getsockname()[1]}/sparql"), path)
    assert (response.status, json.loads(told)["type"].endswith("#endpoint")) == (502, True)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="where the home is asked for otherwise")
def test_a_user_without_a_home_has_the_pages_in_a_folder_that_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pwd

    def unknown(_: int) -> None:
        raise KeyError("no such user")

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert atlas_folder("1", None).parent.parent == tmp_path


def test_nothing_is_left_of_what_was_served_for_an_endpoint(tmp_path: Path) -> None:
    call = "import sys; from styrkegraf.cli import main; main(sys.argv[1:])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TMPDIR": str(tmp_path)}
    asked = ("serve", "--endpoint", "http://127.0.0.1:1/sparql", "--get", "/sv/index.html")
    done = subprocess.run(
        [sys.executable, "-c", call, *asked], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert list(tmp_path.iterdir()) == []
