"""Push: a graph arrives whole at a server, by the Graph Store Protocol or by update, however often it has to start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from stores.badserver import Behaviour, answering, passing_on, speaking
from stores.servers import free_port, oxigraph, virtuoso
from styrkegraf.cli.ask import query
from styrkegraf.cli.push import push as push_command
from styrkegraf.namespaces import BASE, sg
from styrkegraf.push import PushFailed, push
from styrkegraf.store import MemoryStore, RemoteStore
from styrkegraf.store.faults import EndpointAbsent, EndpointRefused, EndpointRubbish
from styrkegraf.store.server import Server, Way, find_server
from styrkegraf.store.wire import RequestLimits
from styrkegraf.store.wording import UNION

JSON = "application/sparql-results+json"
WAYS: tuple[Way, ...] = ("graph-store", "update")
LABEL = sg("label")
NOISE = Triple(NamedNode("urn:noise"), LABEL, Literal("other"))


def small(*labels: str, graphs: int = 3) -> MemoryStore:
    """Some statements in a few named graphs, one of them in each, and a blank node."""
    found = [Quad(NamedNode("urn:both"), LABEL, Literal("i alla"), _graph(number)) for number in range(graphs)]
    found += [Quad(NamedNode("urn:a"), LABEL, Literal(label, language="sv"), _graph(0)) for label in labels]
    return MemoryStore([*found, Quad(BlankNode("c14n0"), LABEL, BlankNode("c14n1"), _graph(1))])


def _graph(number: int) -> NamedNode:
    return NamedNode(f"{BASE}graph/curated/prov-{number}")


@pytest.fixture(scope="module")
def at_oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture
def empty(at_oxigraph: str) -> str:
    """The address of an Oxigraph that holds nothing."""
    update = {"content-type": "application/sparql-update"}
    httpx.post(f"{at_oxigraph}/update", content=b"DROP ALL", headers=update).raise_for_status()
    return at_oxigraph


@pytest.mark.parametrize("way", WAYS)
def test_it_arrives_whole_and_a_second_time_nothing_is_sent(empty: str, way: Way) -> None:
    store = small("Hälsa", 'Citat " och \\ och\nrad', "Tåg")
    done = push(store, empty, way)
    assert (done.server, done.graphs, done.statements, done.foreign) == ("Oxigraph", 3, 7, ())
    assert done.sent == 7 + 5  # the union has the common statement once
    assert RemoteStore(done.query).dump() == store.dump()
    assert push(store, done.query, way).sent == 0


@pytest.mark.parametrize("way", WAYS)
def test_a_newer_graph_takes_the_place_of_the_older(empty: str, way: Way) -> None:
    push(small("Gammal", "Kvar", graphs=5), empty, way)
    store = small("Ny", "Kvar")
    done = push(store, empty, way)
    assert RemoteStore(done.query).dump() == store.dump()
    assert done.sent < 11


@pytest.mark.parametrize("way", WAYS)
def test_of_a_newer_graph_only_what_is_new_is_sent(empty: str, way: Way) -> None:
    push(small("Gammal", "Kvar", 'Citat "'), empty, way)
    done = push(small("Ny", "Kvar"), empty, way)
    assert RemoteStore(done.query).dump() == small("Ny", "Kvar").dump()
    assert done.sent == 2, "the new label, to its graph and to the union"


def test_what_cannot_be_taken_away_by_name_goes_too(empty: str) -> None:
    store = small("Hälsa")
    query = push(store, empty).query
    change = f"INSERT DATA {{ _:x {LABEL} 'default' GRAPH {_graph(0)} {{ _:x {LABEL} 'named' }} }}"
    headers = {"content-type": "application/sparql-update"}
    httpx.post(f"{empty}/update", content=change.encode(), headers=headers).raise_for_status()
    push(store, empty)
    assert RemoteStore(query).dump() == store.dump()
    assert len(list(RemoteStore(query).union())) == len(set(store.union()))


def test_a_statement_that_was_changed_on_the_server_is_found_by_the_checksum(empty: str) -> None:
    store = small("Hälsa")
    query = push(store, empty).query
    change = f"""DELETE DATA {{ GRAPH {_graph(0)} {{ <urn:a> {LABEL} "Hälsa"@sv }} }} ;
                 INSERT DATA {{ GRAPH {_graph(0)} {{ <urn:a> {LABEL} "Halsa"@sv }} }}"""
    headers = {"content-type": "application/sparql-update"}
    httpx.post(f"{empty}/update", content=change.encode(), headers=headers).raise_for_status()
    assert RemoteStore(query).dump() != store.dump()
    assert push(store, empty).sent > 0
    assert RemoteStore(query).dump() == store.dump()


def test_a_graph_is_read_back_in_as_many_pieces_as_it_has(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("styrkegraf.push._PAGE", 2)
    store = small("Hälsa", "Tåg", "Mat")
    done = push(store, empty)
    assert RemoteStore(done.query).dump() == store.dump()
    assert push(store, empty).sent == 0


@pytest.mark.parametrize(
    ("instead", "told"), [((), "3 of 4 statements are there"), ((NOISE,), "its statements are other ones")]
)
def test_a_server_that_does_not_keep_what_it_took_is_told(
    empty: str, monkeypatch: pytest.MonkeyPatch, instead: tuple[Triple, ...], told: str
) -> None:
    """Of everything that is sent to it, it drops the first statement, or keeps another one in its place."""
    take = Server.add
    monkeypatch.setattr(Server, "add", lambda self, graph, sent: take(self, graph, [*instead, *list(sent)[1:]]))
    with pytest.raises(PushFailed, match=rf"the graph {_graph(0)} is not as it was sent: {told}\."):
        push(small("Hälsa", "Tåg", "Mat"), empty)


def test_what_belongs_to_others_is_left_alone(empty: str) -> None:
    nt = {"content-type": "application/n-triples"}
    statement = b"<urn:x> <urn:y> <urn:z> ."
    httpx.post(f"{empty}/store", params={"graph": "urn:others"}, content=statement, headers=nt).raise_for_status()
    assert push(small("Hälsa"), empty).foreign == ("urn:others",)
    assert len(RemoteStore(f"{empty}/query")) == 6
    update = {"content-type": "application/sparql-update"}
    httpx.post(f"{empty}/update", content=b"DROP ALL", headers=update).raise_for_status()
    httpx.post(f"{empty}/store?default", content=statement, headers=nt).raise_for_status()
    with pytest.raises(PushFailed, match="default graph holds 1 statements of something else"):
        push(small("Hälsa"), empty)
    assert RemoteStore(f"{empty}/query").query("ASK { <urn:x> <urn:y> <urn:z> }")


def test_a_push_that_was_killed_goes_on_where_it_was(empty: str, tmp_path: Path) -> None:
    store = small("Hälsa", "Tåg", graphs=40)
    (tmp_path / "styrkegraf.nq").write_bytes(store.dump())
    with passing_on(empty) as (url, traffic):
        traffic.left = 25
        killed = subprocess.Popen([sys.executable, "-c", _COMMAND, str(tmp_path), url], env=_environment())
        assert traffic.spent.wait(60), "the push never came so far"
        killed.kill()
        killed.wait()
        there = len(RemoteStore(f"{empty}/query"))
        assert 0 < there < len(store)
        traffic.left = None
        done = push(store, url)
    assert done.sent == len(store) + len(set(store.union())) - there
    assert RemoteStore(f"{empty}/query").dump() == store.dump()


_COMMAND = "import sys, styrkegraf.push as p, styrkegraf as sg; p.push(sg.load(sys.argv[1]).store, sys.argv[2])"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.mark.usefixtures("virtuoso_user")
def test_virtuoso_holds_the_union_by_name_and_is_not_read_by_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server without a default graph of its own, and with a limit to its answers that it hardly speaks of."""
    with virtuoso(tmp_path, rows=100) as url:
        store = small("Hälsa", "Tåg", graphs=2)
        for way in WAYS:
            done = push(store, url, way)
            assert RemoteStore(done.query).dump() == store.dump()
            assert len(list(RemoteStore(done.query).union())) == 4
        newer = small("Ny", "Tåg", graphs=2)
        assert push(newer, url).sent == 2
        assert RemoteStore(done.query).dump() == newer.dump()
        with pytest.raises(EndpointRubbish, match="ResultSetMaxRows"):
            push(small(*map(str, range(150))), url)
        find_server(url).add(UNION, {quad.triple for quad in small(*map(str, range(150))).quads()})
        with pytest.raises(EndpointRubbish, match="ResultSetMaxRows"):
            list(RemoteStore(done.query).union())
        monkeypatch.setenv("STYRKEGRAF_PASSWORD", "wrong")
        with pytest.raises(EndpointRefused, match="wants other credentials"):
            find_server(url).clear(_graph(0))


