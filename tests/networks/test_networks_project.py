"""Projections of the shipped graph against figures counted in the documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from hashseeds import printed
from styrkegraf import Graph
from styrkegraf.documents import DocumentError
from styrkegraf.namespaces import DERIVED, ID, SOURCE
from styrkegraf.networks.errors import NetworkError, UnknownProjection
from styrkegraf.networks.project import network, projections

NAMES = [
    "actor-actor",
    "actor-area",
    "actor-theme",
    "area-area",
    "area-theme",
    "document-region",
    "region-area",
    "region-region-collaboration",
    "region-region-joint-area",
    "region-region-joint-strategy",
    "region-region-macro-region",
    "region-region-shared-actor",
    "region-region-shared-theme",
    "region-theme",
]
OMS = ["orebro", "ostergotland", "sodermanland", "uppsala", "vastmanland"]
NMS = ["dalarna", "gavleborg", "varmland"]


def county(name: str) -> str:
    return f"{ID}county/{name}"


def actor(name: str) -> str:
    return f"{ID}actor/{name}"


def area(name: str) -> str:
    return f"{ID}area/{name}"


def pairs(names: list[str]) -> set[frozenset[str]]:
    return {frozenset((county(a), county(b))) for a in names for b in names if a < b}


def ties(made: Any, weight: float | None = None) -> set[frozenset[str]]:
    return {frozenset((a, b)) for a, b, w in made.edges(data="weight") if weight is None or w == weight}


def test_every_projection_is_known_and_documented() -> None:
    found = projections()
    assert list(found) == NAMES
    for document in found.values():
        for key in ("title", "question", "read"):
            assert document.head.get(f"{key}@sv"), (document.name, key)
            assert document.head.get(f"{key}@en"), (document.name, key)
        assert document.head["mode"] == "two-mode" or document.head["source"] == document.head["target"]
        between_regions = document.name.startswith("region-region")
        assert (document.head.get("standing") in ("documented", "potential")) == between_regions


@pytest.mark.parametrize("name", NAMES)
def test_nodes_and_edges_say_what_they_are_and_who_says_so(graph: Graph, name: str) -> None:
    made = network(graph, name)
    document = projections()[name]
    kinds = (document.head["source"].split(), document.head["target"].split())
    two_mode = document.head["mode"] == "two-mode"
    assert made.number_of_edges() > 0
    assert list(made) == [*sorted(n for n in made if made.nodes[n].get("bipartite", 0) == 0), *sorted(side_one(made))]
    for node, found in made.nodes(data=True):
        assert found["label_sv"]
        assert found["label_en"]
        assert not found["label_sv"].startswith(("http", "<")), node
        assert found["kind"] in kinds[found.get("bipartite", 0)]
        assert ("bipartite" in found) == two_mode
    graphs = {origin.value for origin in graph.origins}
    for source, target, found in made.edges(data=True):
        assert not two_mode or made.nodes[source]["bipartite"] != made.nodes[target]["bipartite"]
        assert isinstance(found["weight"], float)
        assert found["weight"] >= 1
        assert found["layer"] in {"stated", "curated", "inferred", "derived"}
        assert found.get("confidence", "high") in {"low", "medium", "high"}
        assert found["evidence"] == tuple(sorted(set(found["evidence"])))
        assert set(found["evidence"]) <= graphs
        passages = [name for name in found["evidence"] if name.startswith(SOURCE)]
        assert passages or found["layer"] == "curated", (source, target)


def side_one(made: Any) -> list[str]:
    return [node for node, side in made.nodes(data="bipartite") if side == 1]


def test_the_tables_at_the_end_of_the_sormland_strategy(graph: Graph) -> None:
    made = network(graph, "actor-area")
    table = SOURCE + "s3-sormland#tabell-"
    listed = [
        (source, target)
        for source, target, evidence in made.edges(data="evidence")
        if any(name.startswith(table) for name in evidence)
    ]
    # counted in the text, column by column
    assert Counter(target.removeprefix(ID + "area/") for _, target in listed) == {
        "sodermanland-avancerad-tillverkning": 12,
        "sodermanland-biobaserade-naringar": 10,
        "sodermanland-digitala-tjanster": 8,
        "oms-smart-industri": 10,
        "oms-livsmedel": 9,
        "oms-energi": 14,
        "oms-life-science": 10,
    }
    others = {(source, target) for source, target in made.edges} - set(listed)
    assert others == {
        (actor("malardalen-oms-foretag-forskning"), area("sodermanland-digitala-tjanster")),
        (actor("regionforbundet-sormland"), area("sodermanland-biobaserade-naringar")),
    }


def test_a_tie_that_two_passages_state_has_both_and_the_weight_of_one(graph: Graph) -> None:
    tie = network(graph, "actor-area").edges[actor("robotdalen"), area("sodermanland-avancerad-tillverkning")]
    passages = tuple(f"{SOURCE}s3-sormland#{name}" for name in ("tabell-tillverkning", "tillverkning-robotik"))
    assert tie["evidence"] == passages
    assert (tie["weight"], tie["layer"], tie["relation"], tie["via"]) == (1, "stated", "actor-area", ())


def test_a_tie_read_with_doubt_is_left_out_at_high_confidence(graph: Graph) -> None:
    """Automation Region stands among the bio-based industries, where the extraction mixed the columns."""
    doubtful = (actor("automation-region"), area("sodermanland-biobaserade-naringar"))
    sure = (actor("automation-region"), area("sodermanland-avancerad-tillverkning"))
    made = network(graph, "actor-area")
    assert made.edges[doubtful]["confidence"] == "medium"
    assert made.edges[sure]["confidence"] == "high"
    strict = network(graph, "actor-area", minimum="high")
    assert not strict.has_edge(*doubtful)
    assert strict.has_edge(*sure)


def test_collective_actors_can_be_left_out(graph: Graph) -> None:
    everyone, named = network(graph, "actor-area"), network(graph, "actor-area", collective=False)
    groups = {node for node, collective in everyone.nodes(data="collective") if collective}
    assert actor("parker-inkubatorer-forskningsinstitut") in groups
    assert actor("robotdalen") not in groups
    assert set(named) & groups == set()
    assert set(named.edges) == {tie for tie in everyone.edges if not groups & set(tie)}


def test_actors_carry_their_type_and_their_county(graph: Graph) -> None:
    nodes = network(graph, "actor-area").nodes
    assert nodes[actor("linkopings-universitet")]["actor_type"] == "University"
    assert nodes[actor("linkopings-universitet")]["region"] == county("ostergotland")
    cluster = nodes[actor("nationella-fordonsklustret")]
    assert cluster["regions"] == tuple(map(county, ["orebro", "sodermanland", "stockholm"]))
    assert "region" not in cluster
    assert nodes[area("oms-energi")]["joint"] is True
    assert nodes[area("oms-energi")]["region"] == f"{ID}macroregion/ostra-mellansverige"


def test_eighty_areas_of_counties_and_four_joint_ones(graph: Graph) -> None:
    made = network(graph, "region-area")
    joint = Counter(found["joint"] for _, found in made.nodes(data=True) if found["kind"] == "StrengthArea")
    assert joint == {False: 80, True: 4}
    assert len(ties(made)) == 84
    assert made.degree(county("gotland")) == 2
    assert made.degree(county("vasterbotten")) == 6
    themed = network(graph, "area-theme")
    assert sum(found["kind"] == "StrengthArea" for _, found in themed.nodes(data=True)) == 84
    assert all(1 <= themed.degree(node) <= 3 for node in themed if themed.nodes[node]["bipartite"] == 0)


def test_the_themes_of_a_county_are_those_of_its_own_areas(graph: Graph) -> None:
    made = network(graph, "region-theme")
    assert {theme.removeprefix(ID + "theme/") for theme in made[county("gotland")]} == {"food", "tourism"}
    tie = made.edges[county("gotland"), f"{ID}theme/food"]
    assert tie["via"] == (area("gotland-livsmedel"),)
    assert (tie["layer"], tie["confidence"]) == ("curated", "high")
    assert f"{SOURCE}s3-i-21-regioner#gotland" in tie["evidence"]
    sure = network(graph, "region-theme", minimum="high")
    assert ties(sure) < ties(made)
    assert all(found["confidence"] == "high" for *_, found in sure.edges(data=True))


def test_documents_and_the_counties_that_they_speak_of(graph: Graph) -> None:
    made = network(graph, "document-region")
    found = {
        node.removeprefix(SOURCE): {name.removeprefix(ID + "county/") for name in made[node]}
        for node, kind in made.nodes(data="kind")
        if kind == "SourceDocument"
    }
    assert len(found.pop("s3-i-21-regioner")) == 21
    assert found == {
        "affarsplan-vastmanland": {"vastmanland"},
        "nms-insatsomraden": set(NMS),
        "nms-strategi": set(NMS),
        "s3-sormland": set(OMS),
    }


def test_documented_links_between_counties(graph: Graph) -> None:
    joint = network(graph, "region-region-joint-area")
    assert len(joint) == 21
    assert ties(joint) == ties(joint, 4) == pairs(OMS)
    macro = network(graph, "region-region-macro-region")
    assert ties(macro, 2) == pairs(OMS)  # East Central Sweden and the Stockholm-Mälaren region
    assert ties(macro, 1) == pairs(NMS)
    stated = network(graph, "region-region-collaboration")
    assert ties(stated) == pairs(NMS)
    assert {layer for *_, layer in stated.edges(data="layer")} == {"stated"}
    strategy = network(graph, "region-region-joint-strategy")
    assert ties(strategy, 3) == pairs(NMS)
    assert ties(strategy, 1) == pairs(OMS)
    assert {made.graph["standing"] for made in (joint, macro, stated, strategy)} == {"documented"}


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        ("joint-area", "JointAreaLink"),
        ("joint-strategy", "JointStrategyLink"),
        ("macro-region", "MacroRegionLink"),
        ("shared-actor", "SharedActorLink"),
        ("shared-theme", "SharedThemeLink"),
    ],
)
def test_links_between_counties_weigh_what_the_rule_says(graph: Graph, layer: str, kind: str) -> None:
    rows = graph.query(
        f"SELECT ?a ?b ?w {{ ?link a sg:{kind} ; sg:linksRegion ?a, ?b ; sg:weight ?w FILTER(?a != ?b) }}"
    )
    linked = {frozenset((a.value, b.value)): float(w.value) for a, b, w in rows}  # type: ignore[union-attr]
    made = network(graph, f"region-region-{layer}")
    assert {frozenset((a, b)): weight for a, b, weight in made.edges(data="weight")} == linked
    assert all(any(name.startswith(DERIVED) for name in found["evidence"]) for *_, found in made.edges(data=True))
    assert {found["layer"] for *_, found in made.edges(data=True)} == {"derived"}


def test_stated_ties_between_actors(graph: Graph) -> None:
    made = network(graph, "actor-actor")
    assert made.edges[actor("robotdalen"), actor("malardalens-hogskola")]["relation"] == "affiliatedWith"
    funding = made.edges[actor("robotdalen"), actor("vinnova")]
    assert (funding["relation"], funding["layer"]) == ("fundedBy", "inferred")
    assert f"{SOURCE}s3-sormland#tillverkning-robotik" in funding["evidence"]
    stated = network(graph, "actor-actor", layers=["stated"])
    assert not stated.has_edge(actor("robotdalen"), actor("vinnova"))
    assert {layer for *_, layer in stated.edges(data="layer")} == {"stated"}
    assert ties(stated) < ties(made)


def test_areas_that_the_strategy_says_can_be_combined(graph: Graph) -> None:
    made = network(graph, "area-area")
    digital = area("sodermanland-digitala-tjanster")
    others = {area("sodermanland-avancerad-tillverkning"), area("sodermanland-biobaserade-naringar")}
    assert ties(made) == {frozenset((digital, other)) for other in others}


def test_an_unknown_name_suggests_the_nearest(graph: Graph) -> None:
    with pytest.raises(UnknownProjection, match="Did you mean actor-area"):
        network(graph, "actor-areas")
    with pytest.raises(UnknownProjection, match="There are actor-actor, actor-area"):
        network(graph, "xyz")


@pytest.mark.parametrize("layers", [[], ["said"], "stated"])
def test_layers_that_mean_nothing(graph: Graph, layers: Any) -> None:
    with pytest.raises(NetworkError, match="stated, curated, inferred, derived"):
        network(graph, "actor-area", layers=layers)


def test_a_confidence_that_means_nothing(graph: Graph) -> None:
    with pytest.raises(NetworkError, match="low, medium, high"):
        network(graph, "actor-area", minimum="sure")  # type: ignore[arg-type]


def test_nothing_left_is_an_empty_network(graph: Graph) -> None:
    made = network(graph, "actor-area", layers=["derived"])
    assert (len(made), made.number_of_edges()) == (0, 0)
    counties = network(graph, "region-region-shared-theme", layers=["stated"])
    assert (len(counties), counties.number_of_edges()) == (21, 0)


def test_a_document_without_mode_is_a_fault_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / "actor-need.rq").write_text(
        "# title@en: Actor and need\n\nSELECT * {}\n", encoding="utf-8"
    )
    monkeypatch.setattr("styrkegraf.resources.folder", lambda name: tmp_path)
    with pytest.raises(DocumentError, match=r"actor-need\.rq:1: .*mode"):
        projections.__wrapped__()


def test_a_network_is_the_same_under_another_hash_seed() -> None:
    code = (
        "import hashlib, styrkegraf as sg\n"
        "from styrkegraf.networks.export import write\n"
        "from styrkegraf.networks.onemode import one_mode\n"
        "from styrkegraf.networks.project import network\n"
        "g = sg.load()\n"
        "made = [network(g, name) for name in ('actor-area', 'actor-actor', 'region-region-shared-theme')]\n"
        "made.append(one_mode(made[0], 0))\n"
        "print(hashlib.sha256(b''.join(write(n, f) for n in made for f in ('graphml', 'gexf', 'csv'))).hexdigest())\n"
    )
    one, other = printed(code)
    assert one == other
