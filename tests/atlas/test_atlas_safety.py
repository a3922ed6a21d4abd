"""The site is safe: hostile labels are text, injected script does not run, and no request leaves."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SCRIPT = "</script><script>window.harmed = 1</script>"
IMAGE = "<img src=x onerror=window.harmed=2>"
QUOTES = "\\\"' onmouseover=window.harmed=3 x='"
TURNED = "\u202edrow\u202c"
NAME = f"{SCRIPT}{IMAGE}{QUOTES}{TURNED}{{{{ 7*7 }}}}"
SHOWN = NAME.replace("\\", "")
HOSTILE = f"""
county:a a sg:County ; skos:prefLabel "{NAME}"@sv , "{NAME}"@en ; skos:altLabel "{NAME}"@sv ;
  skos:exactMatch <javascript:window.harmed=4> , <https://example.org/%22onclick=x> ; dcterms:description "{NAME}"@sv .
county:b a sg:County ; skos:prefLabel "Gotland"@sv ; sg:within macroregion:a .
macroregion:a a sg:MacroRegion ; skos:prefLabel "{NAME}"@sv ; schema:url <javascript:window.harmed=5> .
area:a a sg:RegionalArea ; skos:prefLabel "{NAME}"@sv ; sg:areaOf county:a ; sg:hasThemeTie tie:a .
area:b a sg:RegionalArea ; skos:prefLabel "Livsmedel"@sv ; sg:areaOf county:b ; sg:hasThemeTie tie:b .
tie:a a sg:ThemeTie ; sg:toTheme theme:a ; sg:confidence sg:high .
tie:b a sg:ThemeTie ; sg:toTheme theme:a ; sg:confidence sg:high .
theme:a a sg:Theme ; skos:prefLabel "{NAME}"@sv .
actor:a a sg:Actor ; skos:prefLabel "{NAME}"@sv ; sg:supports area:a .
strategy:a a sg:Strategy ; skos:prefLabel "{NAME}"@sv ; sg:covers county:a .
goal:a a sg:Goal ; skos:prefLabel "{NAME}"@sv ; sg:elementOf strategy:a .
"""
PAGES = (
    "index.html",
    *(f"{kind}/a.html" for kind in ("region", "macroregion", "area", "theme", "actor", "strategy")),
    *(f"{kind}/index.html" for kind in ("region", "macroregion", "area", "theme", "actor", "strategy")),
    "all.html",
    "sources.html",
    "source/prov.html",
    "about.html",
)


@pytest.fixture
def hostile(site_of: Callable[[str], Path]) -> Path:
    return site_of(HOSTILE)


def test_hostile_labels_are_text_in_every_kind_of_page(page: Page, hostile: Path) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for lang in ("sv", "en"):
        for path in PAGES:
            page.goto((hostile / lang / path).as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            assert page.evaluate("window.harmed") is None, path
            assert page.locator("img").count() == 0
            assert page.locator("a[href^='javascript']").count() == 0
            if path.endswith("/a.html"):
                assert SHOWN in page.locator("h1").inner_text().replace("\n", " ")
    assert complaints == []


def test_a_hostile_label_is_text_among_the_hits_of_the_search(page: Page, hostile: Path) -> None:
    page.goto((hostile / "sv/index.html").as_uri())
    page.fill("#find", "script window harmed")
    page.wait_for_selector("#found li")
    assert SHOWN in page.locator("#found li bdi").first.inner_text()
    assert page.evaluate("window.harmed") is None


@pytest.fixture
def served(atlas: Path) -> Iterator[str]:
    """The address of the atlas behind a plain web server."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def send_error(self, code: int, *_: object, **__: object) -> None:
            """Show the page 404, as web hosts do."""
            body = (atlas / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(atlas)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


INJECT = """() => {
  const inline = document.createElement("script");
  inline.textContent = "window.harmed = 1";
  document.body.append(inline);
  const image = document.createElement("img");
  image.setAttribute("onerror", "window.harmed = 2");
  image.src = "nowhere.png";
  document.body.append(image);
  const far = document.createElement("script");
  far.src = "https://example.org/x.js";
  return new Promise((done) => { far.onerror = () => done(window.harmed ?? null); document.body.append(far); });
}"""


@pytest.mark.parametrize("where", ["disk", "web"])
def test_the_policy_stops_injected_script_and_lets_ours_run(page: Page, atlas: Path, served: str, where: str) -> None:
    page.goto(f"{served if where == 'web' else atlas.as_uri()}/sv/region/gotland.html")
    assert page.evaluate(INJECT) is None
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "600"
    page.fill("#find", "dalarna")
    page.wait_for_selector("#found li")


@pytest.mark.parametrize("where", ["disk", "web"])
def test_no_request_leaves_the_site(page: Page, atlas: Path, served: str, where: str) -> None:
    top = served if where == "web" else atlas.as_uri()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("index.html", "sv/region/gotland.html", "en/theme/energy.html", "sv/source/s3-sormland.html"):
        page.goto(f"{top}/{path}")
        page.fill("#find", "dalarna")
        page.wait_for_selector("#found li")
    assert len(asked) > 12
    assert [url for url in asked if not url.startswith(f"{top}/")] == []


@pytest.mark.parametrize("address", ["/nowhere.html", "/sv/region/atlantis.html", "/en/a/b/c.html"])
def test_the_page_for_what_is_not_there_leads_back(page: Page, served: str, address: str) -> None:
    page.goto(served + address)
    assert "Sidan finns inte" in page.inner_text("h1")
    page.click("text=Go to the start page")
    page.wait_for_url(f"{served}/en/index.html")
