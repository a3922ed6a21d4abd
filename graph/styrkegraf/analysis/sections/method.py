"""How the report was made, and what it cannot bear."""

from __future__ import annotations

from styrkegraf.analysis.material import Material
from styrkegraf.analysis.model import Section
from styrkegraf.shipped import is_shipped

__all__ = ["method"]


def method(material: Material) -> Section:
    """The section."""
    say = material.say
    differ = ""
    if is_shipped(material.graph.store):
        differ = say(
            "Källorna är från olika år och olika ordrika. ",
            "The sources are of different years and of different length. ",
        )
    paragraphs = (
        say(
            "Fyra lager hålls isär: sagt i en källa, vår läsning, slutledning och regel. Under varje figur står hur "
            "många band som är av vilket slag och vilka dokument de vilar på; i tabellernas filer står textstället "
            "för varje rad där det finns ett.",
            "Four layers are kept apart: stated in a source, our own reading, inferred, and given by a rule. Under "
            "every figure stands how many ties are of which layer and which documents they rest on; the files of the "
            "tables give the passage for each row that has one.",
        ),
        say(
            "Osäkerheten har tre källor. Slumpen: ett värde jämförs med slumpade nätverk (z över 2 eller under −2 är "
            "mer än slumpen ger). Tunt underlag: banden dras om med återläggning (95-procentsintervall). Vår egen "
            "läsning: värdet med bara de säkra kopplingarna och med alla (spann). Där intervall överlappar är "
            "ordningen öppen; ”möjliga platser” räknar bara dem som säkert är före eller efter.",
            "Doubt has three sources. Chance: a value is compared with random networks (z above 2 or below −2 is "
            "more than chance gives). Thin evidence: ties are drawn anew with replacement (95 per cent intervals). "
            "Our own reading: the value with only the sure ties and with all of them (ranges). Where intervals "
            "overlap the order is open; “possible places” counts only those surely ahead or behind.",
        ),
        say(
            "Många jämförelser görs. Av hundra prövas fem som tydliga av en slump; en enstaka hög siffra är en fråga "
            "att ställa, inget svar.",
            "Many comparisons are made. Of a hundred, five look clear by chance; a single high number is a question "
            "to ask, not an answer.",
        ),
        say(
            f"{differ}Att något saknas betyder att ingen av källorna säger det. "
            "Slumptalen utgår från fasta frön, så samma graf ger samma rapport.",
            f"{differ}That something is missing means that no source says it. "
            "Random numbers start from fixed seeds, so that the same graph gives the same report.",
        ),
    )
    return Section("method", say("Metod och gränser", "Method and limits"), paragraphs)
