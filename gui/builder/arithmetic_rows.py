"""The numbers of a layer with the arithmetic that gives them, filled in. Free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from gui.words import byte_size, count
from models.arithmetic import LayerRow
from models.graph import Node
from models.nodes.base import BYTES_PER_VALUE, Reach, Shape

_TIMES = " · "


@dataclass(frozen=True, slots=True)
class Sum:
    """One number: ``formula`` ends in an equals sign, or is empty where there is nothing to calculate."""

    name: str
    formula: str
    result: str


def arithmetic_rows(node: Node, row: LayerRow, before: Mapping[str, LayerRow]) -> tuple[Sum, ...]:
    """Where the numbers of ``row`` come from.

    Args:
        node: the layer.
        row: its line of the table.
        before: the lines of all layers, by name.
    """
    inputs = tuple(before[name].output_shape for name in row.inputs)
    reach = node.operation.reach(inputs) if inputs else None
    sums = [*_output_size(node, row, inputs, reach), _output_values(row)]
    if row.parameters:
        sums.append(Sum("Parameters", _parameters(node, row, inputs), count(row.parameters)))
    if row.multiply_adds:
        sums.append(Sum("Multiply-adds", _multiply_adds(node, row, inputs), count(row.multiply_adds)))
    sums.append(_receptive_field(row, before, reach))
    values = prod(row.output_shape)
    sums.append(Sum("Memory per picture", f"{count(values)} · {BYTES_PER_VALUE} B =", byte_size(row.activation_bytes)))
    return tuple(sums)


def _output_size(node: Node, row: LayerRow, inputs: tuple[Shape, ...], reach: Reach | None) -> list[Sum]:
    if reach is None or not inputs or len(row.output_shape) != 3 or max(reach.kernel + reach.stride) == 1:
        return []
    is_square = inputs[0][0] == inputs[0][1] and reach.kernel[0] == reach.kernel[1]
    names = ("Output size",) if is_square else ("Output height", "Output width")
    padding = node.options.get("padding", "valid")
    return [
        Sum(name, _size_formula(padding, row, inputs[0], reach, axis), count(row.output_shape[axis]))
        for axis, name in enumerate(names)
    ]


def _size_formula(padding: object, row: LayerRow, shape: Shape, reach: Reach, axis: int) -> str:
    kernel, stride, size = reach.kernel[axis], reach.stride[axis], shape[axis]
    added = _added_cells(padding, needed=(row.output_shape[axis] - 1) * stride + kernel - size, axis=axis)
    inner = f"{count(size)} − {kernel}{added}"
    return f"({inner}) / {stride} + 1 ="


def _added_cells(padding: object, *, needed: int, axis: int) -> str:
    if isinstance(padding, tuple):
        return f" + 2 · {padding[axis]}" if padding[axis] else ""
    if padding != "same" or needed <= 0:
        return ""
    return f" + 2 · {needed // 2}" if needed % 2 == 0 else f" + {needed}"


def _output_values(row: LayerRow) -> Sum:
    formula = f"{_product(row.output_shape)} =" if len(row.output_shape) > 1 else ""
    return Sum("Output values", formula, count(prod(row.output_shape)))


def _parameters(node: Node, row: LayerRow, inputs: tuple[Shape, ...]) -> str:
    options = node.options
    match row.type:
        case "convolution":
            channels = inputs[0][-1] // options["groups"]
            weights = _product((*options["kernel"], channels, options["filters"]))
            return f"{weights} + {count(options['filters'])} =" if options["bias"] else f"{weights} ="
        case "dense":
            weights = _product((inputs[0][0], options["units"]))
            return f"{weights} + {count(options['units'])} =" if options["bias"] else f"{weights} ="
        case _:
            channels = row.output_shape[-1]
            return f"{row.parameters // channels} · {count(channels)} =" if row.parameters % channels == 0 else ""


def _multiply_adds(node: Node, row: LayerRow, inputs: tuple[Shape, ...]) -> str:
    match row.type:
        case "convolution":
            taps = prod(node.options["kernel"]) * inputs[0][-1] // node.options["groups"]
            return f"{_product((*row.output_shape, taps))} ="
        case "dense":
            return f"{_product((inputs[0][0], node.options['units']))} ="
        case _:
            return ""


def _receptive_field(row: LayerRow, before: Mapping[str, LayerRow], reach: Reach | None) -> Sum:
    if row.effective == "whole input":
        return Sum("Receptive field", "", "whole input")
    formula = ""
    if reach is not None and len(row.inputs) == 1 and reach.kernel[0] > 1:
        source = before[row.inputs[0]]
        formula = f"{source.receptive_field[0]} + ({reach.kernel[0]} − 1) · {source.stride[0]} ="
    return Sum("Receptive field", formula, f"{row.receptive_field[0]} px")


def _product(factors: tuple[int, ...]) -> str:
    return _TIMES.join(count(factor) for factor in factors)
