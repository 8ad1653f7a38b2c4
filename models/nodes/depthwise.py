"""Convolutions that keep channels apart."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.activation import activation_option
from models.nodes.base import Parameters, Shape, Shapes, map_shape
from models.nodes.convolution import require_one_step
from models.nodes.initialisation import initial_weights_option
from models.nodes.sliding import SlidingFilters, dilation_option, padding_option
from models.nodes.windows import SlidingWindow
from models.options import OptionKind, Padding, Pair, option
from models.problems import RuleError


@dataclass(frozen=True, slots=True)
class DepthwiseConvolution(SlidingFilters):
    """Filters that each see one channel only, as MobileNet's (1704.04861)."""

    type: ClassVar[str] = "depthwise_convolution"
    title: ClassVar[str] = "Depthwise convolution"
    family: ClassVar[str] = "convolution"
    formula: ClassVar[str] = (
        "y[i, j, c m + k] = f(b[c m + k] + sum over u, v of w[u, v, c, k] x[s i + d u, s j + d v, c])"
    )

    kernel: Pair = option(OptionKind.PAIR, "Kernel", (3, 3), unit="px", minimum=1)
    stride: Pair = option(OptionKind.PAIR, "Stride", (1, 1), unit="px", minimum=1)
    padding: Padding = padding_option()
    dilation: Pair = dilation_option()
    multiplier: int = option(
        OptionKind.INTEGER, "Multiplier", 1, minimum=1, description="Filters for each channel; m of the formula."
    )
    bias: bool = option(OptionKind.SWITCH, "Bias", True)
    activation: str = activation_option()
    initial_weights: str = initial_weights_option("he normal")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows, columns, channels times multiplier)."""
        height, width, channels = map_shape(self.title, inputs[0])
        require_even_steps(self.title, self.stride)
        require_one_step(self.stride, self.dilation)
        return *self._window().output_size((height, width)), channels * self.multiplier

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return weights of one kernel per filter, plus biases."""
        return Parameters(self._weights(inputs) + inputs[0][-1] * self.multiplier * self.bias)

    def _window(self) -> SlidingWindow:
        return SlidingWindow(self.kernel, self.stride, self.padding, self.dilation)

    def _weights(self, inputs: Shapes) -> int:
        return self.kernel[0] * self.kernel[1] * inputs[0][-1] * self.multiplier


@dataclass(frozen=True, slots=True)
class SeparableConvolution(SlidingFilters):
    """A depthwise convolution, then a 1x1 convolution over all its maps (Xception, 1610.02357)."""

    type: ClassVar[str] = "separable_convolution"
    title: ClassVar[str] = "Separable convolution"
    family: ClassVar[str] = "convolution"
    formula: ClassVar[str] = "y[i, j, k] = f(b[k] + sum over c, m of p[c m, k] (depthwise convolution of x)[i, j, c m])"

    filters: int = option(OptionKind.INTEGER, "Filters", 32, minimum=1, description="Maps that leave the node.")
    kernel: Pair = option(OptionKind.PAIR, "Kernel", (3, 3), unit="px", minimum=1)
    stride: Pair = option(OptionKind.PAIR, "Stride", (1, 1), unit="px", minimum=1)
    padding: Padding = padding_option()
    dilation: Pair = dilation_option()
    multiplier: int = option(
        OptionKind.INTEGER, "Multiplier", 1, minimum=1, description="Depthwise filters for each channel."
    )
    bias: bool = option(OptionKind.SWITCH, "Bias", True)
    activation: str = activation_option()
    initial_weights: str = initial_weights_option("he normal")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows, columns, filters)."""
        height, width, _ = map_shape(self.title, inputs[0])
        require_even_steps(self.title, self.stride)
        require_one_step(self.stride, self.dilation)
        return *self._window().output_size((height, width)), self.filters

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return the weights of both convolutions, plus biases."""
        return Parameters(self._weights(inputs) + self.filters * self.bias)

    def _window(self) -> SlidingWindow:
        return SlidingWindow(self.kernel, self.stride, self.padding, self.dilation)

    def _weights(self, inputs: Shapes) -> int:
        maps = inputs[0][-1] * self.multiplier
        return maps * (self.kernel[0] * self.kernel[1] + self.filters)


def require_even_steps(title: str, stride: Pair) -> None:
    """Raise ``RuleError`` where vertical and horizontal steps differ, which Keras cannot compute by channel."""
    if stride[0] != stride[1]:
        raise RuleError(f"{title} needs one stride for both axes. Received: {stride}.", f"Use {max(stride)} for both.")
