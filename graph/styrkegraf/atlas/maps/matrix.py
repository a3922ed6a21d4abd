"""The fifth map: regions by themes, in the order that shows how far the matrix is nested."""

from __future__ import annotations

from styrkegraf.atlas.maps.material import AtlasMap, Material
from styrkegraf.map.network import Drawn
from styrkegraf.map.overview import bundles
from styrkegraf.measures.matrix import Matrix, matrix_of
from styrkegraf.measures.nestedness import nested_order, nestedness_scores

__all__ = ["matrix"]


def _nestedness(values: Matrix) -> dict[str, object]:
    """How far the matrix is nested, beside chance; it takes two rows and two columns."""
    score = nestedness_scores(values)["matrix"]
    p = min(score.p_high, score.p_low)
    return {
        "nodf": round(score.observed),
        "mean": round(score.mean),
        "p": round(p, 2),
        "side": "more" if score.observed > score.mean else "less",
        "sure": p < 0.05,
    }


def matrix(material: Material) -> AtlasMap:
    """The region × theme matrix; a cell holds the strength areas of the region within the theme."""
    data = material.data
    network = material.network("region-theme")
    figures: dict[str, object] = {"missing": not network.number_of_edges()}
    order: list[str] = []
    if network.number_of_edges():
        values = nested_order(matrix_of(network))
        order = [*values.rows, *values.columns]
        if min(values.values.shape) > 1:
            figures |= _nestedness(values)
    kinds = {node.id: node.kind for node in data.nodes}
    nodes = [{"id": iri, "kind": kinds[iri], "at": (0, 0)} for iri in order if iri in kinds]
    kept = {node["id"] for node in nodes}
    edges = [
        {"id": f"b{number}", "from": bundle.region, "to": bundle.theme, "ties": list(bundle.ties)}
        for number, bundle in enumerate(bundles(data))
        if {bundle.region, bundle.theme} <= kept
    ]
    view: Drawn = {"nodes": nodes, "edges": edges, "bundled": True}
    content = material.content("matrix", data, {"matrix": view})
    return AtlasMap("matrix", "matrix", content, not edges, figures=figures, projections=("region-theme",))
