"""Repairs of merges whose inputs do not fit: adapters on the paths, or another merge."""

from collections.abc import Iterator
from dataclasses import replace

from models.editing.edits import change_operation
from models.editing.names import free_name
from models.editing.repair import Repair, shape_behind, times, with_options
from models.editing.wires import disconnect
from models.graph import Graph, Node
from models.nodes import (
    Add,
    Average,
    Concatenate,
    Convolution,
    Crop,
    CropTo,
    Dense,
    GlobalAveragePooling,
    Maximum,
    MaximumUnpooling,
    Multiply,
    NodeType,
    Reshape,
    Subtract,
    Upsampling,
    ZeroPadding,
)  # fmt: skip
from models.nodes.base import Shape, Shapes

MOST_STEPS_BACK = 8
_ELEMENTWISE = (Add, Average, Maximum, Subtract)

Adapter = tuple[NodeType, ...]
"""What is put on a path, one behind the other."""


def merge_candidates(graph: Graph, node: Node, inputs: Shapes) -> Iterator[Repair]:
    """Propose repairs for a node with several inputs."""
    yield from _same_padding(graph, node)
    match node.operation:
        case Add() | Average() | Maximum() | Subtract() | Concatenate() | Multiply():
            yield from _adapted(graph, node, inputs)
        case CropTo() | MaximumUnpooling():
            yield from _two_inputs(graph, node, inputs)
        case _:
            pass
    if isinstance(node.operation, _ELEMENTWISE):
        yield Repair("Concatenate the inputs instead", change_operation(graph, node.name, Concatenate()))
    for place in range(len(node.inputs) - 1, -1, -1):
        source = node.inputs[place]
        yield Repair(f"Remove the edge from '{source}'", disconnect(graph, source, node.name, position=place))


def _same_padding(graph: Graph, node: Node) -> Iterator[Repair]:
    """Propose padding 'same' where a path loses its border, the usual reason why sizes differ a little."""
    nodes = {one.name: one for one in graph.nodes}
    for source in reversed(node.inputs):
        for one in _path_to(nodes, source):
            operation = with_options(one.operation, {"padding": "same"})
            if operation is not None and one.options["padding"] == "valid":
                yield Repair(f"Use padding 'same' in '{one.name}'", change_operation(graph, one.name, operation))


def _path_to(nodes: dict[str, Node], name: str) -> Iterator[Node]:
    """Yield a node and those before it, the nearest first, up to the next merge or input."""
    current = nodes.get(name)
    for _ in range(MOST_STEPS_BACK):
        if current is None:
            return
        yield current
        current = nodes.get(current.inputs[0]) if len(current.inputs) == 1 else None


def _adapted(graph: Graph, node: Node, inputs: Shapes) -> Iterator[Repair]:
    """Bring all paths to the shape of one of them; few changed paths first."""
    wishes = sorted(dict.fromkeys(inputs), key=lambda shape: (-inputs.count(shape), inputs.index(shape)))
    for wanted in wishes:
        adapters = [_adapter(node.operation, shape, wanted) for shape in inputs]
        if any(adapter is None for adapter in adapters):
            continue
        changed = [place for place, adapter in enumerate(adapters) if adapter]
        if changed:
            known = [adapter or () for adapter in adapters]
            yield Repair(_title(node, known, changed, wanted), _with_adapters(graph, node, known))


def _title(node: Node, adapters: list[Adapter], changed: list[int], wanted: Shape) -> str:
    if len(changed) > 1:
        return f"Bring {len(changed)} paths to {times(wanted)}"
    what = " and ".join(_described(operation) for operation in adapters[changed[0]])
    return f"Put {what} on the path from '{node.inputs[changed[0]]}'"


def _described(operation: NodeType) -> str:
    match operation:
        case Convolution():
            stride = "" if operation.stride == (1, 1) else f" and stride {_side(operation.stride)}"
            return f"a 1x1 convolution with {operation.filters} filters{stride}"
        case Dense():
            return f"a dense layer of {operation.units} units"
        case Upsampling():
            return f"upsampling by {_side(operation.factor)}"
        case Crop():
            return "a crop"
        case Reshape():
            return f"a reshape to {times(operation.shape)}"
        case _:
            return operation.title.lower()


