"""Changes of shape without arithmetic."""

import math
from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Reach, Shape, Shapes, map_shape
from models.options import OptionKind, Quad, option
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
