from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from styrkegraf.namespaces import ID, SOURCE, rdf, sg, skos
from styrkegraf.validate import locate

TEXT = """\
@prefix area: <https://w3id.org/styrkegraf/id/area/> .
@prefix county: <https://w3id.org/styrkegraf/id/county/> .
@prefix p: <https://w3id.org/styrkegraf/source/affarsplan-vastmanland#> .
@prefix sg: <https://w3id.org/styrkegraf/ontology#> .
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

# area:vastmanland-energi stands in a comment here, and <p:plan> too.
GRAPH p:plan {
  area:vastmanland-energi a sg:RegionalArea ;
    skos:prefLabel "Energi"@sv ;
    skos:note "area:vastmanland-jarnvag; är . inte här }"@sv , 'it\\'s' ,
      \"\"\"två
rader\"\"\"@sv ;
    sg:position 1.0 , 2 ;
    sg:areaOf
      county:vastmanland ,
      county:dalarna .

  area:vastmanland-jarnvag
    a sg:RegionalArea .
  area:vastmanland-energi skos:altLabel "Kraft \\u00e5t alla"@sv .
}

p:mal {
  <https://w3id.org/styrkegraf/id/area/vastmanland-energi>
    skos:prefLabel "Energi"@sv .
}
"""
ENERGY = NamedNode(ID + "area/vastmanland-energi")
RAILWAY = NamedNode(ID + "area/vastmanland-jarnvag")
PLAN, GOAL = NamedNode(SOURCE + "affarsplan-vastmanland#plan"), NamedNode(SOURCE + "affarsplan-vastmanland#mal")
LABEL = skos("prefLabel")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "affarsplan-vastmanland.trig"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_node_in_its_graph(file: Path) -> None:
    assert locate(file, ENERGY) == 9
    assert locate(file, PLAN, ENERGY) == 9
    assert locate(file, GOAL, ENERGY) == 25
    assert locate(file, RAILWAY) == 19


def test_statement_in_its_graph(file: Path) -> None:
    assert locate(file, PLAN, ENERGY, LABEL, Literal("Energi", language="sv")) == 10
    assert locate(file, GOAL, ENERGY, LABEL, Literal("Energi", language="sv")) == 26
    assert locate(file, PLAN, RAILWAY, rdf("type"), sg("RegionalArea")) == 20


def test_value_of_a_list_of_objects(file: Path) -> None:
    assert locate(file, PLAN, ENERGY, sg("areaOf"), NamedNode(ID + "county/dalarna")) == 17
    assert locate(file, PLAN, ENERGY, NamedNode(ID + "county/vastmanland")) == 16
    assert locate(file, ENERGY, skos("note"), Literal("it's")) == 11
    assert locate(file, ENERGY, skos("note"), Literal("två\nrader", language="sv")) == 12
    assert locate(file, ENERGY, sg("position"), Literal(2)) == 14


def test_second_statement_of_one_subject(file: Path) -> None:
    assert locate(file, PLAN, ENERGY, skos("altLabel"), Literal("Kraft åt alla", language="sv")) == 21


def test_nearest_term_where_the_inner_is_lacking(file: Path) -> None:
    assert locate(file, PLAN, ENERGY, sg("hasTheme")) == 9
    assert locate(file, PLAN, ENERGY, LABEL, Literal("Kraft", language="sv")) == 10


def test_nothing_where_the_first_is_lacking(file: Path) -> None:
    assert locate(file, NamedNode(ID + "area/dalarna-energi")) is None
    assert locate(file.with_name("fattas.trig"), ENERGY) is None


def test_edited_file_is_read_anew(file: Path) -> None:
    assert locate(file, RAILWAY) == 19
    before = file.stat().st_mtime_ns
    file.write_text("\n\n" + TEXT, encoding="utf-8")
    if file.stat().st_mtime_ns == before:  # a clock too coarse to tell the two writes apart
        pytest.skip("the file system does not tell when a file changed")
    assert locate(file, RAILWAY) == 21
