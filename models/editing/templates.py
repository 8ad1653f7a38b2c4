"""Blocks to insert as a whole, with options that suit the map they are inserted behind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from models.editing.blocks import free_block
from models.editing.edits import Added
from models.editing.names import next_free
from models.editing.outputs import readers_of, renamed_outputs, with_outputs
from models.editing.wires import common_block
from models.graph import Graph, Node
from models.nodes import Activation, Add, BatchNormalisation, Concatenate, Convolution, MaximumPooling, NodeType

ENTRANCE = ""
"""Stands in a template for the node that it is inserted behind."""
FEWEST_FILTERS = 16
MOST_FILTERS = 512
DENSE_LAYERS = 4


@dataclass(frozen=True, slots=True)
class Template:
    """A block that can be inserted.

    Attributes:
        title: name that people read.
        description: what it does, with its paper.
        parts: writes its nodes for a map of (height, width, channels); the last one is what follows reads.
    """

    title: str
    description: str
    parts: Callable[[tuple[int, int, int]], tuple[Node, ...]]


def insert_template(graph: Graph, source: str, name: str) -> Added:
    """Return the graph with a block behind ``source``; what read ``source`` reads the block.

    Args:
        graph: what is edited.
        source: node that the block stands behind; without such a node the block stands alone.
        name: key of ``TEMPLATES``; ``KeyError`` for others.
    """
    template = TEMPLATES[name]
    parts = template.parts(_map_before(graph, source))
    path = free_block(graph, _path(graph, source, name))
    taken = {node.name for node in graph.nodes}
    names: dict[str, str] = {}
    for part in parts:
        names[part.name] = next_free(f"{path.replace('/', '_')}_{part.name}", taken | set(names.values()))
    is_behind = source in taken
    nodes = tuple(_named(part, names, path, source if is_behind else "") for part in parts)
    added = tuple(names.values())
    if not is_behind:
        return Added(with_outputs(replace(graph, nodes=(*graph.nodes, *nodes))), added)
    return Added(_with_nodes_behind(graph, source, nodes), added)


def _with_nodes_behind(graph: Graph, source: str, nodes: tuple[Node, ...]) -> Graph:
    leaving = nodes[-1].name
    result: list[Node] = []
    for node in graph.nodes:
        inputs = tuple(leaving if one == source else one for one in node.inputs)
        result.append(replace(node, inputs=inputs))
        if node.name == source:
            result.extend(nodes)
    return renamed_outputs(replace(graph, nodes=tuple(result)), {source: leaving})


def _named(part: Node, names: Mapping[str, str], path: str, source: str) -> Node:
    inputs = tuple(names.get(one, source) for one in part.inputs)
    block = f"{path}/{part.block}" if part.block else path
    return Node(names[part.name], part.operation, tuple(one for one in inputs if one), block)


def _map_before(graph: Graph, source: str) -> tuple[int, int, int]:
    shape = graph.measure()[0].get(source, ())
    return (shape[0], shape[1], shape[2]) if len(shape) == 3 else (32, 32, 2 * FEWEST_FILTERS)


def _path(graph: Graph, source: str, name: str) -> str:
    """Return the wanted path: beside the block of the source where its readers stand outside of it."""
    nodes = {node.name: node for node in graph.nodes}
    if source not in nodes:
        return name
    readers = readers_of(graph)[source]
    own = nodes[source].block
    outer = common_block((own, *(nodes[reader].block for reader in readers))) if readers else own.rpartition("/")[0]
    return f"{outer}/{name}" if outer else name


class _Parts:
    """Nodes of a template, written one after the other."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.last = ENTRANCE

    def add(self, name: str, operation: NodeType, *, reads: tuple[str, ...] | None = None, block: str = "") -> str:
        """Append a node that reads the last one, or ``reads``."""
        self.nodes.append(Node(name, operation, (self.last,) if reads is None else reads, block))
        self.last = name
        return name

    def convolve(self, name: str, filters: int, kernel: int, *, block: str = "") -> str:
        """Append a convolution that keeps the size of the map, with ReLU."""
        return self.add(name, Convolution(filters, (kernel, kernel), activation="relu"), block=block)


def _eights(value: float) -> int:
    """Return the nearest multiple of eight, at least eight."""
    return max(8, round(value / 8) * 8)


