"""A published folder holds everything, as a whole or not at all."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

import styrkegraf.publish.static as module
from publish.published import BASE, CANONICAL, FACTS, small_graph
from styrkegraf import Graph
from styrkegraf.atlas import write
from styrkegraf.cli.publish import publish as command
from styrkegraf.namespaces import PREFIXES, SG
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.pages import data_page
from styrkegraf.publish.static import MARK, UnfitPath, publish
from styrkegraf.publish.things import Things
from styrkegraf.report import report
from tags import Tags

DCAT = PREFIXES["dcat"]
SPDX = "http://spdx.org/rdf/terms#"
RDF = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML, "nt": RdfFormat.N_TRIPLES}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return small_graph(tmp_path_factory.mktemp("facts"))


@pytest.fixture(scope="module")
def elsewhere(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The canonical edition, for another host than that of its base."""
    folder = tmp_path_factory.mktemp("elsewhere")
    publish(graph, Edition(), folder, host=BASE)
    return folder


def canonical(file: Path, form: RdfFormat) -> Dataset:
    found = Dataset(parse(file.read_bytes(), form))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found


def test_every_thing_is_there_in_every_format_and_all_say_the_same(graph: Graph, folder: Path) -> None:
    paths = Things(graph, Edition(BASE)).paths()
    assert {"id/county/gotland", "source/prov", "ontology", "id/theme"} <= set(paths)
    for path in paths:
        for ending in ("sv.html", "en.html", "csv"):
            assert (folder / f"{path}.{ending}").is_file()
        first, *others = (canonical(folder / f"{path}.{ending}", form) for ending, form in RDF.items())
        assert len(first)
        assert all(other == first for other in others), path


def test_as_many_things_are_published_as_were_built(graph: Graph, tmp_path: Path) -> None:
    done = publish(graph, Edition(), tmp_path)
    assert done.things == report(graph, []).entities
    assert done.files == sum(file.is_file() for file in tmp_path.rglob("*"))


def test_file_and_folder_of_one_name_live_side_by_side(folder: Path) -> None:
    assert (folder / "ontology.ttl").is_file()
    assert (folder / "ontology" / "alignments.ttl").is_file()
    assert (folder / "id" / "theme.ttl").is_file()
    assert (folder / "id" / "theme" / "food.ttl").is_file()


def test_the_data_pages_link_to_pages_that_are_there(folder: Path) -> None:
    for page in ("id/county/gotland.sv.html", "downloads/index.en.html", "source/prov.en.html"):
        text = (folder / page).read_text(encoding="utf-8")
        links = [unquote(link.partition("#")[0]) for link in re.findall(r'(?:href|src)="(\.[^"]*)"', text)]
        assert links
        for link in links:
            target = (folder / page).parent / link
            there = target.exists() or (folder / "datasets" / "dcat.ttl" if link.endswith("dcat") else target).exists()
            assert there, f"{page} links to {link}"


def test_who_says_so_leads_to_a_passage_or_to_the_graph_of_a_reading_or_a_rule(folder: Path) -> None:
    text = (folder / "id" / "county" / "gotland.en.html").read_text(encoding="utf-8")
    says = "".join(re.findall('<details class="says">(.*?)</details>', text, re.S))
    said = re.findall("<li>(.*?)</li>", says, re.S)
    targets = {link for one in said for link in re.findall('href="([^"]*)"', one)}
    assert all("href=" in one for one in said)
    assert {
        "../../source/prov.en.html#allt",
        "../../graph/curated/koder.en.html",
        "../../graph/inferred.en.html",
        "../../graph/derived/shared-theme.en.html",
    } <= targets


def test_the_atlas_leads_on_to_ontology_and_downloads(folder: Path) -> None:
    for page in ("index.html", "en/about.html"):
        foot = (folder / page).read_text(encoding="utf-8").partition("<footer")[2]
        links = [(folder / page).parent / link for link in re.findall('href="([^"#]*)"', foot)]
        lang = page[:2] if page.startswith("en") else "sv"
        assert [link.resolve() for link in links[:2]] == [
            folder.resolve() / f"ontology.{lang}.html",
            folder.resolve() / "downloads" / f"index.{lang}.html",
        ]
        assert all(link.is_file() for link in links)


def test_an_edition_speaks_of_nothing_under_another_base(folder: Path) -> None:
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".gz"]
    assert {".html", ".js", ".csv", ".ttl", ".graphml", ".xml"} <= {file.suffix for file in files}
    assert {file.name: found for file in files if (found := CANONICAL.findall(file.read_text("utf-8")))} == {}
    assert BASE + "id/county/gotland" in (folder / "sv/region/gotland.html").read_text(encoding="utf-8")


