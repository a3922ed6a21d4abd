"""Match: from a need at a place to the node that catches it, what is on offer, who may help, and where it goes next.

Sörmland's strategy describes such a way: local nodes catch needs, the county's process takes them up, offers come down
from higher levels, and needs are passed on upwards. `match` follows that way for any place; where the graph knows no
node, process or offer, the step is empty, and `Match.served` says which places have nodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from styrkegraf.advice.naming import share_a_word
from styrkegraf.advice.request import SPATIAL, MatchError, Request, read_request
from styrkegraf.advice.ties import Tie, Ties
from styrkegraf.namespaces import PREFIXES, rdf, sg
from styrkegraf.origins import Origin

if TYPE_CHECKING:
    from styrkegraf.graph import Graph

__all__ = ["Finding", "Match", "MatchError", "Role", "Stage", "Step", "match"]

Stage = Literal["caught", "node", "process", "offers", "actors", "levels"]
Role = Literal[
    "catching",
    "caught-at",
    "node",
    "node-nearby",
    "process",
    "inflow",
    "party",
    "member",
    "outcome",
    "offer-fitting",
    "offer",
    "offer-node",
    "offer-outside",
    "offerer",
    "promoter",
    "actor",
    "collective",
    "level",
    "at-level",
]

_OFFERED_BY: Final = NamedNode(PREFIXES["schema"] + "offeredBy")
_ON_THE_WAY: Final[tuple[Role, ...]] = (
    "node",
    "node-nearby",
    "party",
    "offerer",
    "promoter",
    "actor",
    "collective",
)
"""Roles of actors; who of them works at a level is told there."""
_OFFERS: Final[tuple[Role, ...]] = ("offer-fitting", "offer", "offer-node", "offer-outside")


@dataclass(frozen=True, slots=True)
class Finding:
    """A thing on the way, what it is there (`role`), and the statements that put it there."""

    thing: str
    role: Role
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the way with its findings; without any, the graph knows nothing of this stage."""

    stage: Stage
    findings: tuple[Finding, ...]

    def of(self, *roles: Role) -> tuple[Finding, ...]:
        """The findings in these roles."""
        return tuple(finding for finding in self.findings if finding.role in roles)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where its statements come from, each origin once, in order of first use."""
        return tuple(dict.fromkeys(origin for one in self.findings for tie in one.ties for origin in tie.origins))


@dataclass(frozen=True, slots=True)
class Match:
    """The way of a need at a place, as far as the graph knows it.

    Of the whole graph, ``served`` are the places that an innovation node serves, and ``supported`` the strength areas
    behind which a source names actors.
    """

    request: Request
    steps: tuple[Step, ...]
    served: tuple[str, ...]
    supported: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the graph knows every stage of the way."""
        return all(step.findings for step in self.steps)

    def step(self, stage: Stage) -> Step:
        """The step at a stage."""
        return next(step for step in self.steps if step.stage == stage)


def match(graph: Graph, need: str, place: str, area: str | None = None) -> Match:
    """Follow a need from a place through the innovation system.

    ``need`` is a label of a need, or a part of one; ``place`` a municipality, a locality or a county; ``area`` a
    strength area of the county, its own or a joint one, or words of its name (several may be meant: all are taken).

    An offer *fits* the need where a source says so (``sg:concerns``) or where their names share a word, which is a
    comparison of ours and no statement of a source. Actors are those that support the areas asked for; without an
    area, the business promoters that support any of the county's own. Nothing is ranked.

    Raises `MatchError` for a need or place that the graph does not know (with the nearest names), a word that means
    several needs and a place larger than a county, and `UnknownArea` for an area that the county does not have.
    """
    ties = Ties(graph)
    request = read_request(graph, ties, need, place, area)
    return _Way(graph, ties, request).follow()