def _inception(shape: tuple[int, int, int]) -> tuple[Node, ...]:
    """Write branches in the proportions of GoogLeNet's inception (3a): 64, 96 to 128, 16 to 32, 32 of 192 channels."""
    channels = max(shape[2], FEWEST_FILTERS)
    parts = _Parts()
    parts.convolve("branch1_convolution", _eights(channels / 3), 1, block="branch1")
    ends = [parts.last]
    for branch, kernel, narrow, wide in (("branch2", 3, 1 / 2, 2 / 3), ("branch3", 5, 1 / 12, 1 / 6)):
        parts.last = ENTRANCE
        parts.convolve(f"{branch}_reduction", _eights(channels * narrow), 1, block=branch)
        ends.append(parts.convolve(f"{branch}_convolution", _eights(channels * wide), kernel, block=branch))
    parts.last = ENTRANCE
    parts.add("branch4_pooling", MaximumPooling((3, 3), (1, 1), "same"), block="branch4")
    ends.append(parts.convolve("branch4_projection", _eights(channels / 6), 1, block="branch4"))
    parts.add("concatenate", Concatenate(), reads=tuple(ends))
    return tuple(parts.nodes)


def _residual(shape: tuple[int, int, int]) -> tuple[Node, ...]:
    return _residual_block(shape, kernels=(3, 3), narrow=1)


def _bottleneck(shape: tuple[int, int, int]) -> tuple[Node, ...]:
    return _residual_block(shape, kernels=(1, 3, 1), narrow=4)


def _residual_block(shape: tuple[int, int, int], *, kernels: tuple[int, ...], narrow: int) -> tuple[Node, ...]:
    """Write a branch and a sum; where so few channels enter that they would narrow it, a 1x1 convolution beside it."""
    filters = shape[2] if shape[2] >= FEWEST_FILTERS else FEWEST_FILTERS
    parts = _Parts()
    for number, kernel in enumerate(kernels, start=1):
        is_last = number == len(kernels)
        count = filters if is_last else max(1, filters // narrow)
        parts.add(f"convolution{number}", Convolution(count, (kernel, kernel), bias=False))
        parts.add(f"normalised{number}", BatchNormalisation())
        if not is_last:
            parts.add(f"activation{number}", Activation("relu"))
    branch, shortcut = parts.last, ENTRANCE
    if filters != shape[2]:
        shortcut = parts.add("shortcut", Convolution(filters, (1, 1)), reads=(ENTRANCE,))
    parts.add("sum", Add(), reads=(branch, shortcut))
    parts.add("activation", Activation("relu"))
    return tuple(parts.nodes)


def _dense_block(shape: tuple[int, int, int]) -> tuple[Node, ...]:
    growth = min(_eights(shape[2] / 4), 32)
    parts = _Parts()
    for number in range(1, DENSE_LAYERS + 1):
        before, block = parts.last, f"layer{number}"
        parts.add(f"layer{number}_normalised", BatchNormalisation(), block=block)
        parts.add(f"layer{number}_activation", Activation("relu"), block=block)
        new = parts.add(f"layer{number}_convolution", Convolution(growth, (3, 3), bias=False), block=block)
        parts.add(f"layer{number}_concatenate", Concatenate(), reads=(before, new), block=block)
    return tuple(parts.nodes)


def _vgg_stage(shape: tuple[int, int, int]) -> tuple[Node, ...]:
    filters = min(max(2 * shape[2], 4 * FEWEST_FILTERS), MOST_FILTERS)
    parts = _Parts()
    parts.convolve("convolution1", filters, 3)
    parts.convolve("convolution2", filters, 3)
    parts.add("pooling", MaximumPooling((2, 2), (2, 2), "valid" if min(shape[:2]) > 1 else "same"))
    return tuple(parts.nodes)


def _mlpconv(shape: tuple[int, int, int]) -> tuple[Node, ...]:
    filters = min(max(shape[2], 6 * FEWEST_FILTERS), MOST_FILTERS)
    parts = _Parts()
    parts.convolve("convolution", filters, 5 if min(shape[:2]) >= 5 else 3)
    parts.convolve("mix1", filters, 1)
    parts.convolve("mix2", filters, 1)
    return tuple(parts.nodes)


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        "inception": Template(
            "Inception",
            "Kernels of 1x1, 3x3 and 5x5 and pooling beside each other, concatenated (1409.4842).",
            _inception,
        ),
        "residual": Template(
            "Residual", "Two 3x3 convolutions whose result is added to their input (1512.03385).", _residual
        ),
        "bottleneck": Template(
            "Bottleneck",
            "A residual block of 1x1, 3x3, 1x1 convolutions, narrow in the middle (1512.03385).",
            _bottleneck,
        ),
        "dense_block": Template(
            "Dense block", "Every layer reads the maps of all layers before it (1608.06993).", _dense_block
        ),
        "vgg_stage": Template(
            "VGG stage", "Two 3x3 convolutions with twice the filters, then pooling (1409.1556).", _vgg_stage
        ),
        "mlpconv": Template(
            "Mlpconv", "A convolution and two of 1x1: a small perceptron at every place (1312.4400).", _mlpconv
        ),
    }
)
"""Every block that can be inserted, by its key."""