def test_a_thing_without_a_name_is_called_by_its_short_form(tmp_path: Path) -> None:
    facts = f"{FACTS}GRAPH p:allt {{ actor:x sg:supports area:gotland-livsmedel }}"
    things = Things(small_graph(tmp_path, facts), Edition(BASE))
    described = things.describe("id/area/gotland-livsmedel")
    assert described
    assert ">actor:x<" in data_page(described, things, "sv")


@pytest.mark.parametrize(
    ("heading", "shown"), [('"Kaikki"@fi', '<bdi lang="fi">“Kaikki”</bdi>'), ('"Kaikki"', "<bdi>“Kaikki”</bdi>")]
)
def test_a_heading_is_marked_with_its_own_language(tmp_path: Path, heading: str, shown: str) -> None:
    """A source may be in Finnish, or say no language: a screen reader is not told that it is Swedish."""
    graph = small_graph(tmp_path, FACTS.replace('sg:heading "Allt"@sv', f"sg:heading {heading}"))
    things = Things(graph, Edition(BASE))
    described = things.describe("id/area/gotland-livsmedel")
    assert described
    assert shown in data_page(described, things, "en")
    write(graph, tmp_path / "site")
    for page in ("source/prov.html", "area/gotland-livsmedel.html"):
        assert shown in (tmp_path / "site" / "en" / page).read_text("utf-8")


def test_a_theme_tie_is_called_by_area_and_theme(folder: Path) -> None:
    page = (folder / "id/theme/food.sv.html").read_text(encoding="utf-8")
    assert ">Livsmedel – Livsmedel och jordbruk: temakoppling<" in page


def test_hostile_labels_are_text_in_pages_and_data_blocks(folder: Path) -> None:
    page = (folder / "id" / "actor" / "robotdalen.sv.html").read_text(encoding="utf-8")
    assert "Robotdalen &lt;/script&gt;" in page
    start = (folder / "sv" / "index.html").read_text(encoding="utf-8")
    assert '<script type="application/ld+json">{"@context": "https://schema.org/"' in start


def test_a_page_tells_programs_what_it_is_about_and_where_that_is_described(folder: Path) -> None:
    """In its head, after signposting.org, since a web host knows of a file neither class nor description."""
    for path, kinds in {"id/county/gotland": ["County"], "source/prov": ["SourceDocument"], "ontology": []}.items():
        linked = Tags((folder / f"{path}.en.html").read_text(encoding="utf-8")).every("link")
        told = [(str(link["rel"]).split(), str(link["href"])) for link in linked]
        cited = ("https://w3id.org/styrkegraf/" if path == "ontology" else BASE) + path
        assert [href for relations, href in told if "cite-as" in relations] == [cited]
        assert [href for relations, href in told if "type" in relations] == [SG + kind for kind in kinds]
        described = [(folder / path).parent / href for relations, href in told if "describedby" in relations]
        assert sorted(file.suffix for file in described) == [".csv", ".jsonld", ".nt", ".rdf", ".ttl"]
        assert all(file.is_file() for file in described)


def test_the_catalogue_tells_size_and_checksum_of_the_files_as_they_are(folder: Path) -> None:
    told: dict[str, dict[str, str]] = {}
    for quad in parse(path=folder / "datasets/dcat.nt"):
        told.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    offered = [one for one in told.values() if DCAT + "downloadURL" in one]
    assert len(offered) == 30
    for one in offered:
        data = (folder / one[DCAT + "downloadURL"].removeprefix(BASE)).read_bytes()
        assert one[DCAT + "byteSize"] == str(len(data))
        assert told[one[SPDX + "checksum"]][SPDX + "checksumValue"] == sha256(data).hexdigest()


