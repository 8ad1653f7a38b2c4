"""Outputs that follow an edit, so that a network that grows at its end ends there."""

from collections.abc import Mapping
from dataclasses import replace

from models.graph import Graph


def readers_of(graph: Graph) -> dict[str, list[str]]:
    """Return for every node the names of the nodes that read it, in the order of the graph."""
    readers: dict[str, list[str]] = {node.name: [] for node in graph.nodes}
    for node in graph.nodes:
        for source in dict.fromkeys(node.inputs):
            if source in readers:
                readers[source].append(node.name)
    return readers


def ends_behind(graph: Graph, name: str) -> tuple[str, ...]:
    """Return the nodes that no other reads among ``name`` and everything that depends on it."""
    readers = readers_of(graph)
    seen, waiting, ends = {name}, [name], []
    while waiting:
        current = waiting.pop()
        following = readers.get(current, [])
        if not following:
            ends.append(current)
        fresh = [reader for reader in following if reader not in seen]
        seen.update(fresh)
        waiting.extend(reversed(fresh))
    return tuple(ends)


def outputs_follow(graph: Graph, source: str, target: str, *, was_end: bool) -> Graph:
    """Return the graph whose output, if it was the unread ``source``, moved to the end behind ``target``."""
    if not was_end or source not in graph.outputs:
        return graph if graph.outputs else with_outputs(graph)
    ends = [end for end in ends_behind(graph, target) if end not in graph.outputs]
    moved: list[str] = []
    for name in graph.outputs:
        moved.extend(ends if name == source else [name])
    return replace(graph, outputs=tuple(dict.fromkeys(moved)) or graph.outputs)


def with_outputs(graph: Graph) -> Graph:
    """Return the graph with an output: where it has none, the last node that no other reads."""
    names = {node.name for node in graph.nodes}
    kept = tuple(name for name in graph.outputs if name in names)
    if not kept and graph.nodes:
        readers = readers_of(graph)
        ends = [node.name for node in graph.nodes if not readers[node.name]]
        kept = (ends[-1] if ends else graph.nodes[-1].name,)
    return graph if kept == graph.outputs else replace(graph, outputs=kept)


def renamed_outputs(graph: Graph, names: Mapping[str, str]) -> Graph:
    """Return the graph whose outputs and side outputs are called as ``names`` says."""
    outputs = tuple(dict.fromkeys(names.get(name, name) for name in graph.outputs))
    auxiliary = tuple(replace(side, node=names.get(side.node, side.node)) for side in graph.auxiliary)
    return replace(graph, outputs=outputs, auxiliary=auxiliary)