def test_the_commands_push_and_ask(empty: str, tmp_path: Path) -> None:
    (tmp_path / "styrkegraf.nq").write_bytes(small("Hälsa").dump())
    done = CliRunner().invoke(push_command, [empty, "--graph", str(tmp_path)], catch_exceptions=False)
    assert "all verified" in done.output
    assert f"--graph {empty}/query" in done.output
    asked = CliRunner().invoke(query, ["ASK { <urn:a> ?label ?text }", "--graph", f"{empty}/query"])
    assert asked.output.split()[-1] == "ja"
    refused = CliRunner().invoke(query, ["ASK {}", "--graph", f"{empty}/nowhere"])
    assert isinstance(refused.exception, EndpointAbsent)


@pytest.mark.parametrize(
    ("counts", "held", "says"),
    [
        ([{"count": {"type": "literal", "value": "many"}}], [], "many"),
        ([{"count": {"type": "uri", "value": "urn:a"}}], [], "<urn:a> is no count"),
        ([{}], [], "None is no count"),
        ([], [], "not enough values"),
        ([{"count": {"type": "literal", "value": "0"}}], [{"s": {"type": "literal", "value": "a"}}], "asked for"),
        (None, [], "yes or no came back, not rows"),
    ],
)
def test_a_server_whose_rows_make_no_sense(counts: list[object] | None, held: list[object], says: str) -> None:
    """It says yes to the first question, by which it is found, and gives no named graph."""

    def rows(variables: str, bindings: list[object]) -> Behaviour:
        body = {"head": {"vars": variables.split()}, "results": {"bindings": bindings}}
        return answering(200, JSON, json.dumps(body).encode())

    yes = answering(200, JSON, b'{"head":{},"boolean":true}')
    counted = yes if counts is None else rows("count", counts)
    sent = answering(204)
    answers = (yes, rows("graph count", []), counted, sent, rows("s p o", held))
    with speaking(*answers) as (url, _), pytest.raises(EndpointRubbish, match=says):
        push(small(graphs=1), url.removesuffix("/sparql"), limits=RequestLimits(pause=0.01))


def test_no_server_is_there() -> None:
    with pytest.raises(EndpointAbsent, match="no Oxigraph, Fuseki or Virtuoso answers there"):
        push(small("Hälsa"), f"http://127.0.0.1:{free_port()}", limits=RequestLimits(pause=0.01))
