"""The part of a graph that says the classes: find it, replace it for other classes, and what lies before it."""

from dataclasses import replace

from models.graph import Graph, Node
from models.nodes import (
    Convolution,
    Dense,
    DetectedRegions,
    Dropout,
    GaussianNoise,
    InstanceAnswers,
    RegionAnswers,
    RegionConvolution,
    TransposedConvolution,
)
from models.nodes.merge import ElementwiseMerge
from models.nodes.regions import CORNERS
from models.problems import GraphError, GraphProblem

MAP_RANK = 3
VALUES_OF_REGIONS = (1, 4)
"""Values for each class that regions are answered with: a logit, and the changes of a box."""
LEARNING = (Dense, Convolution, TransposedConvolution)
"""Layers whose channels can be the classes."""


def head_nodes(graph: Graph) -> tuple[str, ...]:
    """Return the names of the layers whose channels are the classes, before each output and side output.

    One for each, unless scores are added up or enlarged afterwards, as in FCN: then all of them.

    Raises:
        GraphError: an output has no dense layer or convolution before it.
    """
    names: dict[str, None] = dict.fromkeys((*_values_per_class(graph), *_mask_layers(graph)))
    if names:
        return tuple(names)
    for output in (*graph.outputs, *(side.node for side in graph.auxiliary)):
        names.update(dict.fromkeys(_heads_of(graph, output)))
    return tuple(names)


def replace_head(graph: Graph, classes: int) -> Graph:
    """Return the graph whose heads have ``classes`` outputs; everything before them stays as it is.

    The heads keep their names, since other parts know them by it; that they have to start anew is said beside the
    graph (``WeightsSource.new``).

    Raises:
        GraphError: an output has no dense layer or convolution before it.
    """
    values = _values_per_class(graph)
    if values:
        # Of regions the background is a class too.
        wanted = {name: count * (classes + 1) for name, count in values.items()}
        wanted |= {name: classes + more for name, more in _mask_layers(graph).items()}
    else:
        wanted = dict.fromkeys(head_nodes(graph), classes)
    nodes = tuple(_with_classes(node, wanted[node.name]) if node.name in wanted else node for node in graph.nodes)
    return replace(graph, nodes=nodes)


def class_columns(graph: Graph) -> dict[str, tuple[int, int]]:
    """Return the layers whose last channels are classes: how many values each class has there, and how many other
    classes follow, as the background of regions.

    Raises:
        GraphError: an output has no dense layer or convolution before it.
    """
    regions = _values_per_class(graph)
    if regions:
        return {name: (values, 1) for name, values in regions.items()}
    return dict.fromkeys(head_nodes(graph), (1, 0))


def ancestors(graph: Graph, name: str) -> frozenset[str]:
    """Return the node ``name`` and all nodes that it depends on.

    Raises:
        GraphError: there is no such node.
    """
    graph.node(name)
    nodes = {node.name: node for node in graph.nodes}
    waiting, found = [name], set()
    while waiting:
        current = waiting.pop()
        if current in nodes and current not in found:
            found.add(current)
            waiting.extend(nodes[current].inputs)
    return frozenset(found)


def frozen_up_to(graph: Graph, name: str) -> tuple[str, ...]:
    """Return the nodes that are frozen when the graph is frozen up to ``name``, in the order of the graph.

    Raises:
        GraphError: there is no such node.
    """
    before = ancestors(graph, name)
    inputs = set(graph.inputs)
    return tuple(node.name for node in graph.nodes if node.name in before and node.name not in inputs)


def backbone_end(graph: Graph) -> str:
    """Return the last node before the head; dropout and noise directly before the head belong to it.

    Raises:
        GraphError: an output has no dense layer or convolution before it.
    """
    node = graph.node(_head_of(graph, graph.outputs[0]).inputs[0])
    while isinstance(node.operation, Dropout | GaussianNoise):
        node = graph.node(node.inputs[0])
    return node.name


def last_map(graph: Graph) -> str:
    """Return the last node before the head whose values have a place in the picture: the end of what sees, where
    dense layers follow.

    Raises:
        GraphError: an output has no dense layer or convolution before it, or the graph has problems.
    """
    shapes, name = graph.shapes(), backbone_end(graph)
    while len(shapes[name]) != MAP_RANK and graph.node(name).inputs:
        name = graph.node(name).inputs[0]
    return name


def _values_per_class(graph: Graph) -> dict[str, int]:
    """Return the layers behind which regions are answered, and how many values each has for a class."""
    found: dict[str, int] = {}
    for output in graph.outputs:
        node = graph.node(output)
        if isinstance(node.operation, InstanceAnswers):
            node = graph.node(node.inputs[0])
        if isinstance(node.operation, RegionAnswers | DetectedRegions):
            found |= dict(zip(node.inputs[1:3], VALUES_OF_REGIONS, strict=True))
    return found


def _mask_layers(graph: Graph) -> dict[str, int]:
    """Return the layers that say masks of regions, and how many masks each has beside those of the classes."""
    found: dict[str, int] = {}
    for output in graph.outputs:
        node = graph.node(output)
        if isinstance(node.operation, InstanceAnswers):
            shapes = graph.shapes()
            boxes, masks = node.inputs
            found[masks] = shapes[masks][-1] - (shapes[boxes][-1] - CORNERS)
    return found


def _heads_of(graph: Graph, output: str) -> list[str]:
    """Return the layers with classes before an output, along all that is added up."""
    waiting, found = [output], []
    seen: set[str] = set()
    while waiting:
        node = graph.node(waiting.pop())
        if node.name in seen:
            continue
        seen.add(node.name)
        if isinstance(node.operation, LEARNING):
            found.append(node.name)
            if not _enlarges_classes(node):
                continue
        summed = isinstance(node.operation, ElementwiseMerge)
        waiting.extend(node.inputs if summed else node.inputs[:1])
    if not found:
        _head_of(graph, output)  # says why
    return found


def _head_of(graph: Graph, output: str) -> Node:
    """The first layer with classes before an output, along first inputs."""
    node = graph.node(output)
    while not isinstance(node.operation, LEARNING) or _enlarges_classes(node):
        if not node.inputs:
            message = f"This network has no head. Received: output '{output}', without a layer that learns before it."
            raise GraphError(
                [GraphProblem(output, None, message, "Append a dense layer with one unit for each class.")]
            )
        node = graph.node(node.inputs[0])
    return node


def _enlarges_classes(node: Node) -> bool:
    """Whether a node only enlarges maps of classes that another layer has made: it starts as bilinear upsampling."""
    return isinstance(node.operation, TransposedConvolution) and node.operation.initial_weights == "bilinear"


def _with_classes(node: Node, classes: int) -> Node:
    match node.operation:
        case Dense():
            return replace(node, operation=replace(node.operation, units=classes))
        case Convolution() | TransposedConvolution() | RegionConvolution():
            return replace(node, operation=replace(node.operation, filters=classes))
        case _:
            raise TypeError(f"This node has no classes. Received: {node.type}.")
