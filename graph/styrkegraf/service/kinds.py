"""Kinds of problems: the HTTP status that goes with each, what it is called, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from styrkegraf.labels import Language

__all__ = ["KINDS", "Kind", "Words"]


class Words(NamedTuple):
    """What a kind of problem is called in one language, and its remedy."""

    title: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its HTTP status, and its words for programs (in English) and for people."""

    status: int
    english: Words
    swedish: Words

    def words(self, lang: Language) -> Words:
        """The words in a language."""
        return self.swedish if lang == "sv" else self.english


KINDS: Final[Mapping[str, Kind]] = {
    "bad-request": Kind(
        400,
        Words("The request cannot be understood", "Mend the request as the detail says."),
        Words("Begäran går inte att förstå", "Rätta den så som detaljen säger."),
    ),
    "bad-query": Kind(
        400,
        Words("The query is not valid SPARQL 1.1", "Mend the query as the detail says."),
        Words("Frågan är inte giltig SPARQL 1.1", "Rätta frågan så som detaljen säger."),
    ),
    "read-only": Kind(
        403,
        Words(
            "The graph is read-only", "Change the facts and run “styrkegraf build”; the service loads what it wrote."
        ),
        Words("Grafen går bara att läsa", "Ändra fakta och kör ”styrkegraf build”; tjänsten läser in det som skrevs."),
    ),
    "refused": Kind(
        403,
        Words("The query is not answered here", "Leave out what the detail names."),
        Words("Frågan besvaras inte här", "Ta bort det som detaljen nämner."),
    ),
    "not-found": Kind(
        404,
        Words("There is nothing at this address", "Check the spelling, or begin at the start page."),
        Words("Det finns inget på den här adressen", "Kontrollera stavningen, eller börja på startsidan."),
    ),
    "method-not-allowed": Kind(
        405,
        Words("This method is not for this address", "Use one that the Allow header names."),
        Words("Metoden passar inte den här adressen", "Använd en som huvudet Allow nämner."),
    ),
    "not-acceptable": Kind(
        406,
        Words("None of the formats asked for is there", "Ask for a format that the detail names."),
        Words("Inget av de önskade formaten finns", "Be om ett format som detaljen nämner."),
    ),
    "too-slow": Kind(
        408,
        Words("The request took too long to arrive", "Send it again, whole and without pauses."),
        Words("Begäran kom fram för långsamt", "Skicka den igen, hel och utan uppehåll."),
    ),
    "too-large": Kind(
        413,
        Words("Too large", "Ask for less: add conditions, or LIMIT and OFFSET; or take the dump."),
        Words(
            "För stort",
            "Fråga efter mindre: lägg till villkor, eller LIMIT och OFFSET; eller hämta hela grafen som fil.",
        ),
    ),
    "too-long": Kind(
        413,
        Words("The query is too long", "Send a shorter query."),
        Words("Frågan är för lång", "Skicka en kortare fråga."),
    ),
    "long-address": Kind(
        414,
        Words("The address is too long", "Send the query in the body of a POST."),
        Words("Adressen är för lång", "Skicka frågan som innehåll i en POST."),
    ),
    "long-headers": Kind(
        431,
        Words("The headers are too large", "Send fewer and shorter headers; no cookie is needed here."),
        Words("Huvudena är för stora", "Skicka färre och kortare huvuden; kakor behövs inte här."),
    ),
    "wrong-type": Kind(
        415,
        Words(
            "The body is of a type that is not read here",
            "Send application/sparql-query, or a form as application/x-www-form-urlencoded.",
        ),
        Words(
            "Innehållet är av en typ som inte läses här",
            "Skicka application/sparql-query, eller ett formulär som application/x-www-form-urlencoded.",
        ),
    ),
    "packed": Kind(
        415,
        Words("The body is packed", "Send it as it is, without Content-Encoding."),
        Words("Innehållet är packat", "Skicka det som det är, utan Content-Encoding."),
    ),
    "failed": Kind(
        500,
        Words("The service failed", "Try again; if it stays so, tell those who run this service."),
        Words("Tjänsten misslyckades", "Försök igen; om det inte hjälper, säg till dem som sköter tjänsten."),
    ),
    "transfer-coding": Kind(
        501,
        Words("The transfer coding is not known", "Send the body chunked, or with its length."),
        Words("Överföringskodningen är okänd", "Skicka innehållet i delar (chunked) eller med sin längd."),
    ),
    "endpoint": Kind(
        502,
        Words("An endpoint behind this service gave no answer", "Try again later."),
        Words("En tjänst bakom den här svarade inte", "Försök igen senare."),
    ),
    "busy": Kind(
        503,
        Words("Too much to do at the moment", "Come back after the time in the Retry-After header."),
        Words("För mycket att göra just nu", "Kom tillbaka efter tiden i huvudet Retry-After."),
    ),
    "starting": Kind(
        503,
        Words("The pages are being written", "Come back in a moment; everything else answers already."),
        Words("Sidorna håller på att skrivas", "Kom tillbaka om en stund; allt annat svarar redan."),
    ),
    "timed-out": Kind(
        504,
        Words("The query took longer than it may", "Add conditions, or LIMIT; bind more before paths and filters."),
        Words("Frågan tog längre tid än den får", "Lägg till villkor, eller LIMIT; bind mer före vägar och filter."),
    ),
    "memory": Kind(
        507,
        Words("The query needed more memory than it may", "Sort, group and concatenate less at once."),
        Words("Frågan behövde mer minne än den får", "Sortera, gruppera och sammanfoga mindre åt gången."),
    ),
}
"""Every kind of problem, by the name that its address ends with."""
