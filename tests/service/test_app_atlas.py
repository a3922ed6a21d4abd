"""The atlas that the service writes itself, where it is given none, and what it says until it is there."""

from __future__ import annotations

import json
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from publish.published import small_graph
from service.asking import get, service_of
from service.running import Server, running, write_build
from styrkegraf.service.answer import Service
from styrkegraf.service.files import MISSING, UNWRITTEN
from styrkegraf.service.http import Response

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


def test_an_atlas_is_kept_for_the_next_start(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", COUNTIES)
    with running(tmp_path / "run", build, atlas=False) as server:
        server.until("the atlas is written", lambda: counties(server) is not None)
    (tmp_path / "run" / "port").unlink()
    with running(tmp_path / "run", build, atlas=False) as server:
        assert counties(server) is not None


def test_until_it_is_written_a_page_says_so_and_everything_else_answers(service: Service) -> None:
    page = get(service, "/sv/region/vastmanland.html")
    assert (page.status, page.header("Retry-After"), page.header("Cache-Control")) == (503, "3", "no-store")
    assert b'href="../../sparql"' in body(page)  # whatever path the service stands below
    problem = get(service, "/sv/region/vastmanland.html", "application/json")
    assert (problem.status, json.loads(body(problem))["title"]) == (503, "The pages are being written")
    assert get(service, "/id/county/gotland.ttl").status == 200


def test_an_atlas_that_could_not_be_written_is_a_problem_to_stay(service: Service) -> None:
    assert service.atlas is not None
    service.atlas.with_name(service.atlas.name + UNWRITTEN).touch()
    assert get(service, "/").status == 500
    service.atlas.mkdir()
    (service.atlas / MISSING).write_text("<title>Sidan finns inte</title>", encoding="utf-8")
    (service.atlas / "index.html").write_text("<title>Atlas</title>", encoding="utf-8")
    assert get(service, "/").status == 200
