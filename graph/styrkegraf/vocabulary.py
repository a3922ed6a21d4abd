"""The vocabulary for rdflib: every term of the ontology as an attribute, and no other.

>>> from styrkegraf.vocabulary import SG
>>> SG.areaOf
rdflib.term.URIRef('https://w3id.org/styrkegraf/ontology#areaOf')
"""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from styrkegraf.namespaces import SG as _SG

__all__ = ["SG"]


class SG(DefinedNamespace):
    """The Styrkegraf ontology; a name that it does not define raises an AttributeError."""

    _NS = Namespace(_SG)
    _fail = True

    ActionArea: URIRef
    ActionPlan: URIRef
    Activity: URIRef
    Actor: URIRef
    AdvisoryBody: URIRef
    Asset: URIRef
    Benefit: URIRef
    BusinessPromoter: URIRef
    Capability: URIRef
    Cause: URIRef
    Challenge: URIRef
    Cluster: URIRef
    CollaborationLink: URIRef
    CollectiveActor: URIRef
    Company: URIRef
    Competence: URIRef
    Condition: URIRef
    Confidence: URIRef
    CorePriority: URIRef
    Country: URIRef
    County: URIRef
    CountyAdministrativeBoard: URIRef
    CountyPart: URIRef
    EuropeanInstitution: URIRef
    Fund: URIRef
    Goal: URIRef
    GoalArea: URIRef
    GrowthFactor: URIRef
    Indicator: URIRef
    Inflow: URIRef
    Initiative: URIRef
    InnovationEnvironment: URIRef
    InnovationNode: URIRef
    IntegratedPriority: URIRef
    JointArea: URIRef
    JointAreaLink: URIRef
    JointStrategyLink: URIRef
    Layer: URIRef
    Level: URIRef
    Locality: URIRef
    MacroRegion: URIRef
    MacroRegionLink: URIRef
    Model: URIRef
    MunicipalAuthority: URIRef
    Municipality: URIRef
    NamedGraph: URIRef
    NationalAgency: URIRef
    Need: URIRef
    Network: URIRef
    Observation: URIRef
    Offer: URIRef
    Opportunity: URIRef
    Organization: URIRef
    Outcome: URIRef
    Passage: URIRef
    Person: URIRef
    Phase: URIRef
    Place: URIRef
    Platform: URIRef
    PotentialLink: URIRef
    Priority: URIRef
    Process: URIRef
    Programme: URIRef
    Project: URIRef
    PublicAuthority: URIRef
    RegionalArea: URIRef
    RegionalAuthority: URIRef
    RegionalLink: URIRef
    ResearchCentre: URIRef
    ResearchInstitute: URIRef
    ResearchSpecialisation: URIRef
    SharedActorLink: URIRef
    SharedThemeLink: URIRef
    SourceDocument: URIRef
    Status: URIRef
    Step: URIRef
    Strategy: URIRef
    StrategyElement: URIRef
    Strength: URIRef
    StrengthArea: URIRef
    TargetPicture: URIRef
    TargetPoint: URIRef
    Theme: URIRef
    ThemeTie: URIRef
    Undertaking: URIRef
    University: URIRef
    Wish: URIRef
    above: URIRef
    activeIn: URIRef
    addressedTo: URIRef
    addresses: URIRef
    adoptedBy: URIRef
    affiliatedWith: URIRef
    areaOf: URIRef
    authorityFor: URIRef
    below: URIRef
    buildsOn: URIRef
    catches: URIRef
    caughtAt: URIRef
    causedBy: URIRef
    certainty: URIRef
    channelledTo: URIRef
    collaboratesWith: URIRef
    comesFrom: URIRef
    competentIn: URIRef
    complementedBy: URIRef
    completed: URIRef
    concerns: URIRef
    confidence: URIRef
    contains: URIRef
    continues: URIRef
    covers: URIRef
    curated: URIRef
    derived: URIRef
    developedBy: URIRef
    developedIn: URIRef
    directlyPrecedes: URIRef
    documents: URIRef
    elementOf: URIRef
    engagedIn: URIRef
    evidence: URIRef
    firstLine: URIRef
    fundedBy: URIRef
    funds: URIRef
    hasArea: URIRef
    hasAsset: URIRef
    hasElement: URIRef
    hasInflow: URIRef
    hasOutcome: URIRef
    hasParticipant: URIRef
    hasSpecialisation: URIRef
    hasStrengthIn: URIRef
    hasTarget: URIRef
    hasTheme: URIRef
    hasThemeTie: URIRef
    heading: URIRef
    high: URIRef
    horizon: URIRef
    inferred: URIRef
    initiatedBy: URIRef
    integratedIn: URIRef
    lastLine: URIRef
    layer: URIRef
    linkedTo: URIRef
    linksRegion: URIRef
    locatedIn: URIRef
    low: URIRef
    medium: URIRef
    memberOfCollective: URIRef
    ongoing: URIRef
    operatedBy: URIRef
    operates: URIRef
    operatesAt: URIRef
    participatesIn: URIRef
    passageOf: URIRef
    passedOnTo: URIRef
    phaseOf: URIRef
    planned: URIRef
    position: URIRef
    precedes: URIRef
    relatedArea: URIRef
    requires: URIRef
    restsOnStrengthsOf: URIRef
    serves: URIRef
    sha256: URIRef
    sharesActorWith: URIRef
    sharesJointAreaWith: URIRef
    sharesMacroRegionWith: URIRef
    sharesStrategyWith: URIRef
    sharesThemeWith: URIRef
    specialisationOf: URIRef
    startsFrom: URIRef
    stated: URIRef
    status: URIRef
    stepOf: URIRef
    supportedBy: URIRef
    supports: URIRef
    toTheme: URIRef
    updateInterval: URIRef
    validFrom: URIRef
    validUntil: URIRef
    weight: URIRef
    within: URIRef
