"""The difference between two graphs, told in words by county and source."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from publish.published import FACTS, small_graph
from styrkegraf.cli.diff import diff as command
from styrkegraf.diff import diff, to_json, to_text
from styrkegraf.facts import InputError
from styrkegraf.publish.edition import Edition

ID = "https://w3id.org/styrkegraf/id/"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("old"), FACTS)


def written(folder: Path, facts: str) -> Path:
    """The N-Quads of the graph of facts, as a build writes them."""
    folder.mkdir(exist_ok=True)
    file = folder / "styrkegraf.nq"
    file.write_bytes(small_graph(folder, facts).store.dump())
    return file


def changed(tmp_path: Path, *replacements: tuple[str, str]) -> Path:
    facts = FACTS
    for before, after in replacements:
        assert before in facts
        facts = facts.replace(before, after)
    return written(tmp_path / "new", facts)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments])


def test_a_graph_does_not_differ_from_itself(old: Path) -> None:
    assert len(diff(old, old)) == 0
    result = run(old, old, "--lang", "en")
    assert (result.exit_code, result.output) == (0, "No difference.\n")


def test_what_came_went_and_changed_is_told_by_county_and_source(old: Path, tmp_path: Path) -> None:
    new = changed(
        tmp_path,
        ('"SE-I"', '"SE-X"'),
        ("    sg:supports area:vastmanland-mat .", "    sg:locatedIn county:vastmanland ."),
    )
    told = to_text(diff(old, new))
    lines = told.splitlines()
    assert lines[0] == "1 uppgift kom, 1 gick och 1 ändrades."
    gotland, vastmanland = lines.index("Gotland"), lines.index("Västmanland")
    assert lines[gotland + 1 : gotland + 3] == ["  vår läsning: Koder", "    ~ Gotland · kod · ”SE-I” → ”SE-X”"]
    assert lines[vastmanland + 1] == "  Prov, del 1"
    assert "    + Robotdalen </script> · finns i · Västmanland  (”Allt”, rad 1–9)" in lines
    assert "    − Robotdalen </script> · bidrar till · Mat  (”Allt”, rad 1–9)" in lines


def test_thousands_are_told_as_the_language_writes_them(old: Path, tmp_path: Path) -> None:
    names = " , ".join(f'"Namn {number}"@sv' for number in range(1200))
    found = diff(old, changed(tmp_path, ('"SE-I"', f'"SE-I" ; skos:altLabel {names}')))
    assert to_text(found).startswith("1\N{NO-BREAK SPACE}200 uppgifter kom, ")
    assert to_text(found, "en").startswith("1,200 statements came, ")


def test_the_same_in_english(old: Path, tmp_path: Path) -> None:
    told = to_text(diff(old, changed(tmp_path, ('"SE-I"', '"SE-X"'))), "en")
    assert "0 statements came, 0 went and 1 changed." in told
    assert "  our reading: Codes" in told


def test_a_text_in_one_language_is_no_change_of_another(old: Path, tmp_path: Path) -> None:
    found = diff(old, changed(tmp_path, ('"Mat"@sv , "Food & drink"@en', '"Måltid"@sv , "Food & drink"@en')))
    said = [change for change in found.changes if not change.concluded]
    assert [(change.kind, getattr(change.new, "value", "")) for change in said] == [("changed", "Måltid")]


def test_what_follows_is_counted_and_shown_only_when_asked_for(old: Path, tmp_path: Path) -> None:
    found = diff(old, changed(tmp_path, ("    sg:supports area:vastmanland-mat .", "    sg:serves county:gotland .")))
    assert found.count("gone", concluded=True) > 0
    assert "slutledning" not in to_text(found)
    assert "slutledning" in to_text(found, concluded=True)


def test_labels_of_what_is_gone_are_told_too(old: Path, tmp_path: Path) -> None:
    start = FACTS.index("  actor:robotdalen")
    end = FACTS.index("}\nGRAPH", start)
    told = to_text(diff(old, changed(tmp_path, (FACTS[start:end], ""))))
    assert "− robotdalen </script> · slag · innovationsmiljö" in told.casefold()


def test_a_tie_belongs_to_the_county_of_its_area(old: Path, tmp_path: Path) -> None:
    tie = "tie:gotland-livsmedel-food a sg:ThemeTie ; sg:toTheme theme:food ; sg:confidence sg:"
    found = diff(old, changed(tmp_path, (f"{tie}high", f"{tie}low")))
    (change,) = (one for one in found.changes if not one.concluded)
    assert change.regions == (f"{ID}county/gotland",)
    assert change.kind == "changed"


def test_what_has_no_label_is_called_by_what_it_joins(old: Path, tmp_path: Path) -> None:
    tie = "tie:gotland-livsmedel-food a sg:ThemeTie ; sg:toTheme theme:food ; sg:confidence sg:"
    found = diff(old, changed(tmp_path, (f"{tie}high", f"{tie}low")))
    assert "~ Food – Food and agriculture: theme tie · confidence · high → low" in to_text(found, "en")
    assert "~ Livsmedel – Livsmedel och jordbruk: temakoppling · tillförlitlighet · hög → låg" in to_text(found, "sv")
    gone = to_text(found, "en", concluded=True)
    assert "− Gotland – Västmanland: shared theme · kind · potential link" in gone


def test_a_thing_that_got_another_address_is_told_from_itself(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.nq"
    new.write_bytes(old.read_bytes().replace(b"/id/actor/robotdalen>", b"/id/actor/robotdalen-ab>"))
    told = run(old, new, "--lang", "en").output
    assert "− Robotdalen (actor:robotdalen) · supports · Food & drink" in told
    assert "+ Robotdalen (actor:robotdalen-ab) · supports · Food & drink" in told


def test_one_statement_is_told_as_one(old: Path, tmp_path: Path) -> None:
    new = changed(
        tmp_path, ("    sg:supports area:vastmanland-mat .", "    sg:supports area:vastmanland-mat ; sg:note 1 .")
    )
    assert "1 statement came, 0 went" in to_text(diff(old, new), "en")
    assert "0 statements came, 1 went" in to_text(diff(new, old), "en")


def test_a_source_that_got_another_address_is_told_from_itself(old: Path, tmp_path: Path) -> None:
    new = changed(tmp_path, ("source/prov#>", "source/plan#>"), ("source:prov a", "source:plan a"))
    new.write_bytes(new.read_bytes().replace(b"source/prov>", b"source/plan>"))
    told = to_text(diff(old, new), "en")
    under = {source: part for source, _, part in (block.partition("\n") for block in told.split("\n  Trial")[1:])}
    assert set(under) == {", part 1 (source:prov)", ", part 1 (source:plan)"}
    assert "−" not in under[", part 1 (source:plan)"]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a" * 200 + " old end", "a" * 200 + " new end", f"“…{'a' * 39} old end” → “…{'a' * 39} new end”"),
        ("a" * 200, "a" * 200 + " more", f"“…{'a' * 40}” → “…{'a' * 40} more”"),
        ("b" * 100 + "1", "b" * 100 + "2", f"“{'b' * 100}1” → “{'b' * 100}2”"),
        ("c" * 200, "d" * 200, f"“{'c' * 159}…” → “{'d' * 159}…”"),
    ],
)
def test_a_long_text_is_shown_where_it_changed(before: str, after: str, shown: str, tmp_path: Path) -> None:
    files = [tmp_path / "old.nq", tmp_path / "new.nq"]
    for file, text in zip(files, (before, after), strict=True):
        file.write_text(f'<urn:a> <urn:p> "{text}" <urn:g> .\n', encoding="utf-8")
    assert f"· {shown}" in to_text(diff(*files), "en")


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ('"hej"@sv', '"hej"@en', ["− <urn:a> · <urn:p> · “hej” (sv)", "+ <urn:a> · <urn:p> · “hej” (en)"]),
        ('"x"@ar', '"x"@ar--rtl', ["~ <urn:a> · <urn:p> · “x” (ar) → “x” (ar--rtl)"]),
        (
            '"5"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '"5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            ["~ <urn:a> · <urn:p> · “5” (xsd:integer) → “5” (xsd:decimal)"],
        ),
        ('"hej"@sv', '"hallå"@sv', ["~ <urn:a> · <urn:p> · “hej” → “hallå”"]),
    ],
)
def test_texts_that_read_alike_are_told_by_their_tags(
    before: str, after: str, shown: list[str], tmp_path: Path
) -> None:
    files = [tmp_path / "old.nq", tmp_path / "new.nq"]
    for file, literal in zip(files, (before, after), strict=True):
        file.write_text(f"<urn:a> <urn:p> {literal} <urn:g> .\n", encoding="utf-8")
    lines = [line.strip() for line in to_text(diff(*files), "en").splitlines()]
    assert set(shown) <= set(lines)


def test_json_holds_every_change(old: Path, tmp_path: Path) -> None:
    found = json.loads(to_json(diff(old, changed(tmp_path, ('"SE-I"', '"SE-X"')))))
    assert found["said"] == {"came": 0, "gone": 0, "changed": 1}
    (change,) = found["changes"]
    assert (change["old"]["value"], change["new"]["value"]) == ("SE-I", "SE-X")
    assert change["regions"] == [{"id": f"{ID}county/gotland", "label": "Gotland"}]
    assert change["origin"]["layer"] == "curated"


def test_order_format_and_packing_of_the_files_make_no_difference(old: Path, tmp_path: Path) -> None:
    lines = old.read_bytes().splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    shuffled, packed, trig = tmp_path / "a.nq", tmp_path / "a.nq.gz", tmp_path / "a.trig"
    shuffled.write_bytes(b"# a comment\n\n" + b"".join(lines))
    packed.write_bytes(gzip.compress(b"".join(lines)))
    quads = list(small_graph(tmp_path).store.quads())
    serialize(quads, str(trig), RdfFormat.TRIG)
    for other in (shuffled, packed, trig, old.parent):
        assert len(diff(old, other)) == 0, other


def test_the_base_of_an_edition_is_no_difference(old: Path, tmp_path: Path) -> None:
    new = changed(tmp_path, ('"SE-I"', '"SE-X"'))
    for base in ("https://data.example.se/s3/", "https://w3id.org/"):
        edition = Edition(base)
        theirs, triples = tmp_path / "theirs.nq", tmp_path / "theirs.nt"
        quads = [edition.quad(quad) for quad in parse(new.read_bytes(), RdfFormat.N_QUADS)]
        serialize(quads, str(theirs), RdfFormat.N_QUADS)
        (change,) = diff(old, theirs).changes
        assert (change.kind, change.regions) == ("changed", (f"{ID}county/gotland",))
        assert len(diff(theirs, new)) == 0
        (tmp_path / "empty.nt").touch()
        serialize([quad.triple for quad in quads], str(triples), RdfFormat.N_TRIPLES)
        assert len(diff(triples, triples)) == 0
        found = {region for one in diff(tmp_path / "empty.nt", triples).changes for region in one.regions}
        assert found == {f"{ID}county/gotland", f"{ID}county/vastmanland"}


def test_the_base_is_no_difference_where_there_is_no_county(tmp_path: Path) -> None:
    start, end = FACTS.index("GRAPH p:allt"), FACTS.index("GRAPH <https://w3id.org/styrkegraf/graph/curated/koder>")
    file = written(tmp_path, FACTS[:start] + FACTS[end:].replace("county:", "actor:"))
    edition, theirs = Edition("https://data.example.se/s3/"), tmp_path / "theirs.nq"
    assert b"/id/county/" not in file.read_bytes()
    serialize(map(edition.quad, parse(file.read_bytes(), RdfFormat.N_QUADS)), str(theirs), RdfFormat.N_QUADS)
    assert len(diff(file, theirs)) == 0


def test_names_of_blank_nodes_do_not_matter(tmp_path: Path) -> None:
    one, other, third = (tmp_path / name for name in ("one.nq", "other.nq", "third.nq"))
    one.write_text('<urn:a> <urn:p> _:x <urn:g> .\n_:x <urn:q> "1" <urn:g> .\n', encoding="utf-8")
    other.write_text('<urn:a> <urn:p> _:y <urn:g> .\n_:y <urn:q> "1" <urn:g> .\n', encoding="utf-8")
    third.write_text('<urn:a> <urn:p> _:y <urn:g> .\n_:y <urn:q> "2" <urn:g> .\n', encoding="utf-8")
    assert len(diff(one, other)) == 0
    assert len(diff(one, third)) > 0


def test_text_that_would_steer_a_terminal_is_made_harmless(tmp_path: Path) -> None:
    old, new = tmp_path / "old.nq", tmp_path / "new.nq"
    old.write_text("", encoding="utf-8")
    new.write_text('<urn:a> <urn:p> "\\u001B[2J\\nx" <urn:g> .\n', encoding="utf-8")
    told = to_text(diff(old, new))
    assert "\x1b" not in told
    assert "+ <urn:a> · <urn:p> · ” [2J x”" in told


def test_changes_come_in_the_same_order_every_time(old: Path, tmp_path: Path) -> None:
    new = changed(tmp_path, ('"SE-I"', '"SE-X"'), ('"Mat"@sv', '"Måltid"@sv'))
    assert to_json(diff(old, new)) == to_json(diff(old, new))
    graphs = [change.graph for change in diff(old, new).changes]
    assert graphs
    assert all(NamedNode(graph) for graph in graphs)


def test_exit_codes_are_those_of_diff(old: Path, tmp_path: Path) -> None:
    assert run(old, changed(tmp_path, ('"SE-I"', '"SE-X"'))).exit_code == 1
    absent = run(old, tmp_path / "absent.nq")
    assert absent.exit_code == 2
    assert "absent.nq" in absent.output
    assert "absent: there is no such file" in run(old, tmp_path / "absent").output


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.nq", b"<html>not a graph</html>\n", "no N-Quads"),
        ("a.nq.gz", b"not packed", "gzip"),
        ("a.trig", b"@prefix", "syntax"),
        ("a.txt", b"", "neither"),
        ("a.nq", b'<urn:a> <urn:b> "\xff" .\n', "N-Quads"),
    ],
)
def test_what_is_no_graph_is_named(name: str, content: bytes, said: str, old: Path, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError, match=said):
        diff(old, file)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("wrong", [b"<urn:a <urn:b> <urn:c> <urn:g> .", b'<urn:a> <urn:b> "\xff" <urn:g> .'])
def test_a_broken_line_is_named_by_its_number(wrong: bytes, packed: bool, old: Path, tmp_path: Path) -> None:
    lines = old.read_bytes().splitlines()
    data = b"\n".join([*lines[:6], wrong, *lines[6:]]) + b"\n"
    file = tmp_path / ("new.nq.gz" if packed else "new.nq")
    file.write_bytes(gzip.compress(data) if packed else data)
    assert f"{file}:7: " in run(old, file).output
    assert f"{file}:7: " in run(file, old).output


def test_a_build_with_a_broken_line_is_named_by_its_file(old: Path, tmp_path: Path) -> None:
    (tmp_path / "styrkegraf.nq").write_bytes(old.read_bytes() + b"<urn:a> <urn:b> .\n")
    number = old.read_bytes().count(b"\n") + 1
    assert f"styrkegraf.nq:{number}: " in run(old.parent, tmp_path).output


def test_a_graph_without_its_named_graphs_is_not_compared_with_one_that_has_them(old: Path, tmp_path: Path) -> None:
    turtle = tmp_path / "union.ttl"
    turtle.write_bytes(serialize((quad.triple for quad in parse(path=old)), format=RdfFormat.TURTLE) or b"")
    for pair in ((old, turtle), (turtle, old)):
        found = run(*pair)
        assert found.exit_code == 2
        assert "union.ttl: its statements stand in no named graph" in found.output
    assert run(turtle, turtle).exit_code == 0


LABEL = f'<{ID}county/gotland> <http://www.w3.org/2004/02/skos/core#prefLabel> "broken'


@pytest.mark.parametrize(("wrong", "exit_code"), [("garbage", 1), (LABEL, 2)], ids=["passed over", "needed"])
def test_a_broken_line_of_both_graphs_is_named_where_it_is_needed(
    wrong: str, exit_code: int, old: Path, tmp_path: Path
) -> None:
    new = changed(tmp_path, ('"SE-I"', '"SE-X"'))
    for number, file in enumerate((old, new)):
        (tmp_path / f"{number}.nq").write_bytes(wrong.encode() + b"\n" + file.read_bytes())
    result = run(tmp_path / "0.nq", tmp_path / "1.nq", "--lang", "en")
    assert result.exit_code == exit_code
    assert ("1.nq:1: this is no N-Quads" if exit_code == 2 else "SE-X") in result.output


def test_everything_came_where_there_was_nothing(old: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.nq"
    nothing.touch()
    assert run(nothing, old).exit_code == 1
    assert all(change.kind == "came" for change in diff(nothing, old).changes)


def test_a_folder_without_a_build_is_named(old: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"styrkegraf\.nq"):
        diff(old, tmp_path)
