"""How to cite: the same facts as CITATION.cff and as schema.org, which search engines for data read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from styrkegraf.labels import Language
from styrkegraf.publish.catalogue import dataset_iri
from styrkegraf.publish.datasets import DATASETS, About
from styrkegraf.publish.dumps import Dump
from styrkegraf.publish.edition import LICENCE, Edition
from styrkegraf.publish.publisher import Publisher

__all__ = ["CITATION", "citation", "dataset_jsonld"]

CITATION: Final = "CITATION.cff"
"""The address of the citation below the base."""


def citation(edition: Edition, publisher: Publisher, facts: About) -> bytes:
    """The citation in the Citation File Format 1.2; texts are quoted as JSON, which YAML reads alike.

    The format wants a licence by its name in a list of SPDX, and by its address where that is not known.
    """
    ours = DATASETS["graph"]
    name = "Styrkegraf" if facts.title == ours.title else "this dataset"
    licence = "license: CC0-1.0" if facts.licence == LICENCE else f"license-url: {_quoted(facts.licence or '')}"
    lines = [
        "cff-version: 1.2.0",
        f"message: If you use {name}, please cite it as below.",
        f"title: {_quoted(facts.title[1])}",
        "type: dataset",
        "authors:",
        f"  - name: {_quoted(publisher.en)}",
        *([f"version: {_quoted(facts.version)}"] if facts.version else []),
        *([f"date-released: {facts.issued}"] if facts.issued else []),
        *([licence] if facts.licence else []),
        f"url: {_quoted(edition.base)}",
        f"abstract: {_quoted(facts.description[1])}",
        f"keywords: {json.dumps([en for _, en in ours.keywords])}",
    ]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def dataset_jsonld(
    edition: Edition, publisher: Publisher, facts: About, dumps: Sequence[Dump], lang: Language = "sv"
) -> dict[str, Any]:
    """The graph as a ``schema:Dataset``, for a data block in a page.

    `styrkegraf.publish.downloads.data_block` writes it so that it may stand in HTML.
    """
    index = lang == "en"
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": dataset_iri(edition),
        "name": facts.title[index],
        "description": facts.description[index],
        "url": edition.base,
        "keywords": [pair[index] for pair in DATASETS["graph"].keywords],
        "license": facts.licence,
        "isAccessibleForFree": True,
        "inLanguage": ["sv", "en"],
        "spatialCoverage": facts.country.name[index] if facts.country else None,
        "creator": {"@type": "Organization", "name": publisher.en if index else publisher.sv},
        "distribution": [_download(edition, dump, lang) for dump in dumps if dump.group == "graph"],
        "version": facts.version,
        "datePublished": facts.issued,
        "dateModified": facts.modified,
    }
    return {key: value for key, value in found.items() if value is not None}


def _download(edition: Edition, dump: Dump, lang: Language) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": dump.en if lang == "en" else dump.sv,
        "encodingFormat": dump.medium.media_type,
        "contentUrl": f"{edition.base}downloads/{dump.name}",
    }
