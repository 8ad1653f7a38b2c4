"""YOLO: one look at the whole picture, and a few boxes for each cell of a coarse grid.

Redmon, Divvala, Girshick, Farhadi, "You only look once: unified, real-time object detection", 2016 (1506.02640). It
assumes pictures of 448x448x3 and 20 classes: 24 convolutions and two dense layers, 271,703,550 parameters, an output of
1470 values = 7 x 7 x (2 * 5 + 20). The paper's leaky ReLU has a slope of 0.1. A cell has one class whatever its boxes
are, and so finds objects of one class only.

The grid form, S x S x B x (5 + C), is that of the second YOLO (Redmon, Farhadi, 2017, 1612.08242): no dense layers,
each box of a cell starts from a shape of its own and has its own class. Here it stands on the trunk of the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.architectures.chain import Chain
from models.graph import Graph
from models.nodes import CellBoxes, Convolution, Dense, Dropout, Flatten, GridBoxes, MaximumPooling
from models.nodes.base import Shape
from models.nodes.grids import CELL_COLUMNS
from models.nodes.initialisation import suitable_initial_weights
from models.options import Table

PUBLISHED_STRIDE_PX = 64
STRIDES_PX = (64, 32, 16)
MOST_FILTERS = 16
"""Filters of the last stages, in widths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """The convolutions of a YOLO.

    Attributes:
        width: filters of the first convolution.
        depth: pairs of a 1x1 and a 3x3 convolution in the fourth stage; the fifth has half as many.
        stride_px: pixels from one cell to the next: 64, or less by leaving out the last strides.
        activation: function behind every convolution.
        is_normalised: normalise behind every convolution.
    """

    width: int
    depth: int
    stride_px: int
    activation: str
    is_normalised: bool

    def stages(self) -> list[list[tuple[int, int]]]:
        """Return filters, in widths, and side of the kernel of every convolution, stage by stage."""
        fourth = [(4, 1), (8, 3)] * self.depth + [(8, 1), (MOST_FILTERS, 3)]
        fifth = [(8, 1), (MOST_FILTERS, 3)] * (self.depth // 2) + [(MOST_FILTERS, 3)] * 2
        third = [(2, 1), (4, 3), (4, 1), (8, 3)]
        return [[(1, 7)], [(3, 3)], third, fourth, fifth, [(MOST_FILTERS, 3)] * 2]

    def add(self, chain: Chain) -> None:
        """Append all of it."""
        for number, convolutions in enumerate(self.stages(), start=1):
            strides = [1] * len(convolutions)
            if number == 1:
                strides[0] = 2
            if number == 5 and self.stride_px == PUBLISHED_STRIDE_PX:
                strides[-1] = 2
            self._add_stage(chain, f"stage{number}", convolutions, strides)
            if number < 4 or (number == 4 and self.stride_px > min(STRIDES_PX)):
                chain.add(f"stage{number}_pooling", MaximumPooling(padding="same"), block=f"stage{number}")

    def _add_stage(
        self, chain: Chain, block: str, convolutions: Sequence[tuple[int, int]], strides: Sequence[int]
    ) -> None:
        for number, ((widths, side), stride) in enumerate(zip(convolutions, strides, strict=True), start=1):
            convolution = Convolution(
                widths * self.width, (side, side), (stride, stride), (side // 2, side // 2),
                bias=not self.is_normalised, initial_weights=suitable_initial_weights(self.activation),
            )  # fmt: skip
            name = f"{block}_convolution{number}"
            chain.convolve(name, convolution, self.activation, is_normalised=self.is_normalised, block=block)


def yolo_v1(
    input_shape: Shape,
    classes: int,
    *,
    name: str,
    width: int,
    depth: int,
    stride: str,
    boxes: int,
    dense_units: int,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return the first YOLO; its output is (S, S, 5 boxes + classes).

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of objects; the background is none of them.
        name: of the graph.
        width: filters of the first convolution.
        depth: pairs of convolutions in the fourth stage; the fifth has half as many.
        stride: "64" as in the paper, "32" or "16": pixels from one cell to the next.
        boxes: of each cell.
        dense_units: units of the hidden dense layer.
        activation: function behind every hidden layer.
        dropout: share hidden behind the hidden dense layer while training.
        batch_normalisation: normalise behind every convolution.
    """
    chain = Chain(input_shape)
    trunk = Trunk(
        width=width, depth=depth, stride_px=int(stride), activation=activation, is_normalised=batch_normalisation
    )
    trunk.add(chain)
    rows, columns = (chain.last_shape() or (1, 1))[:2]
    chain.add("flatten", Flatten(), block="head")
    chain.add("dense", Dense(dense_units, initial_weights=suitable_initial_weights(activation)), block="head")
    chain.normalise_and_activate("dense", activation, is_normalised=False, block="head")
    if dropout:
        chain.add("dropout", Dropout(dropout), block="head")
    chain.add("values", Dense(rows * columns * (CELL_COLUMNS * boxes + classes)), block="head")
    return chain.ending_in("boxes", CellBoxes((rows, columns), boxes), (chain.last,), name=name)


def yolo_grid(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    stride: str,
    shapes: Table,
    activation: str,
    batch_normalisation: bool,
) -> Graph:
    """Return a YOLO without dense layers; its output is (S, S, B, 5 + classes), B being the number of shapes.

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of objects; the background is none of them.
        width: filters of the first convolution.
        depth: pairs of convolutions in the fourth stage; the fifth has half as many.
        stride: "64", "32" or "16": pixels from one cell to the next.
        shapes: width and height that each box of a cell starts from, in thousandths of the picture.
        activation: function behind every convolution.
        batch_normalisation: normalise behind every convolution.
    """
    chain = Chain(input_shape)
    trunk = Trunk(
        width=width, depth=depth, stride_px=int(stride), activation=activation, is_normalised=batch_normalisation
    )
    trunk.add(chain)
    filters = len(shapes) * (CELL_COLUMNS + classes)
    chain.add("values", Convolution(filters, (1, 1), initial_weights="glorot uniform"), block="head")
    return chain.ending_in("boxes", GridBoxes(shapes), (chain.last,), name="yolo-grid")
