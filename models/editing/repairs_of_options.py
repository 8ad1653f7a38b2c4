"""Repairs by other options, of the node itself or of those before it."""

import math
from collections.abc import Iterator
from typing import Any

from models.editing.edits import change_operation
from models.editing.repair import Repair, shape_behind, times, with_options
from models.graph import Graph, Node
from models.nodes import ChannelSlice, Crop, NodeType, Permute, Reshape, TableConvolution
from models.nodes.base import Shape, Shapes
from models.options import Pair

MOST_STEPS_BACK = 8
"""So many nodes before a window that is too large are asked for a smaller stride."""

Change = tuple[str, dict[str, Any]]
"""A title, and the options that change."""


def option_candidates(graph: Graph, node: Node, inputs: Shapes) -> Iterator[Repair]:
    """Propose options with which the node takes its inputs, then strides and filters of nodes before it."""
    for title, changes in _changes(node.operation, inputs):
        operation = with_options(node.operation, changes)
        if operation is not None and shape_behind(operation, inputs) is not None:
            yield Repair(title, change_operation(graph, node.name, operation))
    yield from _earlier(graph, node)


def _changes(operation: NodeType, inputs: Shapes) -> Iterator[Change]:
    if len(inputs[0]) == 3:
        yield from _smaller_window(operation, (inputs[0][0], inputs[0][1]))
    if operation.options.get("padding") != "same":
        yield "Use padding 'same'", {"padding": "same"}
    for name in ("stride", "dilation"):
        if isinstance(value := operation.options.get(name), tuple) and max(value) > 1:
            yield f"Use a {name} of 1", {name: (1, 1)}
            yield f"Use a {name} of {max(value)} for both axes", {name: (max(value), max(value))}
    yield from _groups(operation, inputs[0][-1])
    yield from _channels(operation, inputs[0])
    yield from _special(operation, inputs[0])


def _smaller_window(operation: NodeType, size: Pair) -> Iterator[Change]:
    for name in ("kernel", "window"):
        value = operation.options.get(name)
        if isinstance(value, tuple) and (value[0] > size[0] or value[1] > size[1]):
            odd = tuple(min(side, _odd(room)) for side, room in zip(value, size, strict=True))
            fitting = odd if name == "kernel" else tuple(min(pair) for pair in zip(value, size, strict=True))
            yield f"Use a {name} of {times(fitting)}", {name: fitting}
            yield f"Use a {name} of 1 x 1", {name: (1, 1)}
        elif isinstance(value, tuple) and max(value) > 1:
            yield f"Use a {name} of 1 x 1", {name: (1, 1)}


def _odd(length: int) -> int:
    """Return the largest odd number up to ``length``: kernels have a middle."""
    return length - 1 + length % 2


def _groups(operation: NodeType, channels: int) -> Iterator[Change]:
    groups, filters = operation.options.get("groups"), operation.options.get("filters", channels)
    if not isinstance(groups, int) or not isinstance(filters, int):
        return
    if channels % groups == 0:
        rounded = max(groups, round(filters / groups) * groups)
        yield f"Use {rounded} filters", {"filters": rounded}
    shared = max(n for n in range(1, groups + 1) if math.gcd(channels, filters) % n == 0)
    yield f"Use {shared} {'group' if shared == 1 else 'groups'}", {"groups": shared}
    yield "Use 1 group", {"groups": 1}


def _channels(operation: NodeType, shape: Shape) -> Iterator[Change]:
    """Propose numbers that have to agree with the channels, or to be odd."""
    if "filters" in operation.options:
        yield f"Use {shape[-1]} filters", {"filters": shape[-1]}
    if isinstance(size := operation.options.get("size"), int):
        yield f"Use a size of {size + 1}", {"size": size + 1}
    if isinstance(operation, ChannelSlice):
        first = min(operation.first, max(shape[-1] - operation.count, 0))
        count = min(operation.count, shape[-1] - first)
        yield f"Use channels {first} to {first + count - 1}", {"first": first, "count": count}


def _special(operation: NodeType, shape: Shape) -> Iterator[Change]:
    match operation:
        case Crop() if len(shape) == 3:
            rows, columns = (shape[0] - 1) // 2, (shape[1] - 1) // 2
            top, bottom, left, right = operation.amount
            amount = (min(top, rows), min(bottom, rows), min(left, columns), min(right, columns))
            yield f"Crop {', '.join(map(str, amount))} px", {"amount": amount}
        case Reshape():
            wanted = (1, 1, math.prod(shape)) if len(operation.shape) == 3 else (math.prod(shape),)
            yield f"Use a shape of {times(wanted)}", {"shape": wanted}
        case Permute():
            axes = tuple(range(1, len(shape) + 1))
            yield "Leave the axes in their order", {"axes": axes}
        case TableConvolution():
            table = tuple(tuple(sorted({one for one in row if one < shape[-1]})) or (0,) for row in operation.table)
            yield f"Use the first {shape[-1]} maps only", {"table": table}
        case _:
            return


def _earlier(graph: Graph, node: Node) -> Iterator[Repair]:
    """Propose a smaller stride, or no loss at borders, for the nodes that the map came through."""
    nodes = {one.name: one for one in graph.nodes}
    shapes = graph.measure()[0]
    current, steps = node, 0
    while current.inputs and current.inputs[0] in nodes and steps < MOST_STEPS_BACK:
        current, steps = nodes[current.inputs[0]], steps + 1
        if len(shapes.get(current.name, ())) != 3:
            return
        for title, changes in _gentler(current):
            operation = with_options(current.operation, changes)
            if operation is not None:
                yield Repair(title, change_operation(graph, current.name, operation))


def _gentler(node: Node) -> Iterator[Change]:
    stride = node.options.get("stride")
    if isinstance(stride, tuple) and max(stride) > 1:
        yield f"Use a stride of 1 in '{node.name}'", {"stride": (1, 1)}
    if node.options.get("padding") == "valid":
        yield f"Use padding 'same' in '{node.name}'", {"padding": "same"}
