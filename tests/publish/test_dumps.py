"""Every dump holds the same graph, in a form that its readers expect, and the same bytes every time."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from publish.published import BASE, CANONICAL, small_graph
from styrkegraf import Graph, resources
from styrkegraf.networks import network
from styrkegraf.networks.export import read_graphml
from styrkegraf.publish.context import context
from styrkegraf.publish.csvw import TABLES
from styrkegraf.publish.dumps import SUMS, dumps, write_dumps
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.jsonld import jsonld

EDITIONS = {"canonical": Edition(), "own": Edition(BASE)}
FORMS = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return small_graph(tmp_path_factory.mktemp("facts"))


@pytest.fixture(scope="module")
def written(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folders = {name: tmp_path_factory.mktemp(name) for name in EDITIONS}
    for name, folder in folders.items():
        write_dumps(graph, EDITIONS[name], folder)
    return folders


def dataset(data: bytes, form: RdfFormat) -> Dataset:
    found = Dataset(parse(data, form))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_formats_with_named_graphs_hold_the_graph(graph: Graph, written: dict[str, Path], edition: str) -> None:
    wanted = Dataset(EDITIONS[edition].quad(quad) for quad in graph.store.quads())
    wanted.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    for ending in ("nq", "trig", "jsonld"):
        data = (written[edition] / f"styrkegraf.{ending}").read_bytes()
        assert dataset(data, FORMS[ending]) == wanted, ending


@pytest.mark.parametrize("edition", EDITIONS)
def test_turtle_and_rdf_xml_hold_the_union(graph: Graph, written: dict[str, Path], edition: str) -> None:
    read = [dataset((written[edition] / f"styrkegraf.{one}").read_bytes(), FORMS[one]) for one in ("ttl", "rdf")]
    assert read[0] == read[1]
    assert len(read[0]) == len({quad.triple for quad in graph.store.quads()})


def test_an_edition_of_its_own_names_no_thing_of_ours(written: dict[str, Path]) -> None:
    for file in sorted(written["own"].rglob("*")):
        if file.is_file() and file.suffix != ".gz":
            assert CANONICAL.findall(file.read_text(encoding="utf-8")) == [], file.name


def test_n_quads_are_sorted(written: dict[str, Path]) -> None:
    lines = (written["canonical"] / "styrkegraf.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))


def test_checksums_and_packed_copies_are_right(written: dict[str, Path]) -> None:
    folder = written["own"]
    lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - {SUMS}
    assert set(listed) == there
    for name, digest in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    packed = [name for name in there if name.endswith(".gz")]
    assert packed
    for name in packed:
        assert gzip.decompress((folder / name).read_bytes()) == (folder / name.removesuffix(".gz")).read_bytes()


def test_two_runs_write_the_same_bytes(written: dict[str, Path], tmp_path: Path) -> None:
    facts = tmp_path / "prov.trig"
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "from publish.published import BASE, small_graph;"
        "from styrkegraf.publish.dumps import write_dumps; from styrkegraf.publish.edition import Edition;"
        "folder = Path(sys.argv[2]); write_dumps(small_graph(folder), Edition(BASE), folder)"
    )
    arguments = [sys.executable, "-c", script, str(Path(__file__).parents[1]), str(tmp_path)]
    subprocess.run(
        arguments, check=True, env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    facts.unlink()
    assert (tmp_path / SUMS).read_bytes() == (written["own"] / SUMS).read_bytes()


def node(document: Any, graph: str, thing: str) -> dict[str, Any]:
    named = next(one for one in document["graph"] if one["id"] == graph)
    found: dict[str, Any] = next(one for one in named["graph"] if one["id"] == thing)
    return found


def test_json_ld_reads_like_ordinary_json(written: dict[str, Path]) -> None:
    document = json.loads((written["own"] / "styrkegraf.jsonld").read_text(encoding="utf-8"))
    area = node(document, "source:prov#allt", "area:vastmanland-mat")
    assert area == {
        "id": "area:vastmanland-mat",
        "type": "RegionalArea",
        "prefLabel": {"sv": "Mat", "en": "Food & drink"},
        "areaOf": "county:vastmanland",
    }
    passage = node(document, f"{BASE}graph/provenance", "source:prov#allt")
    assert (passage["firstLine"], passage["layer"], passage["heading"]) == (1, "stated", {"sv": "Allt"})
    link = node(document, "derived:shared-theme", "link:shared-theme/gotland--vastmanland")
    assert link["linksRegion"] == ["county:gotland", "county:vastmanland"]


def test_the_context_in_a_document_is_part_of_the_published_one(graph: Graph) -> None:
    edition = Edition(BASE)
    published = context(edition)["@context"]
    used = json.loads(jsonld(graph.store.quads(), edition))["@context"]
    assert used.items() <= published.items()
    assert published["county"] == f"{BASE}id/county/"
    assert published["areaOf"] == {"@id": "sg:areaOf", "@type": "@id"}


def test_the_published_context_reads_the_document(graph: Graph) -> None:
    edition = Edition(BASE)
    document = json.loads(jsonld(graph.store.quads(), edition)) | context(edition)
    assert dataset(json.dumps(document).encode(), RdfFormat.JSON_LD) == dataset(
        jsonld(graph.store.quads(), edition), RdfFormat.JSON_LD
    )


def test_the_tables_say_what_the_graph_says(written: dict[str, Path]) -> None:
    areas = {row["label_sv"]: row for row in rows(written["own"], "areas")}
    assert areas["Mat"]["of"] == f"{BASE}id/county/vastmanland"
    assert areas["Mat"]["themes"] == "https://w3id.org/styrkegraf/id/theme/food"
    assert areas["Mat"]["joint"] == "false"
    (actor,) = rows(written["own"], "actors")
    assert (actor["label_sv"], actor["collective"]) == ("Robotdalen </script>", "false")
    gotland = next(row for row in rows(written["own"], "regions") if row["label_sv"] == "Gotland")
    assert (gotland["scb"], gotland["iso"], gotland["nuts"]) == ("09", "SE-I", "http://data.europa.eu/nuts/code/SE214")


def test_every_statement_of_the_table_has_its_source(graph: Graph, written: dict[str, Path]) -> None:
    statements = rows(written["own"], "statements")
    assert len(statements) == len(graph.store)
    supports = next(row for row in statements if row["predicate"].endswith("#supports") and row["layer"] == "stated")
    assert (supports["document"], supports["first_line"], supports["last_line"]) == (f"{BASE}source/prov", "1", "9")
    assert (supports["subject_label"], supports["object_label"]) == ("Robotdalen </script>", "Mat")


def test_csvw_describes_every_column_and_its_keys_hold(written: dict[str, Path]) -> None:
    folder = written["own"]
    described = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    assert [one["url"] for one in described["tables"]] == [f"{table.name}.csv" for table in TABLES]
    for one in described["tables"]:
        name, schema = one["url"].removesuffix(".csv"), one["tableSchema"]
        header = (folder / one["url"]).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert [column["name"] for column in schema["columns"]] == header
        if "primaryKey" in schema:
            ids = [row[schema["primaryKey"]] for row in rows(folder, name)]
            assert len(ids) == len(set(ids))
        for key in schema.get("foreignKeys", ()):
            target = {row["id"] for row in rows(folder, key["reference"]["resource"].removesuffix(".csv"))}
            cells = {row[key["columnReference"]] for row in rows(folder, name)}
            assert cells <= target, f"{name}.{key['columnReference']}: every row of it must point at a row, says CSVW"
    schemas = {one["url"]: one["tableSchema"] for one in described["tables"]}
    areas, links = schemas["areas.csv"], schemas["links.csv"]
    assert {key["columnReference"] for key in links["foreignKeys"]} == {"first_region", "second_region"}
    assert {column["name"] for column in areas["columns"] if "separator" in column} == {"of", "themes", "documents"}


def test_graphml_is_the_network(graph: Graph, written: dict[str, Path]) -> None:
    read = read_graphml((written["canonical"] / "networks" / "area-theme.graphml").read_bytes())
    assert set(read.edges) == set(network(graph, "area-theme").edges)
    assert read.number_of_edges() == 2


def test_every_dump_has_a_name_of_its_own_and_words() -> None:
    found = dumps()
    assert len({dump.name for dump in found}) == len(found) == 27
    assert all(dump.sv and dump.en for dump in found)


def test_every_table_but_the_statements_is_a_query_of_the_folder() -> None:
    queries = sorted(path.stem for path in (resources.folder("queries") / "tables").glob("*.rq"))
    assert queries == sorted(table.name for table in TABLES if table.name != "statements")
    assert len(queries) == 6