def _side(pair: tuple[int, int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else times(pair)


def _adapter(merge: NodeType, shape: Shape, wanted: Shape) -> Adapter | None:
    """Return what brings a path from one shape to the other as far as the merge needs it; None where nothing does."""
    if shape == wanted or (isinstance(merge, Concatenate) and shape[:-1] == wanted[:-1]):
        return ()
    if isinstance(merge, Multiply) and len(wanted) == 3 and shape == (wanted[2],):
        return (Reshape((1, 1, shape[0])),)
    if len(shape) == 3 and len(wanted) == 3:
        return _map_adapter(merge, shape, wanted)
    if len(wanted) != 1:
        return None
    pooled: Adapter = (GlobalAveragePooling(),) if len(shape) == 3 else ()
    is_enough = isinstance(merge, Concatenate) or shape[-1] == wanted[0]
    return pooled if is_enough and pooled else (*pooled, Dense(wanted[0]))


def _map_adapter(merge: NodeType, shape: Shape, wanted: Shape) -> Adapter | None:
    filters = shape[2] if isinstance(merge, Concatenate) else wanted[2]
    stride = (_ratio(shape[0], wanted[0]), _ratio(shape[1], wanted[1]))
    if stride[0] and stride[1]:
        return (Convolution(filters, (1, 1), (stride[0], stride[1])),)
    resized = _resized(shape, wanted)
    if resized is None:
        return None
    return resized if filters == shape[2] else (*resized, Convolution(filters, (1, 1)))


def _ratio(size: int, wanted: int) -> int:
    """Return the stride that makes ``wanted`` of ``size`` rows, rounding up, or 0 where there is none."""
    stride = -(-size // wanted)
    return stride if -(-size // stride) == wanted else 0


def _resized(shape: Shape, wanted: Shape) -> Adapter | None:
    """Return crop, upsampling or padding, whichever makes the size."""
    down, right = shape[0] - wanted[0], shape[1] - wanted[1]
    if down >= 0 and right >= 0:
        return (Crop((down // 2, down - down // 2, right // 2, right - right // 2)),)
    if wanted[0] % shape[0] == 0 and wanted[1] % shape[1] == 0:
        return (Upsampling((wanted[0] // shape[0], wanted[1] // shape[1])),)
    if down <= 0 and right <= 0:
        return (ZeroPadding((-down // 2, -down - -down // 2, -right // 2, -right - -right // 2)),)
    return None


def _with_adapters(graph: Graph, node: Node, adapters: list[Adapter]) -> Graph:
    added: list[Node] = []
    inputs = []
    for source, operations in zip(node.inputs, adapters, strict=True):
        for operation in operations:
            name = free_name(graph, f"{node.name}_{operation.type}", taken=[one.name for one in added])
            added.append(Node(name, operation, (source,), node.block))
            source = name
        inputs.append(source)
    nodes: list[Node] = []
    for one in graph.nodes:
        nodes.extend([*added, replace(one, inputs=tuple(inputs))] if one.name == node.name else [one])
    return replace(graph, nodes=tuple(nodes))


def _two_inputs(graph: Graph, node: Node, inputs: Shapes) -> Iterator[Repair]:
    """Swap the inputs, or find another node for the second one."""
    if shape_behind(node.operation, inputs[::-1]) is not None:
        yield Repair("Swap the inputs", _with_inputs(graph, node, node.inputs[::-1]))
    shapes = graph.measure()[0]
    for one in reversed(graph.ordered()):
        if one.name != node.name and one.name in shapes:
            fits = shape_behind(node.operation, (inputs[0], shapes[one.name])) is not None
            if fits and one.name not in node.inputs:
                title = f"Connect the second input of '{node.name}' to '{one.name}'"
                yield Repair(title, _with_inputs(graph, node, (node.inputs[0], one.name)))


def _with_inputs(graph: Graph, node: Node, inputs: tuple[str, ...]) -> Graph:
    nodes = tuple(replace(one, inputs=inputs) if one.name == node.name else one for one in graph.nodes)
    return replace(graph, nodes=nodes)
