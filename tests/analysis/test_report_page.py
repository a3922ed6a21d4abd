"""The page and its files: closed to the network, escaped, readable, the same twice, and honest about gaps."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from hashseeds import printed
from styrkegraf import Graph
from styrkegraf.analysis import analyse, render, write_report
from styrkegraf.analysis.model import Column, Report, Table, whole_ties
from styrkegraf.analysis.projections import Projections
from styrkegraf.analysis.tables import to_csv
from styrkegraf.cli.report import report as command
from styrkegraf.folders import OutputError
from styrkegraf.labels import Language
from styrkegraf.store import MemoryStore
from tabs import OpenPage
from tags import Tags

Made = Callable[[Mapping[str, Mapping[str, str]], Mapping[str, list[str]]], Graph]

HOSTILE = [
    "</title><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "\"'`&amp;<b>",
    "=1+1",
    "]]>",
]
TWO = {"Gotland": {"Mat": "food", "Resor": "tourism"}, "Kalmar": {"Livsmedel": "food", "Bygg": "cities"}}
ACTORS = {"Almi": ["Mat", "Resor"], "RISE": ["Mat", "Bygg"], "Agro Öst": ["Livsmedel"]}


@pytest.fixture(scope="session")
def page(report: Report) -> str:
    return render(report)


def test_the_page_runs_nothing_and_asks_for_nothing(page: str, report: Report) -> None:
    tags = Tags(page)
    policy = next(meta["content"] or "" for meta in tags.every("meta") if "http-equiv" in meta)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in tags.found}
    attributes = [name for _, found in tags.found for name in found]
    assert not [name for name in attributes if name == "style" or name.startswith("on")]
    links = {found["href"] for found in tags.every("a")}
    files = {f"{table.name}.csv" for table in report.tables if table.rows}
    assert {link for link in links if link and not link.startswith("#")} == files


def test_every_figure_of_the_page_has_its_four_notes(page: str) -> None:
    figures = re.findall(r"<figure .*?</figure>", page, re.DOTALL)
    assert len(figures) == 14
    for figure in figures:
        terms = re.findall(r"<dt>(.*?)</dt><dd>(.+?)</dd>", figure, re.DOTALL)
        assert [term for term, _ in terms] == ["Visar", "Räknat så", "Lager", "Visar inte"]
        assert "Frågor: <code" in terms[2][1]


def test_ids_are_unique_and_links_lead_somewhere(page: str) -> None:
    tags = Tags(page)
    ids = [found["id"] for _, found in tags.found if "id" in found]
    assert len(ids) == len(set(ids))
    inner = {(found["href"] or "")[1:] for found in tags.every("a") if (found["href"] or "").startswith("#")}
    assert inner <= {*ids, "contents"}
    assert {name for _, found in tags.found for name in (found.get("aria-labelledby") or "").split()} <= set(ids)


def test_names_of_the_graph_are_never_markup(made: Made) -> None:
    regions = {
        HOSTILE[0]: {HOSTILE[1]: "food", HOSTILE[3]: "tourism"},
        HOSTILE[2]: {HOSTILE[4]: "food", "Bygg": "cities"},
    }
    found = analyse(made(regions, {HOSTILE[0] + "x": [HOSTILE[1], HOSTILE[3]], HOSTILE[3] + "y": [HOSTILE[4]]}), "en")
    tags = Tags(render(found))
    assert not {"script", "img", "b"} & {tag for tag, _ in tags.found}
    texts = [cell for table in found.tables for row in table.rows for cell in row]
    assert HOSTILE[1] in texts, "the name itself is whole"


def test_csv_files_read_back_whatever_the_names() -> None:
    columns = (Column("name", "Namn"), Column("value", "Värde"))
    rows = (('a, "b"\nc', 0.5), ("=1+1", None), ("−1", float("nan")), ("Örebro", 3))
    data = to_csv(Table("prov", "Prov", columns, rows))
    assert data.startswith("\ufeff".encode())
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert read == [["name", "value"], ['a, "b"\nc', "0.5"], ["'=1+1", ""], ["−1", ""], ["Örebro", "3"]]


def test_the_files_hold_what_the_report_holds(report: Report, tmp_path: Path) -> None:
    out = tmp_path / "rapport åäö"
    write_report(report, out)
    files = sorted(path.name for path in out.iterdir())
    assert files == sorted(["report.html", *(f"{table.name}.csv" for table in report.tables)])
    for table in report.tables:
        with (out / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        assert header == [column.name for column in table.columns]
        assert len(rows) == len(table.rows)


def test_a_table_is_not_cut_within_a_tie() -> None:
    assert whole_ties([1, 1, 1, 4], 2) == 3
    assert whole_ties([1, *[2] * 9], 3) == 1, "a tie too long is left out as a whole"
    assert whole_ties([1, 2, 3], 2) == 2
    assert whole_ties([], 2) == 0


CASES: dict[str, tuple[dict[str, dict[str, str]], dict[str, list[str]], dict[str, str]]] = {
    "nothing": (
        {},
        {},
        {
            "contents": "strength areas",
            "nesting": "at least two",
            "holding": "no named actors",
            "breaking": "no named actors",
            "grouping": "no ties",
            "together": "at least two",
            "brokers": "no ties",
            "portfolios": "at least two",
            "aligning": "no regions",
        },
    ),
    "no actors": (TWO, {}, {"holding": "no named actors", "breaking": "no named actors", "brokers": "no ties"}),
    "one region": (
        {"Gotland": TWO["Gotland"]},
        {"Almi": ["Mat", "Resor"]},
        {"nesting": "at least two", "together": "at least two", "brokers": "no ties", "portfolios": "at least two"},
    ),
    "no areas": (
        {"Gotland": {}, "Kalmar": {}},
        {},
        {
            "contents": "strength areas",
            "nesting": "at least two",
            "holding": "no named actors",
            "breaking": "no named actors",
            "grouping": "no ties",
            "brokers": "no ties",
            "portfolios": "at least two",
            "aligning": "no regions",
        },
    ),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_the_graph_lacks_is_said(made: Made, case: str, lang: Language) -> None:
    regions, actors, expected = CASES[case]
    found = analyse(made(regions, actors), lang)
    page = render(found)
    missing = {section.name: section.missing for section in found.sections if section.missing}
    assert set(missing) == set(expected)
    assert page.count('class="missing"') == len(expected)
    if lang == "en":
        for name, part in expected.items():
            assert part in (missing[name] or ""), name


def test_an_empty_store_gives_a_page() -> None:
    assert "The graph is empty." in render(analyse(Graph(MemoryStore()), "en"))


def test_both_languages_tell_the_same_numbers(made: Made) -> None:
    graph = made(TWO, ACTORS)
    projections = Projections(graph)
    swedish, english = analyse(projections, "sv"), analyse(projections, "en")
    assert render(english) == render(analyse(graph, "en")), "what was computed for one language serves the other"
    assert [table.name for table in swedish.tables] == [table.name for table in english.tables]
    for one, other in zip(swedish.tables, english.tables, strict=True):
        numbers, others = (
            [[cell for cell in row if not isinstance(cell, str)] for row in table.rows] for table in (one, other)
        )
        assert str(numbers) == str(others), one.name
    assert 'lang="en"' in render(english)
    assert "Visar inte" not in render(english)


def test_the_same_graph_gives_the_same_files_whatever_the_hash_seed(made: Made, tmp_path: Path) -> None:
    built = tmp_path / "graf"
    built.mkdir()
    (built / "styrkegraf.nq").write_bytes(made(TWO, ACTORS).store.dump())
    code = (
        "import os, sys\n"
        "from styrkegraf.cli.report import report\n"
        "report(['--out', os.path.join(sys.argv[1], os.environ['PYTHONHASHSEED']), *sys.argv[2:]])\n"
    )
    printed(code, str(tmp_path), "--graph", str(built), "--lang", "en")
    read = [{path.name: path.read_bytes() for path in sorted((tmp_path / seed).iterdir())} for seed in ("1", "2")]
    assert read[0] == read[1]
    assert "report.html" in read[0]


def test_the_command_replaces_a_report_and_nothing_else(made: Made, tmp_path: Path) -> None:
    built, out = tmp_path / "graf", tmp_path / "rapport"
    built.mkdir()
    (built / "styrkegraf.nq").write_bytes(made(TWO, ACTORS).store.dump())
    for _ in range(2):
        done = CliRunner().invoke(command, ["--out", str(out), "--graph", str(built)], catch_exceptions=False)
        assert done.exit_code == 0
        assert "report.html" in done.output
    other = tmp_path / "annat"
    other.mkdir()
    (other / "brev.txt").write_text("Hej")
    with pytest.raises(OutputError, match="not ours"):
        CliRunner().invoke(command, ["--out", str(other), "--graph", str(built)], catch_exceptions=False)
    assert [path.name for path in other.iterdir()] == ["brev.txt"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1300])
def test_it_opens_from_disk_at_any_width(open_page: OpenPage, report: Report, tmp_path: Path, width: int) -> None:
    write_report(report, tmp_path / "rapport")
    page = open_page(width=width, height=800)
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto((tmp_path / "rapport" / "report.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert len(requests) == 1, "the page itself"
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "only figures and tables scroll sideways"
    assert page.evaluate("getComputedStyle(document.querySelector('svg .dot')).fill") != "rgb(0, 0, 0)"
