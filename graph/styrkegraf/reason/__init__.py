"""Reasoning: OWL 2 RL entailment by two engines behind one function, clashes, and proofs."""

from __future__ import annotations

from styrkegraf.reason.clashes import Clash
from styrkegraf.reason.entailment import Entailment, Reasoner, ReasonerFallback, entail
from styrkegraf.reason.nemo import ReasonerUnavailableError
from styrkegraf.reason.owlrl_engine import CyclicListError
from styrkegraf.reason.proof import Proof, Prover

__all__ = [
    "Clash",
    "CyclicListError",
    "Entailment",
    "Proof",
    "Prover",
    "Reasoner",
    "ReasonerFallback",
    "ReasonerUnavailableError",
    "entail",
]
