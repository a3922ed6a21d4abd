"""The site as a whole: complete in both languages, every link leads somewhere, the same bytes each time."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import styrkegraf.atlas
from hashseeds import printed
from shipped import shipped
from sitelinks import links_within
from styrkegraf.atlas.addresses import page_of, relative, slug
from styrkegraf.atlas.wording import LANGUAGES, words
from styrkegraf.cli.atlas import atlas as command

PACKAGE = Path(styrkegraf.atlas.__file__).parent
KINDS = ("region", "macroregion", "theme", "area", "actor", "strategy", "source")
TWICE = """
import os, sys, pathlib, styrkegraf
from styrkegraf.atlas import write
out = pathlib.Path(sys.argv[1]) / os.environ["PYTHONHASHSEED"]; out.mkdir()
write(styrkegraf.load(sys.argv[2]), out)
"""


def files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def test_both_languages_have_the_same_pages_of_every_kind(atlas: Path) -> None:
    found = files(atlas)
    swedish = {path.removeprefix("sv/") for path in found if path.startswith("sv/")}
    english = {path.removeprefix("en/") for path in found if path.startswith("en/")}
    assert swedish == english
    counts = {kind: sum(p.startswith(f"{kind}/") and not p.endswith("/index.html") for p in swedish) for kind in KINDS}
    assert counts == {
        "region": 21,
        "macroregion": 4,
        "theme": 18,
        "area": 84,
        "actor": 160,
        "strategy": 10,
        "source": 5,
    }


def test_every_link_leads_to_a_file_and_a_place_in_it(atlas: Path) -> None:
    links, broken = links_within(atlas)
    assert links > 20_000
    assert not broken, broken[:10]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_list_of_hits_tells_the_pages_of_a_language_apart_and_what_each_is_about(atlas: Path, lang: str) -> None:
    titles: dict[str, Path] = {}
    for page in sorted((atlas / lang).rglob("*.html")):
        head = page.read_text("utf-8").partition("</head>")[0]
        (title,) = re.findall("<title>(.*)</title>", head)
        (about,) = re.findall('<meta name="description" content="(.*)">', head)
        assert titles.setdefault(title, page) == page
        assert 0 < len(html.unescape(about).strip()) <= 165
    assert len(titles) > 500


def test_a_page_is_named_by_what_it_is_and_where_and_described_by_its_text_or_what_is_given_of_it(atlas: Path) -> None:
    area, theme = (
        (atlas / page).read_text("utf-8") for page in ("en/area/gotland-besoksnaring.html", "sv/theme/food.html")
    )
    assert "<title>Tourism industry (Gotland), regional strength area – Styrkegraf</title>" in area
    assert "Themes: Tourism and experiences. Sources: Smart" in area.partition("</head>")[0]
    (ingress,) = re.findall('<p class="ingress"><bdi>(.*?)</bdi>', theme)
    assert f'<meta name="description" content="{ingress}">' in theme


def test_a_description_is_text_whatever_it_holds(site_of: Callable[[str], Path]) -> None:
    told = '\\"><script>alert(1)</script> & ' + "word " * 60
    site = site_of(f'actor:a a sg:Organization ; skos:prefLabel "A"@en ; dcterms:description "{told}"@en .')
    (about,) = re.findall('<meta name="description" content="([^"]*)">', (site / "en/actor/a.html").read_text("utf-8"))
    assert html.unescape(about).startswith('"><script>alert(1)</script> & word word')
    assert about.endswith("word …")


def test_the_first_page_is_the_swedish_start_with_links_that_fit_its_place(atlas: Path) -> None:
    text = (atlas / "index.html").read_text("utf-8")
    assert '<html lang="sv">' in text
    assert 'href="sv/region/index.html"' in text
    assert 'href="en/index.html"' in text


def test_the_start_page_is_light(atlas: Path) -> None:
    names = ("sv/index.html", "static/style.css", "static/site.js", "static/icon.svg", "data/search.js")
    assert sum(len(gzip.compress((atlas / name).read_bytes())) for name in names) < 300_000


def test_no_page_names_a_path_of_the_machine_or_carries_script_of_its_own(atlas: Path) -> None:
    for path in files(atlas):
        if not path.endswith(".html") or path == "404.html":
            continue
        text = (atlas / path).read_text("utf-8")
        assert str(atlas) not in text
        assert not re.search(r"<script(?![^>]*(?: src=|application/json))", text), path
        assert not re.search(r"<[^>]* (?:on\w+|style)=", text), path


def test_the_words_have_the_same_keys_in_both_languages_and_each_is_used() -> None:
    assert words("sv").keys() == words("en").keys()
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.j2"), *PACKAGE.rglob("static/*.js")]
    code = "\n".join(path.read_text("utf-8") for path in sources)
    built = set(re.findall(r'"([\w-]+-)" ?~', code)) | set(re.findall(r'f"([\w-]+-)\{', code)) | {"about-limit-"}
    own = json.loads((PACKAGE / "words" / "sv.json").read_text("utf-8"))
    unused = [
        key
        for key in own
        if f'"{key.removesuffix("-1")}"' not in code and f'"{key}"' not in code and not key.startswith(tuple(built))
    ]
    assert unused == []


def test_places_in_a_wording_are_the_same_in_both_languages() -> None:
    for key, text in words("sv").items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", words("en")[key])), key
    assert LANGUAGES == ("sv", "en")


@pytest.mark.parametrize(
    "name", ["../vastmanland", "Västmanland", "index", "con", "a/b", "a" * 300, "<script>", "..", "", "x\u202ey"]
)
def test_an_odd_name_makes_a_safe_file_and_differs_from_its_like(name: str) -> None:
    made = slug(name)
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,99}", made)
    assert ".." not in made
    assert made != slug(name + "x")


def test_addresses_follow_the_iri() -> None:
    assert page_of("https://w3id.org/styrkegraf/id/county/gotland", {}) == "region/gotland.html"
    assert page_of("https://w3id.org/styrkegraf/source/nms-strategi#mal", {}) == "source/nms-strategi.html#mal"
    assert page_of("https://example.org/x", {}) is None
    assert relative("static/style.css", "sv/region/gotland.html") == "../../static/style.css"


def test_the_site_is_the_same_under_every_hash_seed(tmp_path: Path) -> None:
    build = tmp_path / "build"
    build.mkdir()
    (build / "styrkegraf.nq").write_bytes(_some_of_the_graph())
    printed(TWICE, str(tmp_path), str(build))
    assert files(tmp_path / "1") == files(tmp_path / "2")
    for path in files(tmp_path / "1"):
        assert (tmp_path / "1" / path).read_bytes() == (tmp_path / "2" / path).read_bytes(), path


def _some_of_the_graph() -> bytes:
    """The shipped graph without most of its actors and strategies, to be quick."""
    graph = shipped()
    keep = re.compile(rb"/id/(actor/[m-z]|goal|need|step|benefit|observation|challenge|link)")
    return b"".join(line for line in graph.store.dump().splitlines(keepends=True) if not keep.search(line))


def test_the_command_writes_replaces_its_own_and_leaves_what_is_not_its_own(tmp_path: Path) -> None:
    build = tmp_path / "build"
    build.mkdir()
    county = b"<https://w3id.org/styrkegraf/id/county/gotland>"
    kind = b"<https://w3id.org/styrkegraf/ontology#County>"
    rdf_type = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    (build / "styrkegraf.nq").write_bytes(b" ".join([county, rdf_type, kind, b"<urn:g> .\n"]))
    out = tmp_path / "atlas"
    for _ in range(2):
        done = CliRunner().invoke(command, ["--out", str(out), "--graph", str(build)])
        assert done.exit_code == 0, done.output
        assert (out / "index.html").is_file()
        assert f"Open {out / 'index.html'} in a browser." in done.stdout
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Kära region", encoding="utf-8")
    refused = CliRunner().invoke(command, ["--out", str(tmp_path / "mine"), "--graph", str(build)])
    assert refused.exit_code != 0
    assert (tmp_path / "mine" / "letter.txt").is_file()
