"""Loading: what is wrong with a file is said with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

from styrkegraf.facts import InputError, load_facts, load_ontology, parse_file
from styrkegraf.resources import data_files


def write(folder: Path, text: str | bytes, name: str = "facts.trig") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("<urn:g> {\n  <urn:a> <urn:b> <urn:c> .\n  <urn:a> <urn:b .\n}", 3, "syntax"),
        ("<urn:g> {\n  area:x <urn:b> <urn:c> .\n}", 2, "prefix"),
        ("<urn:g> {\n  <urn:a> <urn:b> <urn:c> .\n", 3, "syntax"),
        (
            "<urn:g> {\n  <urn:a> <urn:b> \x1bx }",
            2,
            r"column 19: '\u001B' is not allowed at the beginning of a prefix name.",
        ),
        ("<urn:g> {\n  <urn:a> <urn:b> 'x\n} ", 2, "TriG syntax, column 19: Unexpected end of file. Mend"),
        (b'<urn:g> {\n  <urn:a> <urn:b> "V\xe4stmanland" .\n}', 2, "UTF-8"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str | bytes, line: int, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        parse_file(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<urn:a> <urn:b> <urn:c> .", "outside every named graph"),
        ("<urn:g> { [] <urn:b> <urn:c> }", "blank node"),
        ("<urn:g> { <urn:a> <urn:b> [] }", "blank node"),
        ("_:g { <urn:a> <urn:b> <urn:c> }", "without a name"),
        ("<urn:g> { <urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> }", "speaks of a statement"),
        ("<https://w3id.org/styrkegraf/graph/inferred> { <urn:a> <urn:b> <urn:c> }", "which the build writes"),
        ("<https://w3id.org/styrkegraf/graph/derived/mine> { <urn:a> <urn:b> <urn:c> }", "which the build writes"),
        ("<https://w3id.org/styrkegraf/ontology> { <urn:a> <urn:b> <urn:c> }", "which the build writes"),
    ],
)
def test_a_statement_that_can_name_no_source_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        load_facts([write(tmp_path, text)])


def test_a_blank_node_is_told_with_the_line_of_the_property_that_leads_to_it(tmp_path: Path) -> None:
    path = write(
        tmp_path, '<urn:g> {\n  <urn:a> <urn:b> <urn:c> .\n  <urn:a>\n    <urn:d> [ <urn:e> "VD" ; <urn:f> "x" ] .\n}'
    )
    with pytest.raises(InputError) as caught:
        load_facts([path])
    assert str(caught.value).startswith(f"{path}:4: <urn:a> <urn:d> ")


def test_an_absent_file_and_an_unknown_ending_are_explained(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.trig: cannot be read"):
        parse_file(tmp_path / "gone.trig")
    with pytest.raises(InputError, match=r"\.docx is not known; use one of \.nq, \.nt, \.trig, \.ttl"):
        parse_file(write(tmp_path, "", "facts.docx"))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert len(parse_file(write(tmp_path, b"\xef\xbb\xbf<urn:g> { <urn:a> <urn:b> <urn:c> }"))) == 1


def test_each_named_graph_knows_its_files(tmp_path: Path) -> None:
    first = write(tmp_path, "<urn:g> { <urn:a> <urn:b> <urn:c> }", "1.trig")
    second = write(tmp_path, "<urn:g> { <urn:a> <urn:b> <urn:d> } <urn:h> { <urn:a> <urn:b> <urn:c> }", "2.trig")
    facts = load_facts([first, second])
    assert facts.files == {NamedNode("urn:g"): (first, second), NamedNode("urn:h"): (second,)}
    assert len(facts.quads) == 3


def test_the_ontology_loads_alike_each_time() -> None:
    first, second = load_ontology(), load_ontology()
    assert first == second
    assert any(isinstance(quad.subject, BlankNode) for quad in first)


def test_all_five_documents_ship() -> None:
    assert {path.stem for path in data_files() if path.parent.name == "sources"} == {
        "affarsplan-vastmanland", "nms-insatsomraden", "nms-strategi", "s3-i-21-regioner", "s3-sormland",
        "s3-sormland-innovationssystem",
    }  # fmt: skip
