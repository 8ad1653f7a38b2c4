"""What all nodes have in common that move a window over a map."""

from abc import abstractmethod
from dataclasses import dataclass

from models.nodes.base import NodeType, Reach, Shape, Shapes, map_shape
from models.nodes.windows import PADDINGS, SlidingWindow
from models.options import OptionKind, Padding, Pair, option


@dataclass(frozen=True, slots=True)
class SlidingNode(NodeType):
    """A node whose output cells each see a window of the map."""

    def reach(self, inputs: Shapes) -> Reach:
        """Return the extent of the window, gaps included."""
        return self._window().reach((inputs[0][0], inputs[0][1]))

    @abstractmethod
    def _window(self) -> SlidingWindow:
        """Return the window."""


@dataclass(frozen=True, slots=True)
class SlidingFilters(SlidingNode):
    """A node that multiplies each window by weights."""

    def multiply_adds(self, inputs: Shapes) -> int:
        """Return one multiply-add per weight and position."""
        rows, columns, _ = self.output_shape(inputs)
        return rows * columns * self._weights(inputs)

    @abstractmethod
    def _weights(self, inputs: Shapes) -> int:
        """Return the number of weights, without biases."""


@dataclass(frozen=True, slots=True)
class SlidingSummary(SlidingNode):
    """A node that makes one value of each window of each map."""

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows, columns, channels), without those for which the window would leave the padded map."""
        height, width, channels = map_shape(self.title, inputs[0])
        return *self._window().output_size((height, width)), channels


def padding_option() -> Padding:
    """Return the field for the zeros around the map of a convolution."""
    chosen: Padding = option(
        OptionKind.PADDING, "Padding", "same", choices=PADDINGS, minimum=0,
        description="Zeros around the map: 'same', 'valid' for none, or rows and columns on each side.",
    )  # fmt: skip
    return chosen


def dilation_option() -> Pair:
    """Return the field for the distance between two taps of a kernel."""
    chosen: Pair = option(
        OptionKind.PAIR, "Dilation", (1, 1), minimum=1, description="Distance between two taps of the kernel."
    )
    return chosen
