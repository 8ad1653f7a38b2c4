"""Arithmetic of sliding windows: sizes, padding and reach."""

from dataclasses import dataclass

from models.nodes.base import Reach
from models.options import Padding, Pair
from models.problems import RuleError

PADDINGS = ("same", "valid")


@dataclass(frozen=True, slots=True)
class SlidingWindow:
    """A window moved over a map; all pairs are vertical first.

    Attributes:
        kernel: size of the window.
        stride: step.
        dilation: distance between two taps of the window.
        padding: "valid" for none, "same" for ceil(size / stride) cells as TensorFlow places them,
            or the number of cells added on both sides.
    """

    kernel: Pair
    stride: Pair
    padding: Padding
    dilation: Pair = (1, 1)

    def output_size(self, size: Pair) -> Pair:
        """Return floor((size - extent + padding) / stride) + 1 for both axes.

        Raises:
            RuleError: the window is larger than the padded map.
        """
        return self._axis(size, 0), self._axis(size, 1)

    def borders(self, size: Pair) -> tuple[Pair, Pair]:
        """Return the cells that are added (above, below) and (left, right) of a map of this size."""
        return self._padding(size, 0), self._padding(size, 1)

    def reach(self, size: Pair) -> Reach:
        """Return extent, step and leading padding of the window."""
        extent = (self._extent(0), self._extent(1))
        return Reach(extent, self.stride, (self._padding(size, 0)[0], self._padding(size, 1)[0]))

    def _extent(self, axis: int) -> int:
        return (self.kernel[axis] - 1) * self.dilation[axis] + 1

    def _padding(self, size: Pair, axis: int) -> Pair:
        if self.padding == "valid":
            return 0, 0
        if isinstance(self.padding, tuple):
            return self.padding[axis], self.padding[axis]
        cells = -(-size[axis] // self.stride[axis])
        total = max((cells - 1) * self.stride[axis] + self._extent(axis) - size[axis], 0)
        return total // 2, total - total // 2

    def _axis(self, size: Pair, axis: int) -> int:
        room = size[axis] + sum(self._padding(size, axis)) - self._extent(axis)
        if room < 0:
            raise RuleError(
                f"The window is larger than its input. Received: a window of {self._extent(0)}x{self._extent(1)} "
                f"on a map of {size[0]}x{size[1]}.",
                "Use a smaller window, padding 'same', fewer strides before it, or larger pictures.",
            )
        return room // self.stride[axis] + 1
