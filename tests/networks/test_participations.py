"""Lists of participations: read as they come, refused with a remedy, and turned into networks."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from stores.servers import free_port
from styrkegraf.networks.errors import NetworkError
from styrkegraf.networks.onemode import one_mode
from styrkegraf.networks.participations import Columns, ParticipationsError, read_participations
from styrkegraf.networks.sides import side

LIST = """rcn,pic,country,role
p2,mdu,SE,coordinator
p1,mdu,SE,participant
p1,rise,se,coordinator
p1,vtt,FI,participant
p2,rise,SE,participant
p3,vtt,FI,coordinator
p3,vtt,FI,participant
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "list.csv"
    made.write_text(LIST, encoding="utf-8")
    return made


def test_every_row_is_a_participation_and_every_name_is_kept_once(path: Path) -> None:
    found = read_participations(path)
    assert len(found) == 7
    assert sorted(found.participants) == ["mdu", "rise", "vtt"]
    assert sorted(found.projects) == ["p1", "p2", "p3"]
    assert dict(zip(found.participants, found.countries, strict=True)) == {"mdu": "SE", "rise": "SE", "vtt": "FI"}


def test_the_network_has_two_sides_and_names_its_source(path: Path) -> None:
    made = read_participations(path).to_networkx()
    assert list(made) == [
        "participant:mdu",
        "participant:rise",
        "participant:vtt",
        "project:p1",
        "project:p2",
        "project:p3",
    ]
    assert made.nodes["participant:rise"]["country"] == "SE"
    assert {made.nodes[node]["bipartite"] for node in made if node.startswith("project:")} == {1}
    # vtt stands twice in p3: one tie of weight 2
    assert made.edges["participant:vtt", "project:p3"]["weight"] == 2
    assert made.number_of_edges() == 6
    assert {tie["evidence"] for *_, tie in made.edges(data=True)} == {(str(path),)}
    assert {tie["layer"] for *_, tie in made.edges(data=True)} == {"stated"}
    assert (side(made, "participants"), side(made, "project")) == (0, 1)


def test_projection_of_the_list_by_hand(path: Path) -> None:
    made = one_mode(read_participations(path).to_networkx(), 0)
    # p1 has three participants, 1/2 each; p2 has two, 1; p3 one, nothing
    weights = {frozenset(pair): made.edges[pair]["weight"] for pair in made.edges}
    assert weights == {
        frozenset(("participant:mdu", "participant:rise")): 1.5,
        frozenset(("participant:mdu", "participant:vtt")): 0.5,
        frozenset(("participant:rise", "participant:vtt")): 0.5,
    }


def test_one_country_with_and_without_its_partners(path: Path) -> None:
    found = read_participations(path)
    own = found.focus("se")
    assert (sorted(own.participants), sorted(own.projects), len(own)) == (["mdu", "rise"], ["p1", "p2"], 4)
    both = found.focus("SE", partners=True)
    assert (sorted(both.participants), sorted(both.projects), len(both)) == (["mdu", "rise", "vtt"], ["p1", "p2"], 5)
    assert set(own.to_networkx().edges) < set(both.to_networkx().edges)
    with pytest.raises(NetworkError, match=r"“XX”; there are FI, SE\."):
        found.focus("XX")


def test_a_list_without_countries_has_no_focus(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("rcn,pic\np1,mdu\n", encoding="utf-8")
    with pytest.raises(NetworkError, match="--country-column"):
        read_participations(path).focus("SE")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("zipped", [False, True])
def test_separator_compression_and_columns(tmp_path: Path, separator: str, zipped: bool) -> None:
    text = separator.join(["projectID", "organisationID", "name"]) + "\r\n"
    text += separator.join(["101", "9", '"Mälardalens universitet"']) + "\r\n\r\n"
    data = text.encode("utf-8-sig")
    path = tmp_path / "organization.csv"
    path.write_bytes(gzip.compress(data) if zipped else data)
    found = read_participations(path, Columns(participant="organisationID", project="projectID"))
    assert found.labels == ("Mälardalens universitet",)
    assert found.to_networkx().nodes["participant:9"]["label_sv"] == "Mälardalens universitet"


def test_progress_ends_at_the_size_of_the_file(path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    read_participations(path, progress=lambda done, whole: seen.append((done, whole)))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


def test_the_order_of_the_rows_does_not_matter(path: Path, tmp_path: Path) -> None:
    head, *rows = LIST.splitlines()
    turned = tmp_path / "turned" / "list.csv"
    turned.parent.mkdir()
    turned.write_text("\n".join([head, *reversed(rows)]), encoding="utf-8")
    one, other = read_participations(path).to_networkx(), read_participations(turned).to_networkx()
    assert list(one) == list(other)
    assert {frozenset(tie[:2]): tie[2] for tie in one.edges(data="weight")} == {
        frozenset(tie[:2]): tie[2] for tie in other.edges(data="weight")
    }


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", r"the list is empty"),
        (b"rcn,PIC\np1,mdu\n", r"list\.csv:1: there is no column “pic”, only rcn, PIC.*--participant-column"),
        (b"project,pic\np1,mdu\n", r"no column “rcn”.*--project-column"),
        (b"rcn,pic\np1,mdu\np2\n", r"list\.csv:3: this row has 1 columns of 2"),
        (b"rcn,pic\np1,mdu\np2, \n", r"list\.csv:3: this row has no “pic”"),
        (b"rcn,pic\np1,m\xe4lardalen\n", r"0xe4 is not UTF-8"),
        (gzip.compress(LIST.encode(), mtime=0)[:-12], r"breaks off or is damaged"),
        (b"\x1f\x8b\x00\x00", r"breaks off or is damaged"),
        (b'rcn,pic\np1,"' + b"x" * 200_000 + b'"\n', r"list\.csv:2: this line is no CSV"),
    ],
)
def test_a_list_that_cannot_be_read_says_where_and_what_to_do(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    with pytest.raises(ParticipationsError, match=says):
        read_participations(path)


def test_a_column_named_by_hand_must_be_there(path: Path) -> None:
    with pytest.raises(ParticipationsError, match=r"no column “land”.*--country-column"):
        read_participations(path, Columns(country="land"))
    with pytest.raises(ParticipationsError, match="Did you mean “country”"):
        read_participations(path, Columns(country="countries"))


def test_no_such_list(tmp_path: Path) -> None:
    with pytest.raises(ParticipationsError, match="check the path or address"):
        read_participations(tmp_path / "nowhere.csv")
    with pytest.raises(ParticipationsError, match="check the path or address"):
        read_participations(tmp_path)


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/list.csv.gz":
            self.send_error(404)
            return
        body = gzip.compress(LIST.encode())
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        """Silent."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_list_on_the_web(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    found = read_participations(f"{address}/list.csv.gz")
    assert (len(found), found.source) == (7, f"{address}/list.csv.gz")
    with pytest.raises(ParticipationsError, match=r"\(HTTP Error 404: Not Found\); check the path or address"):
        read_participations(f"{address}/nowhere.csv")


def test_a_server_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(ParticipationsError, match=r"cannot be read \(Connection refused\); check the path or address"):
        read_participations(f"http://127.0.0.1:{free_port()}/list.csv")
