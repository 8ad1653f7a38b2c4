"""Detectors in one stage: what every cell of a grid, and every default box of several maps, says of an object."""

import math
from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Shape, Shapes, describe, map_shape
from models.options import OptionKind, Pair, Table, option
from models.problems import RuleError

CELL_COLUMNS = 5
"""What a grid says of each box: place and size in four numbers, and how sure it is that there is an object."""
CORNERS = 4
THOUSANDTHS = 1000
"""Shapes of boxes are whole thousandths of the picture's width and height, so that they fit a picture of any size."""
SQUARES: Table = ((100, 100), (250, 250), (500, 500))


@dataclass(frozen=True, slots=True)
class CellBoxes(NodeType):
    """A few boxes for every cell, and one class for all of them: S x S x (5 B + C), the first YOLO (1506.02640)."""

    type: ClassVar[str] = "cell_boxes"
    title: ClassVar[str] = "Boxes of cells"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y[i, j] = (x, y, square roots of width and height, confidence) of B boxes, C scores"

    cells: Pair = option(OptionKind.PAIR, "Cells", (7, 7), minimum=1, description="Rows and columns of the grid.")
    boxes: int = option(OptionKind.INTEGER, "Boxes", 2, minimum=1, description="Boxes of each cell.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows, columns, 5 boxes + classes)."""
        each, left = divmod(math.prod(inputs[0]), math.prod(self.cells))
        if left or each <= CELL_COLUMNS * self.boxes:
            raise RuleError(
                f"Every cell has {CELL_COLUMNS} values for each box, and one for each class. "
                f"Received: {describe(inputs[0])} for {self.cells[0]}x{self.cells[1]} cells with {self.boxes} boxes.",
                f"Use {math.prod(self.cells)} times {CELL_COLUMNS * self.boxes} plus the classes.",
            )
        return *self.cells, each

    def activation_bytes(self, inputs: Shapes) -> int:
        """Return 0: the values stay where they are."""
        return 0

    def reach(self, inputs: Shapes) -> None:
        """Return None: each cell speaks for the whole picture."""
        return


@dataclass(frozen=True, slots=True)
class GridBoxes(NodeType):
    """A few boxes for every cell, each with its own class: S x S x B x (5 + C), of the second YOLO (1612.08242)."""

    type: ClassVar[str] = "grid_boxes"
    title: ClassVar[str] = "Boxes of a grid"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y[i, j, b] = place and size of the box as changes of shape b, objectness, C class logits"

    shapes: Table = option(
        OptionKind.TABLE, "Shapes", SQUARES, minimum=1, unit="‰",
        description="Width and height that each box of a cell starts from, in thousandths of the picture.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows, columns, boxes, 5 + classes)."""
        require_pairs(self.shapes)
        rows, columns, channels = map_shape(self.title, inputs[0])
        each, left = divmod(channels, len(self.shapes))
        if left or each <= CELL_COLUMNS:
            raise RuleError(
                f"Every box has {CELL_COLUMNS} values and one for each class. "
                f"Received: {channels} channels for {len(self.shapes)} boxes.",
                f"Give the convolution before it {len(self.shapes)} times {CELL_COLUMNS} plus the classes as filters.",
            )
        return rows, columns, len(self.shapes), each

    def activation_bytes(self, inputs: Shapes) -> int:
        """Return 0: the values stay where they are."""
        return 0

    def reach(self, inputs: Shapes) -> None:
        """Return None: the channels of a cell have become rows."""
        return


@dataclass(frozen=True, slots=True)
class DefaultBoxRows(NodeType):
    """All default boxes of several maps, one a row: where each lies, and what the network says of it (SSD, 1512.02325).

    Inputs are pairs of maps, the finest first: four changes (``models.boxes.deltas``) for each default box of a cell,
    and logits of the background and of every class for each.
    """

    type: ClassVar[str] = "default_box_rows"
    title: ClassVar[str] = "Default boxes"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y[default box] = corners as shares of the picture, changes, logits"
    input_count: ClassVar[int | None] = None

    shapes: Table = option(
        OptionKind.TABLE, "Shapes", ((100, 100), (500, 500)), minimum=1, unit="‰",
        description="A row for each map: widths and heights of the default boxes of a cell, one after the other, in "
        "thousandths of the picture.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (default boxes, 8 + background and classes)."""
        if len(inputs) != 2 * len(self.shapes) or any(len(row) % 2 for row in self.shapes):
            raise RuleError(
                f"Default boxes need two maps for each row of shapes, and a height for each width. "
                f"Received: {len(inputs)} maps and {self.shapes}.",
                "Connect for each row its changes and, behind them, its logits.",
            )
        counts, columns = zip(*map(self._rows_of, range(len(self.shapes)), inputs[::2], inputs[1::2]), strict=True)
        if len(set(columns)) > 1:
            raise RuleError(
                f"All maps tell the same classes apart. Received: {sorted(set(columns))} logits for each box.",
                "Give the convolutions the same classes.",
            )
        return sum(counts), 2 * CORNERS + columns[0]

    def reach(self, inputs: Shapes) -> None:
        """Return None: the rows no longer lie as the cells do."""
        return

    def _rows_of(self, level: int, changes: Shape, logits: Shape) -> tuple[int, int]:
        """Return how many default boxes a map has, and how many logits each of them."""
        height, width, channels = map_shape(self.title, logits)
        each = len(self.shapes[level]) // 2
        if changes != (height, width, CORNERS * each) or channels % each:
            raise RuleError(
                f"Default boxes need {CORNERS * each} changes, and logits for each of {each} boxes, in every cell. "
                f"Received: {describe(changes)} and {describe(logits)}.",
                f"Give the convolutions before it {CORNERS * each} filters and a multiple of {each}.",
            )
        return height * width * each, channels // each


def require_pairs(shapes: Table) -> None:
    """Raise ``RuleError`` unless every shape is a width and a height."""
    if any(len(shape) != 2 for shape in shapes):
        raise RuleError(f"Every shape is a width and a height. Received: {shapes}.", "Give two numbers for each shape.")
