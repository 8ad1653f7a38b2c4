"""What is read in every region, changed by filters: the small network of Mask R-CNN that says a mask of each."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Parameters, Shape, Shapes, describe
from models.nodes.initialisation import initial_weights_option
from models.nodes.windows import PADDINGS, SlidingWindow
from models.options import OptionKind, Pair, option
from models.problems import RuleError

RANK = 4
"""Of the maps of all regions: regions, rows, columns, channels."""


@dataclass(frozen=True, slots=True)
class RegionConvolution(NodeType):
    """A convolution of the map that was read in every region, each for itself, with the same weights."""

    type: ClassVar[str] = "region_convolution"
    title: ClassVar[str] = "Convolution of regions"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y[region, i, j, k] = b[k] + sum over u, v, c of w[u, v, c, k] x[region, i + u, j + v, c]"

    filters: int = option(OptionKind.INTEGER, "Filters", 32, minimum=1, description="Maps of a region that leave it.")
    kernel: Pair = option(OptionKind.PAIR, "Kernel", (3, 3), unit="px", minimum=1)
    padding: str = option(
        OptionKind.CHOICE, "Padding", "same", choices=PADDINGS, description="Zeros around the map of each region."
    )
    initial_weights: str = initial_weights_option("he normal")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (regions, rows, columns, filters)."""
        regions, height, width, _ = maps_of_regions(self.title, inputs[0])
        window = SlidingWindow(self.kernel, (1, 1), self.padding)
        return regions, *window.output_size((height, width)), self.filters

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return weights of one kernel per filter, plus biases."""
        return Parameters(self._weights(inputs) + self.filters)

    def multiply_adds(self, inputs: Shapes) -> int:
        """Return one multiply-add per weight and position of every region."""
        regions, rows, columns, _ = self.output_shape(inputs)
        return regions * rows * columns * self._weights(inputs)

    def reach(self, inputs: Shapes) -> None:
        """Return None: a region can lie anywhere."""
        return

    def _weights(self, inputs: Shapes) -> int:
        return self.kernel[0] * self.kernel[1] * inputs[0][-1] * self.filters


@dataclass(frozen=True, slots=True)
class RegionEnlarging(NodeType):
    """A transposed convolution of the map of every region, whose kernels lie side by side and do not overlap."""

    type: ClassVar[str] = "region_enlarging"
    title: ClassVar[str] = "Transposed convolution of regions"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y[region, factor i + u, factor j + v, k] = b[k] + sum over c of w[u, v, k, c] x[.., c]"

    filters: int = option(OptionKind.INTEGER, "Filters", 32, minimum=1, description="Maps of a region that leave it.")
    factor: Pair = option(OptionKind.PAIR, "Factor", (2, 2), minimum=1, description="How many times larger it gets.")
    initial_weights: str = initial_weights_option("he normal")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (regions, rows times factor, columns times factor, filters)."""
        regions, height, width, _ = maps_of_regions(self.title, inputs[0])
        return regions, height * self.factor[0], width * self.factor[1], self.filters

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return weights of one kernel per filter, plus biases."""
        return Parameters(self._weights(inputs) + self.filters)

    def multiply_adds(self, inputs: Shapes) -> int:
        """Return one multiply-add per weight and position of every region."""
        regions, rows, columns, _ = inputs[0]
        return regions * rows * columns * self._weights(inputs)

    def reach(self, inputs: Shapes) -> None:
        """Return None: a region can lie anywhere."""
        return

    def _weights(self, inputs: Shapes) -> int:
        return self.factor[0] * self.factor[1] * inputs[0][-1] * self.filters


def maps_of_regions(title: str, shape: Shape) -> tuple[int, int, int, int]:
    """Return (regions, rows, columns, channels) of maps that were read in regions.

    Raises:
        RuleError: it is something else.
    """
    if len(shape) != RANK:
        raise RuleError(f"{title} needs what was read in regions. Received: {describe(shape)}.", "Insert RoI align.")
    regions, height, width, channels = shape
    return regions, height, width, channels
