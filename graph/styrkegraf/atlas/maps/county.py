"""The map of the counties as SVG, drawn beforehand: shapes, and names in two columns beside the country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from styrkegraf.atlas.locator import Counties

__all__ = ["backdrop", "spots"]

_SCALE: Final = 2.9
_MARGIN: Final = 232.0
_LEADER: Final = 14.0


def spots(shapes: Counties) -> dict[str, tuple[float, float]]:
    """The middle of every county on the map."""
    if not shapes:
        return {}
    return {iri: _point(shape.middle) for iri, shape in sorted(shapes.shapes.items())}


def _point(point: tuple[float, float]) -> tuple[float, float]:
    return round(_MARGIN + point[0] * _SCALE, 1), round(point[1] * _SCALE, 1)


def backdrop(shapes: Counties, names: Mapping[str, str]) -> str:
    """The SVG of the counties that have a name; a script adds arcs, shades and figures."""
    at = {iri: point for iri, point in spots(shapes).items() if iri in names}
    if not at:
        return ""
    width, height = shapes.size[0] * _SCALE + 2 * _MARGIN, shapes.size[1] * _SCALE
    labels = _labels(at, width, height)
    counties = Markup("").join(_county(iri, shapes.shapes[iri].path, at[iri], labels[iri], names[iri]) for iri in at)
    return str(
        Markup('<svg class="country" viewBox="0 0 {} {}" role="group">{}<g class="arcs"></g></svg>').format(
            round(width), round(height), counties
        )
    )


def _county(iri: str, path: str, at: tuple[float, float], label: tuple[float, float], name: str) -> Markup:
    left = label[0] < at[0]
    bend = label[0] + (_LEADER if left else -_LEADER)
    return Markup(
        '<g class="county-of" data-node="{iri}" role="button" tabindex="-1" aria-label="{name}">'
        '<path class="land" transform="translate({margin} 0) scale({scale})" vector-effect="non-scaling-stroke" '
        'd="{path}"/><path class="leader" d="M{lx},{ly}H{bend}L{x},{y}"/>'
        '<circle class="dot" cx="{x}" cy="{y}" r="3.5"/>'
        '<text class="name" x="{tx}" y="{ty}" text-anchor="{anchor}"><tspan class="label">{name}</tspan>'
        '<tspan class="label" x="{tx}"></tspan><tspan class="figure"></tspan></text></g>'
    ).format(
        iri=iri,
        name=name,
        margin=_MARGIN,
        scale=_SCALE,
        path=Markup(escape(path)),  # noqa: S704 - escaped
        lx=label[0],
        ly=label[1],
        bend=bend,
        x=at[0],
        y=at[1],
        tx=label[0] + (-5 if left else 5),
        ty=label[1] + 6,
        anchor="end" if left else "start",
    )


def _labels(at: Mapping[str, tuple[float, float]], width: float, height: float) -> dict[str, tuple[float, float]]:
    """Where each name begins: west of the country or east of it, from north to south, evenly where it is crowded."""
    order = sorted(at, key=lambda iri: (at[iri][0], iri))
    half = (len(order) + 1) // 2
    found: dict[str, tuple[float, float]] = {}
    for side, x in ((order[:half], _MARGIN - 14), (order[half:], width - _MARGIN + 14)):
        column = sorted(side, key=lambda iri: (at[iri][1], iri))
        step = min(50.0, height / max(1, len(column)))
        for iri, y in zip(column, _apart([at[one][1] for one in column], step, 20.0, height - 20.0), strict=True):
            found[iri] = (round(x, 1), round(y, 1))
    return found


def _apart(wishes: list[float], step: float, low: float, high: float) -> list[float]:
    """Heights near the wished ones, in their order, at least a step apart where there is room for it."""
    found: list[float] = []
    for wish in wishes:
        found.append(max(wish, low, found[-1] + step if found else low))
    limit = high
    for at in range(len(found) - 1, -1, -1):
        found[at] = min(found[at], limit)
        limit = found[at] - step
    return found
