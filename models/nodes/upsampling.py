"""Maps that grow."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Reach, Shape, Shapes, describe, map_shape
from models.nodes.windows import PADDINGS, SlidingWindow
from models.options import OptionKind, Pair, option
from models.problems import RuleError


@dataclass(frozen=True, slots=True)
class Upsampling(NodeType):
    """Every value repeated, or values between the values."""

    type: ClassVar[str] = "upsampling"
    title: ClassVar[str] = "Upsampling"
    family: ClassVar[str] = "upsampling"
    formula: ClassVar[str] = "y[i, j, c] = x at ((i + 1/2) / factor - 1/2, (j + 1/2) / factor - 1/2, c)"

    factor: Pair = option(OptionKind.PAIR, "Factor", (2, 2), minimum=1, description="How many times larger it gets.")
    method: str = option(
        OptionKind.CHOICE, "Method", "nearest", choices=("nearest", "bilinear"),
        description="Repeat the nearest value, or weigh the four around.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows times factor, columns times factor, channels)."""
        height, width, channels = map_shape(self.title, inputs[0])
        return height * self.factor[0], width * self.factor[1], channels

    def reach(self, inputs: Shapes) -> Reach:
        """Return the nearest cell, or those between whose centres a new one lies."""
        if self.method == "nearest":
            return Reach(self.factor, padding=_less_one(self.factor), stretch=self.factor)
        kernel = (bilinear_kernel_size(self.factor[0]), bilinear_kernel_size(self.factor[1]))
        padding = (_bilinear_padding(self.factor[0]), _bilinear_padding(self.factor[1]))
        return Reach(kernel, padding=padding, stretch=self.factor)


@dataclass(frozen=True, slots=True)
class BedOfNails(NodeType):
    """Every value in the upper left corner of a window of zeros."""

    type: ClassVar[str] = "bed_of_nails"
    title: ClassVar[str] = "Bed of nails"
    family: ClassVar[str] = "upsampling"
    formula: ClassVar[str] = "y[factor i, factor j, c] = x[i, j, c], 0 elsewhere"

    factor: Pair = option(OptionKind.PAIR, "Factor", (2, 2), minimum=1, description="How many times larger it gets.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows times factor, columns times factor, channels)."""
        height, width, channels = map_shape(self.title, inputs[0])
        return height * self.factor[0], width * self.factor[1], channels

    def reach(self, inputs: Shapes) -> Reach:
        """Return a single cell; those between the nails see nothing."""
        return Reach(stretch=self.factor)


@dataclass(frozen=True, slots=True)
class MaximumUnpooling(NodeType):
    """Every value at the position of the maximum that pooling found, zeros elsewhere (SegNet, 1511.00561).

    The first input is enlarged; the second one is the map that was pooled, of which positions and size are taken.
    """

    type: ClassVar[str] = "maximum_unpooling"
    title: ClassVar[str] = "Maximum unpooling"
    family: ClassVar[str] = "upsampling"
    formula: ClassVar[str] = "y[position of the maximum of window (i, j) of x2, c] = x1[i, j, c], 0 elsewhere"
    input_count: ClassVar[int | None] = 2
    value_inputs: ClassVar[int | None] = 1

    window: Pair = option(
        OptionKind.PAIR, "Window", (2, 2), unit="px", minimum=1, description="Window and stride of the pooling."
    )
    padding: str = option(
        OptionKind.CHOICE, "Padding", "valid", choices=PADDINGS, description="Padding of the pooling."
    )

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the map that was pooled."""
        values = map_shape(self.title, inputs[0])
        height, width, channels = map_shape(self.title, inputs[1])
        pooled = *self._sliding().output_size((height, width)), channels
        if values != pooled:
            raise RuleError(
                f"{self.title} needs the map that pooling made, or one of its shape. Received: {describe(values)} "
                f"for {describe(inputs[1])}, which is pooled to {describe(pooled)}.",
                "Connect the map before the pooling as second input, and use the pooling's window and padding.",
            )
        return inputs[1]

    def reach(self, inputs: Shapes) -> Reach:
        """Return the cell whose window a new one lies in."""
        leading = self._sliding().reach((inputs[1][0], inputs[1][1])).padding
        padding = (self.window[0] - 1 - leading[0], self.window[1] - 1 - leading[1])
        return Reach(self.window, padding=padding, stretch=self.window)

    def _sliding(self) -> SlidingWindow:
        return SlidingWindow(self.window, self.window, self.padding)


def bilinear_kernel_size(factor: int) -> int:
    """Return the side of the kernel with which a transposed convolution is bilinear upsampling by ``factor``."""
    return 2 * factor - factor % 2


def _bilinear_padding(factor: int) -> int:
    return bilinear_kernel_size(factor) - 1 - factor // 2


def _less_one(pair: Pair) -> Pair:
    return pair[0] - 1, pair[1] - 1
