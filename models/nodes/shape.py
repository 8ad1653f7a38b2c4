"""Changes of shape without arithmetic."""

import math
from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Reach, Shape, Shapes, describe, map_shape
from models.options import OptionKind, Padding, Quad, option
from models.problems import RuleError


@dataclass(frozen=True, slots=True)
class Flatten(NodeType):
    """All values of a map in one vector: rows, then columns, then channels."""

    type: ClassVar[str] = "flatten"
    title: ClassVar[str] = "Flatten"
    family: ClassVar[str] = "shape"
    formula: ClassVar[str] = "y[(i W + j) C + c] = x[i, j, c]"

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (number of values,)."""
        return (math.prod(inputs[0]),)

    def activation_bytes(self, inputs: Shapes) -> int:
        """Return 0: the values stay where they are."""
        return 0

    def reach(self, inputs: Shapes) -> Reach | None:
        """Return None for a map of several cells: together the values see everything."""
        return Reach() if math.prod(inputs[0][:-1]) == 1 else None


@dataclass(frozen=True, slots=True)
class ZeroPadding(NodeType):
    """Rows and columns of zeros around a map."""

    type: ClassVar[str] = "zero_padding"
    title: ClassVar[str] = "Zero padding"
    family: ClassVar[str] = "shape"
    formula: ClassVar[str] = "y[i + top, j + left, c] = x[i, j, c]"

    amount: Quad = option(
        OptionKind.QUAD, "Padding", (1, 1, 1, 1), unit="px", minimum=0, description="Top, bottom, left, right."
    )

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape grown by the padding."""
        height, width, channels = map_shape(self.title, inputs[0])
        top, bottom, left, right = self.amount
        return height + top + bottom, width + left + right, channels

    def reach(self, inputs: Shapes) -> Reach:
        """Return a single cell, moved by the padding."""
        return Reach(padding=(self.amount[0], self.amount[2]))


@dataclass(frozen=True, slots=True)
class Crop(NodeType):
    """A map without some rows and columns at its borders."""

    type: ClassVar[str] = "crop"
    title: ClassVar[str] = "Crop"
    family: ClassVar[str] = "shape"
    formula: ClassVar[str] = "y[i, j, c] = x[i + top, j + left, c]"

    amount: Quad = option(
        OptionKind.QUAD, "Amount", (1, 1, 1, 1), unit="px", minimum=0, description="Top, bottom, left, right."
    )

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape without the borders."""
        height, width, channels = map_shape(self.title, inputs[0])
        top, bottom, left, right = self.amount
        if top + bottom >= height or left + right >= width:
            raise RuleError(
                f"Crop leaves nothing. Received: {top + bottom} rows and {left + right} columns of {height}x{width}.",
                f"Take away at most {height - 1} rows and {width - 1} columns.",
            )
        return height - top - bottom, width - left - right, channels

    def reach(self, inputs: Shapes) -> Reach:
        """Return a single cell, moved by what is taken away."""
        return Reach(padding=(-self.amount[0], -self.amount[2]))


@dataclass(frozen=True, slots=True)
class CropTo(NodeType):
    """The part of the first input that has height and width of the second."""

    type: ClassVar[str] = "crop_to"
    title: ClassVar[str] = "Crop to"
    family: ClassVar[str] = "shape"
    formula: ClassVar[str] = "y[i, j, c] = x1[i + top, j + left, c], for the rows and columns of x2"
    input_count: ClassVar[int | None] = 2
    value_inputs: ClassVar[int | None] = 1

    offset: Padding = option(
        OptionKind.PADDING, "Offset", "centre", choices=("centre",), minimum=0,
        description="'centre', or the rows above and the columns left of the part.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return height and width of the second input, channels of the first."""
        height, width, channels = map_shape(self.title, inputs[0])
        rows, columns, _ = map_shape(self.title, inputs[1])
        top, left = self._offset(inputs)
        if min(top, left) < 0 or top + rows > height or left + columns > width:
            raise RuleError(
                f"Crop to needs a larger first input. Received: {rows}x{columns} from {max(top, 0)}, {max(left, 0)} "
                f"on {describe(inputs[0])}.",
                "Swap the inputs, or use a smaller offset.",
            )
        return rows, columns, channels

    def reach(self, inputs: Shapes) -> Reach:
        """Return a single cell, moved by the offset."""
        top, left = self._offset(inputs)
        return Reach(padding=(-top, -left))

    def _offset(self, inputs: Shapes) -> tuple[int, int]:
        if isinstance(self.offset, tuple):
            return self.offset
        (height, width), (rows, columns) = inputs[0][:2], inputs[1][:2]
        return (height - rows) // 2, (width - columns) // 2


@dataclass(frozen=True, slots=True)
class Reshape(NodeType):
    """The same values in another shape."""

    type: ClassVar[str] = "reshape"
    title: ClassVar[str] = "Reshape"
    family: ClassVar[str] = "shape"
    formula: ClassVar[str] = "y = the values of x in their order"

    shape: Shape = option(OptionKind.SHAPE, "Shape", (1, 1, 1), minimum=1, description="Without the batch.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape that is asked for."""
        if math.prod(inputs[0]) != math.prod(self.shape):
            raise RuleError(
                f"Reshape keeps the number of values. Received: {describe(inputs[0])} for {describe(self.shape)}.",
                f"Use a shape of {math.prod(inputs[0])} values.",
            )
        return self.shape

    def activation_bytes(self, inputs: Shapes) -> int:
        """Return 0: the values stay where they are."""
        return 0

    def reach(self, inputs: Shapes) -> Reach | None:
        """Return a single cell where cells stay as they are, and None where values of several come together."""
        if inputs[0][:-1] == self.shape[:-1]:
            return Reach()
        if math.prod(inputs[0][:-1]) > 1:
            return None
        rows, columns = (self.shape[0], self.shape[1]) if len(self.shape) == 3 else (1, 1)
        return Reach((rows, columns), padding=(rows - 1, columns - 1), stretch=(rows, columns))


@dataclass(frozen=True, slots=True)
class Permute(NodeType):
    """The axes in another order."""

    type: ClassVar[str] = "permute"
    title: ClassVar[str] = "Permute"
    family: ClassVar[str] = "shape"
    formula: ClassVar[str] = "y = x with its axes in the order given"

    axes: Shape = option(
        OptionKind.SHAPE, "Axes", (2, 1, 3), minimum=1, maximum=9,
        description="Which axis of the input each axis is: 1 for rows, 2 for columns, 3 for channels.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the lengths in the order of the axes."""
        if sorted(self.axes) != list(range(1, len(inputs[0]) + 1)):
            raise RuleError(
                f"Permute names each axis once. Received: {self.axes} for {describe(inputs[0])}.",
                f"Use the numbers 1 to {len(inputs[0])}, each once.",
            )
        return tuple(inputs[0][axis - 1] for axis in self.axes)

    def reach(self, inputs: Shapes) -> Reach | None:
        """Return None where cells do not stay in place: windows of the picture no longer follow rows and columns."""
        return Reach() if list(self.axes) == sorted(self.axes) else None