def test_every_address_of_the_site_map_is_answered_by_a_file(folder: Path) -> None:
    root = ET.parse(folder / "sitemap.xml").getroot()
    addresses = [str(loc.text) for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    told = ("sv/region/gotland.html", "en/ask.html", "id/county/gotland", "ontology", "downloads/", "datasets/dcat")
    assert {BASE + path for path in told} <= set(addresses)
    for address in addresses:
        assert address.startswith(BASE)
        path = folder / unquote(address.removeprefix(BASE))
        assert path.exists() or path.with_name(f"{path.name}.ttl").is_file(), address


def test_the_page_of_what_is_missing_leads_to_the_start_from_every_address(folder: Path, elsewhere: Path) -> None:
    top = urlsplit(BASE).path
    assert top != "/"
    for public in (folder, elsewhere):
        links = re.findall(r'<a href="([^"]+)"', (public / "404.html").read_text("utf-8"))
        assert links == [f"{top}sv/index.html", f"{top}en/index.html"]


def test_readme_names_the_host(folder: Path) -> None:
    text = (folder / "README.txt").read_text(encoding="utf-8")
    assert BASE in text
    assert "nginx" in text


def test_w3id_gets_its_file_only_where_it_sends_on(folder: Path, elsewhere: Path) -> None:
    assert not (folder / "server" / "w3id.htaccess").exists()
    rule = (elsewhere / "server" / "w3id.htaccess").read_text(encoding="utf-8")
    assert f"RewriteRule ^(.*)$ {BASE}$1" in rule
    assert "location /s3/ {" in (elsewhere / "server" / "nginx-server.conf").read_text(encoding="utf-8")


def test_robots_are_told_of_the_host_that_they_visit(folder: Path, elsewhere: Path) -> None:
    assert (elsewhere / "robots.txt").read_bytes() == (folder / "robots.txt").read_bytes()
    assert (elsewhere / "sitemap.xml").read_bytes() == (folder / "sitemap.xml").read_bytes()


def test_the_page_of_a_refusal_promises_no_format_at_every_address(folder: Path) -> None:
    page = (folder / "406.html").read_text(encoding="utf-8")
    assert "alla finns inte överallt" in page
    assert "not all are everywhere" in page


def test_two_things_that_would_be_one_file_are_refused(tmp_path: Path) -> None:
    facts = FACTS.replace("actor:robotdalen a sg", "actor:Robotdalen a sg:Organization . actor:robotdalen a sg")
    with pytest.raises(UnfitPath, match="rename"):
        publish(small_graph(tmp_path, facts), Edition(), tmp_path / "public")


@pytest.mark.parametrize("name", [".dold", ".dold/a", "v1.ttl", "v1.html", "v1.sv", "v1%2Ecsv"])
def test_a_thing_that_web_servers_would_take_for_something_else_is_refused(name: str, tmp_path: Path) -> None:
    facts = FACTS.replace("actor:robotdalen a", f"<https://w3id.org/styrkegraf/id/actor/{name}> a")
    with pytest.raises(UnfitPath, match=f"actor/{name} .* rename"):
        publish(small_graph(tmp_path, facts), Edition(), tmp_path / "public")


def test_the_command_writes_and_replaces_the_folder(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("styrkegraf.cli.publish"), "load", lambda location: graph)
    out = tmp_path / "public"
    arguments = ["--out", str(out), "--base-iri", BASE.rstrip("/"), "--endpoint", "https://data.example.se/sparql"]
    first = CliRunner().invoke(command, arguments)
    assert first.exit_code == 0, first.output
    assert "things" in first.stdout
    assert f"{out / 'README.txt'} says" in first.stdout
    assert (out / "README.txt").is_file()
    assert "--publisher" in first.stderr
    assert b"https://data.example.se/sparql" in (out / MARK).read_bytes()
    (out / "left.txt").write_text("from before", encoding="utf-8")
    assert CliRunner().invoke(command, arguments).exit_code == 0
    assert not (out / "left.txt").exists()


def test_a_run_that_fails_leaves_what_was_there(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("styrkegraf.cli.publish"), "load", lambda location: graph)
    out = tmp_path / "public"
    (out / "datasets").mkdir(parents=True)
    (out / MARK).write_text("old", encoding="utf-8")

    def fail(*_: Any) -> None:
        raise UnfitPath("no")

    monkeypatch.setattr(module, "write_dumps", fail)
    result = CliRunner().invoke(command, ["--out", str(out)])
    assert isinstance(result.exception, UnfitPath)
    assert [file.name for file in out.rglob("*") if file.is_file()] == ["dcat.rdf"]
    assert (out / MARK).read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("base", ["ftp://a.se/", "https://a.se/?x", "https://a.se/{x}/", "nothing"])
def test_a_base_that_will_not_do_is_refused_before_anything_is_written(base: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--out", str(tmp_path / "public"), "--base-iri", base])
    assert result.exit_code != 0
    assert not (tmp_path / "public").exists()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(command, ["--out", str(tmp_path)])
    assert result.exit_code != 0
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
