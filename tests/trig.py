"""The beginning of facts that tests write down."""

from __future__ import annotations

from styrkegraf.namespaces import PREFIXES, SOURCE

__all__ = ["PREFIXED"]

PREFIXED = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, "p": f"{SOURCE}prov#"}.items())
"""The prefixes of the project, and ``p:`` for the passages of the document ``prov``."""
