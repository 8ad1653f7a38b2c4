"""How the size of a layer's output comes about, with the numbers filled in. Free of Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from gui.words import count
from models.arithmetic import LayerRow
from models.graph import Node
from models.nodes.base import Reach, Shape

TIMES = " · "


@dataclass(frozen=True, slots=True)
class Sum:
    """One number: ``formula`` ends in an equals sign, or is empty where there is nothing to calculate."""

    name: str
    formula: str
    result: str


def product(factors: tuple[int, ...]) -> str:
    """Return a product as it is written."""
    return TIMES.join(count(factor) for factor in factors)


def size_sums(node: Node, row: LayerRow, inputs: tuple[Shape, ...], reach: Reach | None) -> Iterator[Sum]:
    """Yield how height, width and channels come about, where the layer changes them."""
    if row.type == "concatenate":
        channels = " + ".join(count(shape[-1]) for shape in inputs)
        yield Sum("Channels" if len(row.output_shape) == 3 else "Values", f"{channels} =", count(row.output_shape[-1]))
    if not inputs or len(row.output_shape) != 3 or len(inputs[0]) != 3:
        return
    formulas = [_formula(node, inputs[0][axis], row.output_shape[axis], reach, axis) for axis in (0, 1)]
    if not any(formulas):
        return
    is_one = formulas[0] == formulas[1] and row.output_shape[0] == row.output_shape[1]
    names = ("Output size",) if is_one else ("Output height", "Output width")
    for axis, name in enumerate(names):
        yield Sum(name, formulas[axis], count(row.output_shape[axis]))


def _formula(node: Node, size: int, result: int, reach: Reach | None, axis: int) -> str:
    options = node.options
    match node.type:
        case "zero_padding":
            return f"{count(size)} + {options['amount'][2 * axis]} + {options['amount'][2 * axis + 1]} ="
        case "crop":
            return f"{count(size)} − {options['amount'][2 * axis]} − {options['amount'][2 * axis + 1]} ="
        case "transposed_convolution":
            return _transposed(options["kernel"][axis], options["stride"][axis], options["padding"], size, axis)
        case "upsampling" | "bed_of_nails":
            return f"{count(size)}{TIMES}{options['factor'][axis]} ="
        case _:
            return _windowed(node, size, result, reach, axis)


def _transposed(kernel: int, stride: int, padding: object, size: int, axis: int) -> str:
    if padding == "same":
        return f"{count(size)}{TIMES}{stride} ="
    cut = padding[axis] if isinstance(padding, tuple) else 0
    whole = f"({count(size)} − 1){TIMES}{stride} + {max(kernel, stride)}"
    return f"{whole} − 2{TIMES}{cut} =" if cut else f"{whole} ="


def _windowed(node: Node, size: int, result: int, reach: Reach | None, axis: int) -> str:
    """Return floor((size - kernel + padding) / stride) + 1; the signs of rounding down only where something is lost."""
    if reach is None or max(reach.kernel + reach.stride) == 1 or max(reach.stretch) > 1:
        return ""
    kernel, stride = reach.kernel[axis], reach.stride[axis]
    padding = node.options.get("padding", "valid")
    total = max((result - 1) * stride + kernel - size, 0) if padding == "same" else 0
    if isinstance(padding, tuple):
        total = 2 * padding[axis]
    added = f"2{TIMES}{total // 2}" if total % 2 == 0 else str(total)
    inner = f"({count(size)} − {_extent(node, kernel, axis)} + {added}) / {stride}"
    is_rounded = (size - kernel + total) % stride != 0
    return f"⌊{inner}⌋ + 1 =" if is_rounded else f"{inner} + 1 ="


def _extent(node: Node, extent: int, axis: int) -> str:
    """Return the kernel's extent, with the distance of its taps where they are apart."""
    dilation = node.options.get("dilation", (1, 1))[axis]
    taps = node.options.get("kernel", node.options.get("window"))
    if dilation == 1 or taps is None:
        return str(extent)
    return f"(({taps[axis]} − 1){TIMES}{dilation} + 1)"
