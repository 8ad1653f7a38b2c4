"""Names that are still free in a graph."""

import re
from collections.abc import Collection

from models.graph import Graph

_NUMBER = re.compile(r"_?(\d+)$")


def clean_name(wanted: str) -> str:
    """Return ``wanted`` as a node can be called: without slashes and without spaces around it."""
    return wanted.strip().replace("/", "_")


def free_name(graph: Graph, wanted: str, *, taken: Collection[str] = ()) -> str:
    """Return ``wanted``, or with the next number where a node of ``graph`` or one in ``taken`` has that name.

    Example:
        >>> free_name(Graph("", (), ()), "convolution", taken=["convolution"])
        'convolution_2'
    """
    return next_free(clean_name(wanted) or "node", {node.name for node in graph.nodes}.union(taken))


def next_free(wanted: str, taken: Collection[str]) -> str:
    """Return ``wanted`` or, if it is taken, its stem with the first free number."""
    if wanted not in taken:
        return wanted
    found = _NUMBER.search(wanted)
    stem, number = (wanted[: found.start(1)], int(found.group(1))) if found else (f"{wanted}_", 1)
    number += 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"
