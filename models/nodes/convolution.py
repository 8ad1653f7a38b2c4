"""Convolutions."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.activation import activation_option
from models.nodes.base import Parameters, Shape, Shapes, map_shape
from models.nodes.initialisation import initial_weights_option
from models.nodes.sliding import SlidingFilters, dilation_option, padding_option
from models.nodes.windows import SlidingWindow
from models.options import OptionKind, Padding, Pair, Table, option
from models.problems import RuleError

LENET_TABLE: Table = (
    (0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5),
    (0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5),
    (0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5),
    (0, 1, 2, 3, 4, 5),
)  # fmt: skip
"""Table I of LeCun et al., 1998: the maps of S2 that each map of C3 sees."""


@dataclass(frozen=True, slots=True)
class Convolution(SlidingFilters):
    """Filters that are moved over the map."""

    type: ClassVar[str] = "convolution"
    title: ClassVar[str] = "Convolution"
    family: ClassVar[str] = "convolution"
    formula: ClassVar[str] = "y[i, j, k] = f(b[k] + sum over u, v, c of w[u, v, c, k] x[s i + d u, s j + d v, c])"

    filters: int = option(OptionKind.INTEGER, "Filters", 32, minimum=1, description="Maps that leave the node.")
    kernel: Pair = option(OptionKind.PAIR, "Kernel", (3, 3), unit="px", minimum=1)
    stride: Pair = option(OptionKind.PAIR, "Stride", (1, 1), unit="px", minimum=1)
    padding: Padding = padding_option()
    dilation: Pair = dilation_option()
    groups: int = option(
        OptionKind.INTEGER, "Groups", 1, minimum=1, description="Parts of the channels that do not see each other."
    )
    bias: bool = option(OptionKind.SWITCH, "Bias", True)
    activation: str = activation_option()
    initial_weights: str = initial_weights_option("he normal")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows, columns, filters)."""
        height, width, channels = map_shape(self.title, inputs[0])
        if channels % self.groups or self.filters % self.groups:
            raise RuleError(
                f"Groups must divide channels and filters. Received: {self.groups} groups, {channels} channels, "
                f"{self.filters} filters.",
                "Use 1 group, or multiples of the groups.",
            )
        require_one_step(self.stride, self.dilation)
        return *self._window().output_size((height, width)), self.filters

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return weights of one kernel per filter, plus biases."""
        return Parameters(self._weights(inputs) + self.filters * self.bias)

    def _window(self) -> SlidingWindow:
        return SlidingWindow(self.kernel, self.stride, self.padding, self.dilation)

    def _weights(self, inputs: Shapes) -> int:
        return self.kernel[0] * self.kernel[1] * inputs[0][-1] // self.groups * self.filters


def require_one_step(stride: Pair, dilation: Pair) -> None:
    """Raise ``RuleError`` where a window has both a stride and a dilation, which Keras cannot compute."""
    if max(stride) > 1 and max(dilation) > 1:
        raise RuleError(
            f"Stride and dilation exclude each other. Received: {stride} and {dilation}.", "Set one of them to 1."
        )


@dataclass(frozen=True, slots=True)
class TableConvolution(SlidingFilters):
    """LeNet-5's C3: every filter sees only the input maps that a table names."""

    type: ClassVar[str] = "table_convolution"
    title: ClassVar[str] = "Convolution with connection table"
    family: ClassVar[str] = "convolution"
    formula: ClassVar[str] = "y[i, j, k] = f(b[k] + sum over u, v, c in table[k] of w[u, v, c, k] x[i + u, j + v, c])"

    table: Table = option(
        OptionKind.TABLE, "Connections", LENET_TABLE, minimum=0, description="For each filter the input maps it sees."
    )
    kernel: Pair = option(OptionKind.PAIR, "Kernel", (5, 5), unit="px", minimum=1)
    activation: str = activation_option()
    initial_weights: str = initial_weights_option("glorot uniform")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows, columns, rows of the table)."""
        height, width, channels = map_shape(self.title, inputs[0])
        highest = max(max(row) for row in self.table)
        if highest >= channels or any(len(set(row)) < len(row) for row in self.table):
            raise RuleError(
                f"The table must name each input map once and below {channels}. Received: {highest} as the highest.",
                f"Use maps 0 to {channels - 1}, or give the layer before it {highest + 1} filters.",
            )
        return *self._window().output_size((height, width)), len(self.table)

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return the weights of the connections, plus biases."""
        return Parameters(self._weights(inputs) + len(self.table))

    def _window(self) -> SlidingWindow:
        return SlidingWindow(self.kernel, (1, 1), "valid")

    def _weights(self, inputs: Shapes) -> int:
        return self.kernel[0] * self.kernel[1] * sum(len(row) for row in self.table)
