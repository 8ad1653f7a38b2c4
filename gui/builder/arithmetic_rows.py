"""The numbers of a layer with the arithmetic that gives them, filled in. Free of Qt."""

from collections.abc import Iterator, Mapping
from math import prod

from gui.builder.size_formulas import TIMES, Sum, product, size_sums
from gui.words import byte_size, count
from models.arithmetic import LayerRow
from models.graph import Node
from models.nodes.base import BYTES_PER_VALUE, Reach, Shape
from models.receptive_field import Step

__all__ = ["Sum", "arithmetic_rows"]


def arithmetic_rows(node: Node, row: LayerRow, before: Mapping[str, LayerRow]) -> tuple[Sum, ...]:
    """Where the numbers of ``row`` come from.

    Args:
        node: the layer.
        row: its line of the table.
        before: the lines of all layers, by name.
    """
    inputs = tuple(before[name].output_shape for name in row.inputs)
    reach = node.operation.reach(inputs) if inputs else None
    sums = [*size_sums(node, row, inputs, reach), _output_values(row, inputs)]
    if node.weights_of:
        sums.append(Sum("Parameters", "", f"those of {node.weights_of}"))
    elif row.parameters:
        sums.append(Sum("Parameters", _parameters(node, row, inputs), count(row.parameters)))
    if row.multiply_adds:
        sums.append(Sum("Multiply-adds", _multiply_adds(node, row, inputs), count(row.multiply_adds)))
    sums.extend(_receptive_field(node, row, before, reach))
    sums.append(_memory(row))
    return tuple(sums)


def _output_values(row: LayerRow, inputs: tuple[Shape, ...]) -> Sum:
    values = prod(row.output_shape)
    if len(row.output_shape) > 1:
        return Sum("Output values", f"{product(row.output_shape)} =", count(values))
    is_flattened = len(inputs) == 1 and len(inputs[0]) > 1 and prod(inputs[0]) == values
    return Sum("Output values", f"{product(inputs[0])} =" if is_flattened else "", count(values))


def _memory(row: LayerRow) -> Sum:
    values = row.activation_bytes // BYTES_PER_VALUE
    formula = f"{count(values)}{TIMES}{BYTES_PER_VALUE} B =" if values else ""
    return Sum("Memory per picture", formula, byte_size(row.activation_bytes))


def _parameters(node: Node, row: LayerRow, inputs: tuple[Shape, ...]) -> str:
    weights = _weights(node, inputs)
    if not weights:
        channels = row.output_shape[-1]
        return f"{row.parameters // channels}{TIMES}{count(channels)} =" if row.parameters % channels == 0 else ""
    biases = row.output_shape[-1] if node.options.get("bias", node.type == "table_convolution") else 0
    return f"{weights} + {count(biases)} =" if biases else f"{weights} ="


def _weights(node: Node, inputs: tuple[Shape, ...]) -> str:
    """Return the product that counts the weights of a layer with kernels; "" for others."""
    options, channels = node.options, inputs[0][-1] if inputs else 0
    match node.type:
        case "convolution":
            groups = options["groups"]
            each = count(channels) if groups == 1 else f"({count(channels)} / {groups})"
            return TIMES.join((product(options["kernel"]), each, count(options["filters"])))
        case "transposed_convolution":
            return product((*options["kernel"], channels, options["filters"]))
        case "depthwise_convolution":
            return product((*options["kernel"], channels, options["multiplier"]))
        case "separable_convolution":
            maps = channels * options["multiplier"]
            return f"{product((*options['kernel'], maps))} + {product((maps, options['filters']))}"
        case "table_convolution":
            return product((*options["kernel"], sum(len(seen) for seen in options["table"])))
        case "dense":
            return product((channels, options["units"]))
        case _:
            return ""


def _multiply_adds(node: Node, row: LayerRow, inputs: tuple[Shape, ...]) -> str:
    """Return how often every weight is used: once for each position."""
    if node.type == "dense":
        return f"{product((*inputs[0], node.options['units']))} ="
    if node.type == "transposed_convolution":
        return f"{product(inputs[0][:2])}{TIMES}{_weights(node, inputs)} ="
    positions = row.output_shape[:-1]
    if node.type == "separable_convolution":
        return f"{product(positions)}{TIMES}({_weights(node, inputs)}) ="
    for factors in (row.output_shape, positions):
        if row.multiply_adds % prod(factors) == 0:
            return f"{product((*factors, row.multiply_adds // prod(factors)))} ="
    return ""


def _receptive_field(node: Node, row: LayerRow, before: Mapping[str, LayerRow], reach: Reach | None) -> Iterator[Sum]:
    """Yield extent and step of the window that is seen; one line where both axes are alike."""
    if row.effective == "whole input":
        yield Sum("Receptive field", "", "whole input")
        return
    sources = [before[name] for name in row.inputs[: node.operation.value_inputs]]
    fields = [_field(row, sources, reach, axis) for axis in (0, 1)]
    steps = [_step(row, sources, reach, axis) for axis in (0, 1)]
    for title, both in (("Receptive field", fields), ("Stride", steps)):
        if both[0] == both[1]:
            yield Sum(title, *both[0])
        else:
            yield from (Sum(f"{title}, {axis}", *one) for axis, one in zip(("rows", "columns"), both, strict=True))


def _field(row: LayerRow, sources: list[LayerRow], reach: Reach | None, axis: int) -> tuple[str, str]:
    size, result = row.receptive_field[axis], f"{count(row.receptive_field[axis])} px"
    fields = [source.receptive_field[axis] for source in sources]
    if len(sources) > 1 and size == max(fields):
        return f"max({', '.join(map(count, fields))}) =", result
    if len(sources) != 1 or reach is None or reach.kernel[axis] == 1:
        return "", result
    step = sources[0].stride[axis]
    if fields[0] + (reach.kernel[axis] - 1) * step != size:
        return "", result  # behind upsampling cells see different windows: there is no such sum
    return f"{count(fields[0])} + ({reach.kernel[axis]} − 1){TIMES}{_pixels(step)} =", result


def _step(row: LayerRow, sources: list[LayerRow], reach: Reach | None, axis: int) -> tuple[str, str]:
    result = f"{_pixels(row.stride[axis])} px"
    if len(sources) != 1 or reach is None:
        return "", result
    source, stride, stretch = _pixels(sources[0].stride[axis]), reach.stride[axis], reach.stretch[axis]
    formula = source + (f"{TIMES}{stride}" if stride > 1 else "") + (f" / {stretch}" if stretch > 1 else "")
    return f"{formula} =" if formula != source else "", result


def _pixels(step: Step) -> str:
    return count(step) if isinstance(step, int) else f"{step.numerator}/{step.denominator}"
