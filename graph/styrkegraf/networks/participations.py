"""Participations: a large two-mode network from a list that the user has, one row for each participant of a project.

The list is a CSV file, plain or gzipped, on disk or on the web, such as the participations in Horizon 2020. It is read
row by row; what stays in memory is each name once and two small numbers a row.
"""

from __future__ import annotations

import csv
import difflib
import gzip
import http.client
import io
import zlib
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from styrkegraf.networks.errors import NetworkError

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["KINDS", "Columns", "Participations", "ParticipationsError", "read_participations"]

Progress = Callable[[int, int | None], None]
"""Told the bytes read so far, and how many there are, where that is known."""

KINDS: Final = {
    "Participant": {"sv": "Deltagare", "en": "Participant"},
    "Project": {"sv": "Projekt", "en": "Project"},
}
"""The kinds of nodes in words."""

_SEPARATORS: Final = ",;\t|"
_LONGEST_HEADER: Final = 100_000
_TIMEOUT: Final = 60.0


class ParticipationsError(NetworkError):
    """A list of participations that cannot be read; says where and what to do."""

    def __init__(self, source: str, line: int | None, problem: str) -> None:
        super().__init__(f"{source}:{line}: {problem}" if line else f"{source}: {problem}")
        self.source = source
        self.line = line


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns; the defaults are those of the Horizon 2020 participations.

    ``country`` and ``label`` (the participant's name) are taken from columns called ``country`` and ``name`` where the
    list has them; if one is named here, the list must have it.
    """

    participant: str = "pic"
    project: str = "rcn"
    country: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Participations:
    """Who takes part in what. Row i says that ``participants[who[i]]`` takes part in ``projects[what[i]]``.

    ``countries`` and ``labels`` belong to the participants; a country is empty where the list does not say, and the
    first that it says where it says several.
    """

    source: str
    participants: tuple[str, ...]
    projects: tuple[str, ...]
    countries: tuple[str, ...]
    labels: tuple[str, ...]
    who: NDArray[np.int32]
    what: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.who)

    def focus(self, country: str, *, partners: bool = False) -> Participations:
        """The participations of the organisations of one country, such as ``SE``.

        With ``partners`` also those of all others in the same projects. Raises `NetworkError` with the countries that
        are known where no participant is of this one.
        """
        import numpy as np

        wanted = country.strip().upper()
        known = {found for found in self.countries if found}
        if wanted not in known:
            raise NetworkError(_no_country(country, known))
        inside = np.array([found == wanted for found in self.countries])[self.who]
        if partners:
            inside = np.isin(self.what, self.what[inside])
        return self._only(inside)

    def _only(self, rows: NDArray[np.bool_]) -> Participations:
        import numpy as np

        actors, who = np.unique(self.who[rows], return_inverse=True)
        projects, what = np.unique(self.what[rows], return_inverse=True)
        return replace(
            self,
            participants=tuple(self.participants[at] for at in actors),
            projects=tuple(self.projects[at] for at in projects),
            countries=tuple(self.countries[at] for at in actors),
            labels=tuple(self.labels[at] for at in actors),
            who=who.astype(np.int32),
            what=what.astype(np.int32),
        )

    def to_networkx(self) -> nx.Graph:
        """The two-mode network: participants (side 0) and projects (side 1), in order of their identifiers.

        Nodes are ``participant:…`` and ``project:…`` with labels, ``kind`` and, for a participant, ``country``. A tie
        weighs as many rows as say it; it is *stated*, and its evidence is the list.
        """
        import networkx as nx
        import numpy as np

        titles = {"title_sv": "Deltagare och projekt", "title_en": "Participant and project"}
        made = nx.Graph(projection="participant-project", mode="two-mode", source=self.source, **titles)
        for at in sorted(range(len(self.participants)), key=self.participants.__getitem__):
            country = {"country": self.countries[at]} if self.countries[at] else {}
            made.add_node(
                f"participant:{self.participants[at]}", **_node(self.labels[at], "Participant"), bipartite=0, **country
            )
        for project in sorted(self.projects):
            made.add_node(f"project:{project}", **_node(project, "Project"), bipartite=1)
        pairs, times = np.unique(np.stack([self.who, self.what]), axis=1, return_counts=True)
        always = {"layer": "stated", "relation": "participation", "evidence": (self.source,), "via": ()}
        ties = (
            (f"participant:{self.participants[who]}", f"project:{self.projects[what]}", float(weight))
            for who, what, weight in zip(*pairs, times, strict=True)
        )
        made.add_weighted_edges_from(ties, **always)
        return made


def _node(label: str, kind: str) -> dict[str, str]:
    return {"label_sv": label, "label_en": label, "kind": kind}


def _no_country(country: str, known: set[str]) -> str:
    if not known:
        return "The list says no countries; name the column that does (country, in Columns or as --country-column)."
    return f"No participant is of the country “{country}”; there are {', '.join(sorted(known))}."


def read_participations(
    source: str | Path, columns: Columns | None = None, *, progress: Progress | None = None
) -> Participations:
    """Read a list of participations from a path or an http(s) address.

    The first line names the columns, which are separated by comma, semicolon, tab or bar; whether the list is gzipped
    is seen from its first bytes. Raises `ParticipationsError` where there is no such list, it cannot be read, or lacks
    a column or an identifier.
    """
    name = str(source)
    try:
        with closing(_open(name, progress)) as binary:
            return _read(name, _Rows(name, binary), columns or Columns())
    except UnicodeDecodeError as error:
        remedy = f"byte {error.object[error.start]:#04x} is not UTF-8; save the list as UTF-8."
        raise ParticipationsError(name, None, remedy) from error
    except (gzip.BadGzipFile, zlib.error, EOFError, http.client.HTTPException) as error:
        raise ParticipationsError(name, None, f"the list breaks off or is damaged ({error}); fetch it anew.") from error
    except OSError as error:
        inner = getattr(error, "reason", None)  # urlopen wraps what went wrong on the way
        cause = inner if isinstance(inner, OSError) else error
        why = cause.strerror or str(cause)
        raise ParticipationsError(name, None, f"cannot be read ({why}); check the path or address.") from error


class _Counted(io.RawIOBase):
    """A stream that tells how much of it has been read."""

    def __init__(self, stream: IO[bytes], size: int | None, progress: Progress | None) -> None:
        self._stream, self._size, self._progress = stream, size, progress
        self._done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._done += len(data)
        if self._progress is not None:
            self._progress(self._done, self._size)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _open(name: str, progress: Progress | None) -> io.BufferedReader:
    if name.lower().startswith(("http://", "https://")):
        from urllib.request import Request, urlopen

        request = Request(name, headers={"User-Agent": "styrkegraf"})  # noqa: S310 (http or https, see above)
        response = urlopen(request, timeout=_TIMEOUT)  # noqa: S310
        length = response.headers.get("Content-Length", "")
        return io.BufferedReader(_Counted(response, int(length) if length.isdigit() else None, progress), 1 << 16)
    path = Path(name)
    return io.BufferedReader(_Counted(path.open("rb"), path.stat().st_size, progress), 1 << 16)


class _Rows:
    """The rows of the list, with the line that each stands on."""

    def __init__(self, name: str, binary: io.BufferedReader) -> None:
        self._name = name
        zipped = binary.peek(2)[:2] == b"\x1f\x8b"
        plain: Any = gzip.GzipFile(fileobj=binary) if zipped else binary
        text = io.TextIOWrapper(plain, encoding="utf-8-sig", newline="")
        first = text.readline(_LONGEST_HEADER)
        separator = max(_SEPARATORS, key=first.count)
        self._reader = csv.reader(chain([first], text), delimiter=separator)
        self.header = [column.strip() for column in next(iter(self), [])]

    @property
    def line(self) -> int:
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        try:
            yield from self._reader
        except csv.Error as error:
            raise ParticipationsError(self._name, self.line, f"this line is no CSV ({error}); mend it.") from error


def _read(name: str, rows: _Rows, columns: Columns) -> Participations:
    import numpy as np

    actor_at, project_at, country_at, label_at = _places(name, rows.header, columns)
    actors: dict[str, int] = {}
    projects: dict[str, int] = {}
    countries: list[str] = []
    labels: list[str] = []
    who, what = array("i"), array("i")
    last = max(at for at in (actor_at, project_at, country_at, label_at) if at is not None)
    for row in rows:
        if not row:
            continue
        actor, project = _identifiers(name, rows, row, last, (actor_at, project_at))
        number = actors.setdefault(actor, len(actors))
        if number == len(countries):
            countries.append("")
            labels.append("" if label_at is None else row[label_at].strip())
        if country_at is not None and not countries[number]:
            countries[number] = row[country_at].strip().upper()
        who.append(number)
        what.append(projects.setdefault(project, len(projects)))
    named = tuple(label or actor for actor, label in zip(actors, labels, strict=True))
    arrays = (np.array(found, dtype=np.int32) for found in (who, what))
    return Participations(name, tuple(actors), tuple(projects), tuple(countries), named, *arrays)


def _places(name: str, header: list[str], columns: Columns) -> tuple[int, int, int | None, int | None]:
    if not header:
        raise ParticipationsError(name, None, "the list is empty; its first line must name the columns.")

    def place(column: str, option: str) -> int:
        if column in header:
            return header.index(column)
        near = difflib.get_close_matches(column, header, n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        problem = f"there is no column “{column}”, only {', '.join(header)}.{hint} Name it with --{option}-column."
        raise ParticipationsError(name, 1, problem)

    def optional(column: str | None, usual: str, option: str) -> int | None:
        if column is not None:
            return place(column, option)
        return header.index(usual) if usual in header else None

    return (
        place(columns.participant, "participant"),
        place(columns.project, "project"),
        optional(columns.country, "country", "country"),
        optional(columns.label, "name", "name"),
    )


def _identifiers(name: str, rows: _Rows, row: list[str], last: int, places: tuple[int, int]) -> tuple[str, str]:
    if len(row) <= last:
        raise ParticipationsError(name, rows.line, f"this row has {len(row)} columns of {len(rows.header)}; mend it.")
    actor, project = (row[at].strip() for at in places)
    if not actor or not project:
        what = rows.header[places[0] if not actor else places[1]]
        raise ParticipationsError(name, rows.line, f"this row has no “{what}”; fill it in or take the row out.")
    return actor, project