class _Way:
    """The stages of one way; each method gives one."""

    def __init__(self, graph: Graph, ties: Ties, request: Request) -> None:
        self._graph = graph
        self._ties = ties
        self._request = request

    def follow(self) -> Match:
        caught = self._caught()
        node = self._node()
        process = self._process(node)
        offers = self._offers(node)
        actors = self._actors()
        levels = self._levels(caught, [node, process, offers, actors])
        steps = (caught, node, process, offers, actors, levels)
        served = {tie.object for one in self._ties.members("InnovationNode") for tie in self._serves(one)}
        supported = [area for area in self._ties.members("StrengthArea") if self._ties.into(sg("supports"), area)]
        return Match(self._request, steps, tuple(sorted(served)), tuple(supported))

    def _caught(self) -> Step:
        need = self._request.need
        catching = [tie for one in self._request.processes for tie in self._ties.between(one, sg("catches"), need)]
        levels = self._ties.of(need, sg("caughtAt")) if catching else ()
        return Step(
            "caught",
            (
                *(Finding(tie.subject, "catching", (tie, *self._spatial(tie.subject))) for tie in catching),
                *(Finding(tie.object, "caught-at", (tie,)) for tie in levels),
            ),
        )

    def _spatial(self, process: str) -> tuple[Tie, ...]:
        return self._ties.between(process, SPATIAL, self._request.county)

    def _serves(self, node: str) -> tuple[Tie, ...]:
        return self._ties.of(node, sg("serves"))

    def _node(self) -> Step:
        """The nodes that serve the place; failing them, those that serve other places of the county."""
        here, nearby = [], []
        for node in self._ties.members("InnovationNode"):
            about = tuple(tie for name in ("serves", "operatedBy", "catches") for tie in self._ties.of(node, sg(name)))
            places = [tie.object for tie in self._serves(node)]
            if self._request.place in places:
                here.append(Finding(node, "node", about))
            elif any(self._ties.between(place, sg("within"), self._request.county) for place in places):
                nearby.append(Finding(node, "node-nearby", about))
        return Step("node", tuple(here or nearby))

    def _process(self, node: Step) -> Step:
        """The county's processes that take something in: what comes in, who takes part, what comes out."""
        found: list[Finding] = []
        for process in self._request.processes:
            inflow = self._in_order(self._ties.of(process, sg("hasInflow")))
            if not inflow:
                continue
            parties = self._ties.into(sg("participatesIn"), process)
            outcomes = self._in_order(self._ties.of(process, sg("hasOutcome")))
            found.append(Finding(process, "process", self._spatial(process)))
            found += [Finding(tie.object, "inflow", (tie,)) for tie in inflow]
            found += [Finding(tie.subject, "party", (tie,)) for tie in parties]
            found += self._members(node, parties)
            found += [Finding(tie.object, "outcome", (tie,)) for tie in outcomes]
        return Step("process", tuple(found))

    def _members(self, node: Step, parties: Iterable[Tie]) -> list[Finding]:
        """The nodes of the step before that are among the parties."""
        pairs = [(one.thing, party.subject) for party in parties for one in node.findings]
        found = [(one, self._ties.between(one, sg("memberOfCollective"), party)) for one, party in pairs]
        return [Finding(one, "member", ties) for one, ties in found if ties]

    def _offers(self, node: Step) -> Step:
        caught = {tie.object for one in node.findings for tie in one.ties if tie.predicate == sg("catches").value}
        every = [self._offer(offer, caught) for offer in self._by_position(self._ties.members("Offer"))]
        offers = [finding for role in _OFFERS for finding in every if finding and finding.role == role]
        by: dict[str, list[Tie]] = {}
        for tie in (tie for offer in offers for tie in offer.ties if tie.predicate == _OFFERED_BY.value):
            by.setdefault(tie.object, []).append(tie)
        return Step("offers", (*offers, *(Finding(who, "offerer", tuple(ties)) for who, ties in sorted(by.items()))))

    def _offer(self, offer: str, caught: set[str]) -> Finding | None:
        """The offer, if actors of the county make it, a node has it for what it catches, or it comes from above."""
        need = self._request.need
        by = tuple(tie for tie in self._ties.of(offer, _OFFERED_BY) if self._active(tie.object))
        meets = tuple(tie for tie in self._ties.of(offer, sg("concerns")) if tie.object in {need, *caught})
        outside = self._outside(offer)
        if not (by or meets or outside):
            return None
        fits = any(tie.object == need for tie in meets) or share_a_word(self._graph.labels, need, offer)
        role: Role = "offer-fitting" if fits else "offer" if by else "offer-node" if meets else "offer-outside"
        return Finding(offer, role, by + meets + outside)

    def _outside(self, offer: str) -> tuple[Tie, ...]:
        """What says that the offer reaches the county's process from above; a mere heading of other offers does not."""
        process = tuple(t for t in self._ties.of(offer, sg("elementOf")) if t.object in self._request.processes)
        parts = [tie.subject for tie in self._ties.into(sg("elementOf"), offer)]
        if not process or any(self._ties.is_a(part, "Offer") for part in parts):
            return ()
        return process + self._ties.of(offer, sg("comesFrom")) + self._ties.of(offer, sg("channelledTo"))

    def _active(self, actor: str) -> bool:
        return bool(self._ties.between(actor, sg("activeIn"), self._request.county))

    def _actors(self) -> Step:
        own = [tie.subject for tie in self._ties.into(sg("areaOf"), self._request.county)]
        supporting: dict[str, list[Tie]] = {}
        for area in self._request.areas or own:
            for tie in self._ties.into(sg("supports"), area):
                supporting.setdefault(tie.subject, []).append(tie)
        found = [self._actor(actor, tuple(ties)) for actor, ties in supporting.items()]
        order: tuple[Role, ...] = ("promoter", "actor", "collective") if self._request.areas else ("promoter",)
        fitting = [finding for finding in found if finding.role in order]
        return Step("actors", tuple(sorted(fitting, key=lambda one: (order.index(one.role), one.thing))))

    def _actor(self, actor: str, supporting: tuple[Tie, ...]) -> Finding:
        if self._ties.is_a(actor, "CollectiveActor"):
            return Finding(actor, "collective", supporting)
        promotes = self._ties.between(actor, rdf("type"), sg("BusinessPromoter").value)
        return Finding(actor, "promoter" if promotes else "actor", supporting + promotes)

    def _levels(self, caught: Step, before: list[Step]) -> Step:
        """The levels that the need is passed on to, from below, and who on the way works at each."""
        if not caught.findings:
            return Step("levels", ())
        passed = {tie.object: tie for tie in self._ties.of(self._request.need, sg("passedOnTo"))}
        met = sorted({finding.thing for step in before for finding in step.of(*_ON_THE_WAY)})
        found: list[Finding] = []
        for level in sorted(passed, key=lambda one: (len(self._ties.of(one, sg("above"))), one)):
            found.append(Finding(level, "level", (passed[level],)))
            working = [(who, self._ties.between(who, sg("operatesAt"), level)) for who in met]
            found += [Finding(who, "at-level", ties) for who, ties in working if ties]
        return Step("levels", tuple(found))

    def _in_order(self, ties: Iterable[Tie]) -> list[Tie]:
        by_thing = {tie.object: tie for tie in ties}
        return [by_thing[thing] for thing in self._by_position(by_thing)]

    def _by_position(self, things: Iterable[str]) -> list[str]:
        """In the order in which the source names them."""
        return sorted(things, key=lambda thing: (self._position(thing), thing))

    def _position(self, thing: str) -> float:
        quads = self._graph.store.match(NamedNode(thing), sg("position"), None)
        return min((float(q.object.value) for q in quads if isinstance(q.object, RdfLiteral)), default=float("inf"))
