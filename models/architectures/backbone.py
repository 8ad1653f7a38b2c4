"""The part of a classifier that sees, without what says its classes, for networks that say more than one class.

Nodes keep their names, so that weights learned by the classifier, of ImageNet or of a run, are found again.
"""

from dataclasses import replace

from models.graph import Graph, Node
from models.heads import ancestors, last_map
from models.nodes.base import Shape
from models.nodes.pooling import Pooling


def backbone(classifier: Graph) -> Graph:
    """Return a classifier up to its last map, which is the output.

    Poolings that leave out the last row of an odd size count it, so that maps are halved in one way only: to half the
    size, rounded up.

    Raises:
        GraphError: the classifier has no map or no head.
    """
    end = last_map(classifier)
    needed = ancestors(classifier, end)
    nodes = tuple(_rounding_up(node) for node in classifier.ordered() if node.name in needed)
    return Graph(classifier.name, nodes, (end,))


def ends_of_sizes(graph: Graph) -> tuple[str, ...]:
    """Return the last node of each size of map, from the largest, which may be the input, to the output."""
    shapes = graph.shapes()
    ends: dict[Shape, str] = {shapes[node.name][:2]: node.name for node in graph.ordered()}
    return tuple(ends.values())


def _rounding_up(node: Node) -> Node:
    operation = node.operation
    if isinstance(operation, Pooling) and operation.padding == "valid" and operation.window == operation.stride:
        return replace(node, operation=replace(operation, padding="same"))
    return node
