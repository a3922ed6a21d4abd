"""The publisher of an edition: who answers for it, and where portals can reach them.

By default this is what the graph says of itself. A region that publishes its own edition gives a small TOML file::

    name = { sv = "Region Västmanland", en = "Region Västmanland" }
    type = "RegionalAuthority"
    iri = "http://dataportal.se/organisation/SE2321000172"
    identifier = "232100-0172"
    homepage = "https://regionvastmanland.se/"

    [contact]
    name = "Öppna data"
    email = "data@example.org"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal

from styrkegraf.errors import StyrkegrafError
from styrkegraf.namespaces import ONTOLOGY, PREFIXES
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

_KEYS: Final = {"name", "type", "iri", "identifier", "homepage", "contact"}
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
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
    """Who publishes: name in Swedish and English, type, and what is known besides."""

    sv: str
    en: str
    type: str = "NonProfitOrganisation"
    iri: str | None = None
    identifier: str | None = None
    homepage: str | None = None
    contact: Contact | None = None


def own_publisher(store: Store) -> Publisher:
    """The publisher that the ontology in the graph names; nothing more is said of it, and no contact is known."""
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
    unknown = sorted(set(found) - _KEYS)
    if unknown:
        raise PublisherError(f"{path}: the key “{unknown[0]}” is not known; the keys are {', '.join(sorted(_KEYS))}.")
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
    )


def _text(path: Path, found: Mapping[str, Any], key: str) -> str | None:
    value = found.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise PublisherError(f"{path}: “{key}” must be a text of one line.")
    return value.strip()


def _type(path: Path, found: Mapping[str, Any]) -> str:
    value = _text(path, found, "type")
    if value not in TYPES:
        given = f"“{value}” is no type of publisher" if value else "“type” is missing"
        raise PublisherError(f"{path}: {given}; use one of {', '.join(TYPES)}.")
    return value


def _address(path: Path, found: Mapping[str, Any], key: str) -> str | None:
    value = _text(path, found, key)
    if value is not None and not _ADDRESS.fullmatch(value):
        raise PublisherError(f"{path}: “{key}” is no web address: {value}")
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
