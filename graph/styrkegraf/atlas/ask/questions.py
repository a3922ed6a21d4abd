"""The queries as the page carries them: texts in both languages, the query, and a form for its parameters.

The list on the page is the question library; the queries behind tables and figures are opened by links to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from styrkegraf.atlas.ask.choices import choices, short
from styrkegraf.atlas.frame import Frame
from styrkegraf.atlas.queries import query_documents
from styrkegraf.atlas.wording import LANGUAGES, word, words
from styrkegraf.documents import Parameter, QueryDocument, without_head
from styrkegraf.labels import Language, alphabetical
from styrkegraf.namespaces import PREFIXES, SG, expand
from styrkegraf.questions import example, library

__all__ = ["SUBJECTS", "by_subject", "questions_data"]

SUBJECTS: Final[Mapping[str, frozenset[str]]] = {
    "places": frozenset({"County", "MacroRegion", "Place"}),
    "areas": frozenset({"StrengthArea", "JointArea", "Theme"}),
    "actors": frozenset({"Actor", "CollectiveActor", "University", "Person"}),
    "strategies": frozenset({"Strategy", "Goal", "ActionArea", "Challenge", "Status"}),
    "processes": frozenset({"Process", "Phase", "Model", "Level"}),
    "documents": frozenset({"SourceDocument"}),
}
"""What a question is about, by the kind of its first parameter; one without a parameter is about the whole."""

_VALUES: Final = frozenset({"number", "text", "thing"})


def by_subject(lang: Language) -> list[tuple[str, list[QueryDocument]]]:
    """The questions under what they are about, each list in the order of the titles."""
    found: dict[str, list[QueryDocument]] = {subject: [] for subject in (*SUBJECTS, "whole")}
    for document in sorted(library().values(), key=lambda d: alphabetical(d.text("title", lang), lang)):
        found[_subject(document)].append(document)
    return [(subject, documents) for subject, documents in found.items() if documents]


def _subject(document: QueryDocument) -> str:
    kind = document.parameters[0].kind if document.parameters else ""
    return next((subject for subject, kinds in SUBJECTS.items() if kind in kinds), "whole")


def questions_data(frame: Frame) -> dict[str, Any]:
    """Everything that choosing, filling in and binding a question needs before any engine runs."""
    documents = query_documents().values()
    kinds = {parameter.kind for document in documents for parameter in document.parameters} - _VALUES
    return {
        "questions": {document.name: _question(frame, document) for document in documents},
        "choices": choices(frame, kinds),
        "prefixes": PREFIXES,
    }


def _question(frame: Frame, document: QueryDocument) -> dict[str, Any]:
    found: dict[str, Any] = {
        key: {lang: document.text(key, lang) for lang in LANGUAGES} for key in ("title", "question", "read")
    }
    found["sparql"] = without_head(document.sparql)
    found["parameters"] = [_parameter(frame, parameter) for parameter in document.parameters]
    return found


def _parameter(frame: Frame, parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "kind": parameter.kind,
        "label": {lang: _label(frame, parameter, lang) for lang in LANGUAGES},
        "value": _default(parameter, frame),
    }


def _label(frame: Frame, parameter: Parameter, lang: Language) -> str:
    key = f"ask-parameter-{parameter.name}"
    if parameter.kind in _VALUES or key in words(lang):
        return word(lang, key)
    return frame.names.of(SG + parameter.kind, lang).text


def _default(parameter: Parameter, frame: Frame) -> str:
    """The default as the form writes it: plain text, or the short forms of things with a space between."""
    if parameter.kind == "text":
        return parameter.default.strip("\"'")
    if parameter.kind == "number":
        return parameter.default
    default = example(parameter, frame.graph.labels) or parameter.default
    return " ".join(short(expand(one) or one) for one in default.split())
