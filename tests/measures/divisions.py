"""A small network with clear groups, and every way to divide so many things."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

__all__ = ["disagreements", "partitions", "two_triangles"]


def two_triangles() -> nx.Graph:
    """ABB, MDU, Robotdalen and Scania, Volvo, SSAB, joined by MDU - Scania; Almi has no tie."""
    network = nx.Graph([("ABB", "MDU"), ("MDU", "Robotdalen"), ("Robotdalen", "ABB"), ("MDU", "Scania")])
    network.add_edges_from([("Scania", "Volvo"), ("Volvo", "SSAB"), ("SSAB", "Scania")])
    network.add_node("Almi")
    return network


def partitions(size: int) -> Iterator[list[int]]:
    """Every partition of `size` things, as a group number for each."""
    if size == 0:
        yield []
        return
    for smaller in partitions(size - 1):
        for group in range(max(smaller, default=-1) + 2):
            yield [*smaller, group]


def disagreements(one: list[int], other: list[int]) -> int:
    pairs = [(a, b) for a in range(len(one)) for b in range(a)]
    return sum((one[a] == one[b]) != (other[a] == other[b]) for a, b in pairs)
