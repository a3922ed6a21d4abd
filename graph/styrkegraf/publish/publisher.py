"""The publisher of an edition: who answers for it, where portals can reach them, and what they say of their graph.

By default the shipped graph says who publishes it, and of any other nobody knows. A region that publishes its own
edition gives a small TOML file::

    name = { sv = "Region Västmanland", en = "Region Västmanland" }
    type = "RegionalAuthority"
    iri = "http://dataportal.se/organisation/SE2321000172"
    identifier = "232100-0172"
    homepage = "https://regionvastmanland.se/"

    [contact]
    name = "Öppna data"
    email = "data@example.org"

    [dataset]
    title = { sv = "Västmanlands styrkor", en = "The strengths of Västmanland" }
    description = { sv = "Länets styrkeområden.", en = "The strength areas of the county." }
    licence = "http://creativecommons.org/licenses/by/4.0/"
    issued = 2026-12-01
    modified = 2026-12-24
    version = "1.0"

Name and type are needed, all else may be left out. What ``dataset`` leaves out is not said: no licence, no date, no
version, and as title and description words that hold of every graph. Without ``dataset`` this is so of a graph of
one's own, while the shipped graph keeps what we say of it. The ontology stays ours in every catalogue, and the
catalogue itself is CC0, as the Swedish profile demands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal

from styrkegraf.errors import StyrkegrafError
from styrkegraf.namespaces import ONTOLOGY, PREFIXES
from styrkegraf.publish.datasets import About
from styrkegraf.shipped import is_shipped
from styrkegraf.store import Store

__all__ = ["TYPES", "Contact", "Publisher", "PublisherError", "own_publisher", "read_publisher"]

TYPES: Final = (
    "Academia-ScientificOrganisation",
    "Company",
    "IndustryConsortium",
    "LocalAuthority",
    "NationalAuthority",
    "NonGovernmentalOrganisation",
    "NonProfitOrganisation",
    "RegionalAuthority",
    "StandardisationBody",
    "SupraNationalAuthority",
)
"""The types of publisher that the ADMS vocabulary has, but for private persons."""

_KEYS: Final = {"name", "type", "iri", "identifier", "homepage", "contact", "dataset"}
_DATASET_KEYS: Final = {"title", "description", "licence", "issued", "modified", "version"}
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_LICENCE: Final = re.compile(r"https?://[\w.~:/?#@&+,;=-]+", re.ASCII)
"""Without signs that mean something in the configuration of a web server."""
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


class PublisherError(StyrkegrafError):
    """The file of a publisher cannot be read or says something that a catalogue cannot hold."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where to write: a name and an e-mail address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: name in Swedish and English, type, what is known besides, and what they say of the graph."""

    sv: str
    en: str
    type: str | None = "NonProfitOrganisation"
    iri: str | None = None
    identifier: str | None = None
    homepage: str | None = None
    contact: Contact | None = None
    dataset: About | None = None


def own_publisher(store: Store) -> Publisher:
    """The publisher where none is given: of the shipped graph the one that its ontology names, of another nobody.

    Nothing more is said of it, and no contact is known.
    """
    if not is_shipped(store):
        return Publisher("Okänd utgivare", "Unknown publisher", type=None)
    found = store.match(ONTOLOGY, None, None)
    names = sorted(q.object.value for q in found if _publishes(q.predicate.value) and isinstance(q.object, Literal))
    name = names[0] if names else "Styrkegraf"
    return Publisher(name, name)


def _publishes(predicate: str) -> bool:
    return predicate == PREFIXES["dcterms"] + "publisher"


def read_publisher(path: Path) -> Publisher:
    """Read the file of a publisher; raises `PublisherError` with the key that is wrong."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PublisherError(f"{path} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PublisherError(f"{path} is no TOML in UTF-8: {error}") from error
    _check_keys(path, found, _KEYS)
    names = found.get("name")
    if isinstance(names, str):
        names = {"sv": names}
    if not isinstance(names, dict) or not names.get("sv"):
        raise PublisherError(f'{path}: “name” is missing; write name = {{ sv = "…", en = "…" }}.')
    sv = _text(path, names, "sv") or ""
    return Publisher(
        sv=sv,
        en=_text(path, names, "en") or sv,
        type=_type(path, found),
        iri=_address(path, found, "iri"),
        identifier=_text(path, found, "identifier"),
        homepage=_address(path, found, "homepage"),
        contact=_contact(path, found),
        dataset=_dataset(path, found),
    )


def _check_keys(path: Path, found: Mapping[str, Any], keys: set[str]) -> None:
    unknown = sorted(set(found) - keys)
    if unknown:
        raise PublisherError(f"{path}: the key “{unknown[0]}” is not known; the keys are {', '.join(sorted(keys))}.")


def _text(path: Path, found: Mapping[str, Any], key: str) -> str | None:
    value = found.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise PublisherError(f"{path}: “{key}” must be a text of one line, in quotation marks.")
    return value.strip()


def _type(path: Path, found: Mapping[str, Any]) -> str:
    value = _text(path, found, "type")
    if value not in TYPES:
        given = f"“{value}” is no type of publisher" if value else "“type” is missing"
        raise PublisherError(f"{path}: {given}; use one of {', '.join(TYPES)}.")
    return value


def _address(path: Path, found: Mapping[str, Any], key: str, form: re.Pattern[str] = _ADDRESS) -> str | None:
    value = _text(path, found, key)
    if value is not None and not form.fullmatch(value):
        raise PublisherError(
            f"{path}: “{key}” is no web address: {value}; write one that begins with https:// or http://."
        )
    return value


def _contact(path: Path, found: Mapping[str, Any]) -> Contact | None:
    given = found.get("contact")
    if given is None:
        return None
    if not isinstance(given, dict) or set(given) != {"name", "email"}:
        raise PublisherError(f"{path}: “contact” holds name and email, and nothing else.")
    name, email = _text(path, given, "name") or "", _text(path, given, "email") or ""
    if not _EMAIL.fullmatch(email):
        raise PublisherError(f"{path}: “email” is no e-mail address: {email}")
    return Contact(name, email)


def _dataset(path: Path, found: Mapping[str, Any]) -> About | None:
    given = found.get("dataset")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise PublisherError(f"{path}: “dataset” is a table; write [dataset], and its keys below.")
    _check_keys(path, given, _DATASET_KEYS)
    said: dict[str, Any] = {
        "title": _words(path, given, "title"),
        "description": _words(path, given, "description"),
        "licence": _address(path, given, "licence", _LICENCE),
        "issued": _day(path, given, "issued"),
        "modified": _day(path, given, "modified"),
        "version": _text(path, given, "version"),
    }
    return About(**{key: value for key, value in said.items() if value is not None})


def _words(path: Path, found: Mapping[str, Any], key: str) -> tuple[str, str] | None:
    given = found.get(key)
    if given is None:
        return None
    if not isinstance(given, dict) or set(given) != {"sv", "en"}:
        raise PublisherError(
            f"{path}: “{key}” is wanted in Swedish and English, and no other language; "
            f'write {key} = {{ sv = "…", en = "…" }}.'
        )
    named = {f"{key}.{lang}": words for lang, words in given.items()}
    return _text(path, named, f"{key}.sv") or "", _text(path, named, f"{key}.en") or ""


def _day(path: Path, found: Mapping[str, Any], key: str) -> str | None:
    given = found.get(key)
    if given is None:
        return None
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise PublisherError(f"{path}: “{key}” is no date; write it as {key} = 2026-12-24.") from None
