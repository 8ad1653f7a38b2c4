"""Convolutions that enlarge maps."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.activation import activation_option
from models.nodes.base import NodeType, Parameters, Reach, Shape, Shapes, map_shape
from models.nodes.initialisation import INITIAL_WEIGHTS
from models.nodes.windows import PADDINGS
from models.options import OptionKind, Padding, Pair, option
from models.problems import RuleError


@dataclass(frozen=True, slots=True)
class TransposedConvolution(NodeType):
    """The gradient of a convolution: every value lays a kernel over the larger map (also called deconvolution).

    "bilinear" initial weights make it start as bilinear upsampling of each map (FCN, 1411.4038).
    """

    type: ClassVar[str] = "transposed_convolution"
    title: ClassVar[str] = "Transposed convolution"
    family: ClassVar[str] = "convolution"
    formula: ClassVar[str] = "y[s i + u - p, s j + v - p, k] = f(b[k] + sum over i, j, c of w[u, v, k, c] x[i, j, c])"

    filters: int = option(OptionKind.INTEGER, "Filters", 32, minimum=1, description="Maps that leave the node.")
    kernel: Pair = option(OptionKind.PAIR, "Kernel", (4, 4), unit="px", minimum=1)
    stride: Pair = option(
        OptionKind.PAIR, "Stride", (2, 2), unit="px", minimum=1, description="How many times larger the map gets."
    )
    padding: Padding = option(
        OptionKind.PADDING, "Padding", "same", choices=PADDINGS, minimum=0,
        description="What is cut off: 'same' leaves size times stride, 'valid' leaves all, or rows and columns on each "
        "side.",
    )  # fmt: skip
    bias: bool = option(OptionKind.SWITCH, "Bias", True)
    activation: str = activation_option()
    initial_weights: str = option(
        OptionKind.CHOICE, "Initial weights", "he normal", choices=(*INITIAL_WEIGHTS, "bilinear"),
        description="Distribution that the weights are drawn from.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows, columns, filters): (size - 1) stride + kernel - 2 padding."""
        height, width, channels = map_shape(self.title, inputs[0])
        if self.initial_weights == "bilinear" and channels != self.filters:
            raise RuleError(
                f"Bilinear weights enlarge every map by itself. Received: {channels} maps and {self.filters} filters.",
                f"Use {channels} filters, or other initial weights.",
            )
        return self._length(height, 0), self._length(width, 1), self.filters

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return weights of one kernel per filter, plus biases."""
        return Parameters(self._weights(inputs) + self.filters * self.bias)

    def multiply_adds(self, inputs: Shapes) -> int:
        """Return one multiply-add per weight and position of the input."""
        return inputs[0][0] * inputs[0][1] * self._weights(inputs)

    def reach(self, inputs: Shapes) -> Reach:
        """Return the extent of the kernel on the map whose values are moved apart by the stride."""
        padding = (self.kernel[0] - 1 - self._cut(0), self.kernel[1] - 1 - self._cut(1))
        return Reach(self.kernel, padding=padding, stretch=self.stride)

    def _length(self, size: int, axis: int) -> int:
        stride = self.stride[axis]
        whole = size * stride + max(self.kernel[axis] - stride, 0)
        length = size * stride if self.padding == "same" else whole - 2 * self._cut(axis)
        if length < 1:
            raise RuleError(
                f"The padding cuts everything off. Received: {self._cut(axis)} px on both sides of {whole} px.",
                "Use less padding, or 'same'.",
            )
        return length

    def _cut(self, axis: int) -> int:
        """Return what is cut off before the first cell."""
        if isinstance(self.padding, tuple):
            return self.padding[axis]
        return max(self.kernel[axis] - self.stride[axis], 0) // 2 if self.padding == "same" else 0

    def _weights(self, inputs: Shapes) -> int:
        return self.kernel[0] * self.kernel[1] * inputs[0][-1] * self.filters
