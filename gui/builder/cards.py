"""What stands on the card of a node: name, options, shape, parameters, receptive field. Free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from gui.builder.folding import BlockSums
from gui.words import NOTHING, count, percent, shape, short_count
from models.arithmetic import LayerRow
from models.graph import Node
from models.nodes.base import NodeType

Steps = tuple[int | Fraction, int | Fraction]
"""Extents or strides of both directions; behind upsampling a stride can be a part of a pixel."""
ACTIVATION_TITLES = {
    "relu": "ReLU",
    "leaky relu": "leaky ReLU",
    "relu6": "ReLU6",
    "elu": "ELU",
    "selu": "SELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "prelu": "PReLU",
}
_SHORT_TITLES = {
    "maximum_pooling": "maximum",
    "average_pooling": "average",
    "dilated_pooling": "dilated",
    "global_average_pooling": "global average",
    "global_maximum_pooling": "global maximum",
    "batch_normalisation": "batch norm",
    "layer_normalisation": "layer norm",
    "group_normalisation": "group norm",
    "local_response_normalisation": "local response",
    "gaussian_noise": "noise",
    "table_convolution": "table",
}
_SILENT = frozenset({"convolution", "input", "activation"})
_NUMBERS = ("rate", "deviation", "size", "groups", "units")
_SIZES = ("kernel", "window", "factor")


@dataclass(frozen=True, slots=True)
class Card:
    """The texts of a card.

    Attributes:
        name: bold, at the left.
        options: behind the name, at the right.
        shape: second line, at the left; a dash where it is not known.
        parameters: second line; a dash for none.
        few_digits: the same in three digits, for where there is no room.
        field: second line, at the right: receptive field / stride; empty where all is seen or nothing is known.
        family: decides the colour of the bar.
        problem: one sentence, empty for none.
    """

    name: str
    options: str
    shape: str
    parameters: str
    few_digits: str
    field: str
    family: str
    problem: str = ""


def node_card(node: Node, row: LayerRow | None, *, frame: str = "", problem: str = "") -> Card:
    """The card of a node.

    Args:
        node: what is shown.
        row: its line of the table, None where its numbers are not known.
        frame: path of the open block around it, whose name is not said again.
        problem: one sentence, empty for none.
    """
    name = local_name(node.name, frame)
    return Card(
        name=name,
        options=_without_name(summary(node.operation), name),
        shape=shape(row.output_shape) if row is not None else NOTHING,
        parameters=count(row.parameters) if row is not None and row.parameters else NOTHING,
        few_digits=short_count(row.parameters) if row is not None and row.parameters else NOTHING,
        field=_row_field(row),
        family=node.operation.family,
        problem=problem,
    )


def local_name(name: str, block: str) -> str:
    """The name of a node without that of the block that it stands in.

    Example:
        >>> local_name("stage1_block1_sum", "stage1/block1")
        'sum'
    """
    return name.removeprefix(f"{block.replace('/', '_')}_") if block else name


def _without_name(text: str, name: str) -> str:
    """The options without what the name says already: nothing behind ``flatten``."""
    spoken = name.rstrip("0123456789").strip("_").replace("_", " ")
    return "" if text == spoken else text


def block_card(name: str, sums: BlockSums, *, problem: str = "") -> Card:
    """The card of a folded block: how many layers it has, and what leaves it."""
    return Card(
        name=name,
        options=f"{sums.layers} layers",
        shape=shape(sums.output_shape) if sums.output_shape is not None else NOTHING,
        parameters=count(sums.parameters) if sums.parameters else NOTHING,
        few_digits=short_count(sums.parameters) if sums.parameters else NOTHING,
        field=_field(sums.receptive_field, sums.stride, is_all=sums.effective == "whole input"),
        family="block",
        problem=problem,
    )


def block_note(sums: BlockSums) -> str:
    """What stands at the right of an open block's title: ``54,575,114, 93.6 %``."""
    return f"{count(sums.parameters)}, {percent(sums.parameter_share)}" if sums.parameters else NOTHING


def summary(operation: NodeType) -> str:
    """The options of a node that differ from what goes without saying: ``5 × 5, padding 2``.

    Example:
        >>> summary(Convolution(96, (11, 11), (4, 4), "valid"))
        '11 × 11, stride 4'
    """
    options = operation.options
    parts = [*_window(options), *_extras(options), *_function(options)]
    if operation.type in _SILENT:
        return ", ".join(parts)
    title = _SHORT_TITLES.get(operation.type, operation.title.lower())
    if any(name in options for name in _SIZES):
        return ", ".join([f"{title} {parts[0]}", *parts[1:]])
    numbers = [f"{options[name]:g}" for name in _NUMBERS if isinstance(options.get(name), int | float)]
    return ", ".join([" ".join([title, *numbers[:1]]), *parts])


def _window(options: Mapping[str, object]) -> list[str]:
    parts = [times(options[name]) for name in _SIZES if isinstance(options.get(name), tuple)]
    for name in ("stride", "padding", "dilation"):
        value = options.get(name)
        plain = 0 if name == "padding" else 1
        if isinstance(value, tuple) and value != (plain,) * len(value):
            parts.append(f"{name} {times(value) if len(set(value)) > 1 else value[0]}")
    return parts


def _extras(options: Mapping[str, object]) -> list[str]:
    groups = options.get("groups", 1)
    return [f"{groups} groups"] if groups != 1 else []


def _function(options: Mapping[str, object]) -> list[str]:
    chosen = options.get("activation", options.get("function", "linear"))
    return [] if chosen == "linear" else [ACTIVATION_TITLES.get(str(chosen), str(chosen))]


def times(values: object) -> str:
    """Sizes of several directions: ``5 × 5``."""
    return " × ".join(map(str, values)) if isinstance(values, tuple) else str(values)


def _field(size: Steps | None, stride: Steps | None, *, is_all: bool) -> str:
    if size is None or stride is None or is_all:
        return ""
    return f"RF {' / '.join(_extent(pair) for pair in (size, stride))}"


def _extent(pair: Steps) -> str:
    sides = [f"{side:,}" if isinstance(side, int) else str(side) for side in pair]
    return sides[0] if sides[0] == sides[1] else " × ".join(sides)


def _row_field(row: LayerRow | None) -> str:
    if row is None:
        return ""
    return _field(row.receptive_field, row.stride, is_all=row.effective == "whole input")
