"""Maps that grow."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Reach, Shape, Shapes, map_shape
from models.options import OptionKind, Pair, option


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


def bilinear_kernel_size(factor: int) -> int:
    """Return the side of the kernel with which a transposed convolution is bilinear upsampling by ``factor``."""
    return 2 * factor - factor % 2


def _bilinear_padding(factor: int) -> int:
    return bilinear_kernel_size(factor) - 1 - factor // 2


def _less_one(pair: Pair) -> Pair:
    return pair[0] - 1, pair[1] - 1
