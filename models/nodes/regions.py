"""Detectors in two stages: what anchors say, regions that are proposed, and the part of a map in each region."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Shape, Shapes, describe, map_shape
from models.options import OptionKind, Pair, Table, option
from models.problems import RuleError

ANCHOR_COLUMNS = 9
"""Of an anchor: its four corners, the logit of an object, and four changes that make the object's box of it."""
CORNERS = 4
PICTURE_CHANNELS = (1, 3)
SEARCHES = ("single", "fast")
"""One grouping, or eight, as Uijlings et al. 2013 call them."""
FASTER_RCNN_SHAPES: Table = (
    (181, 91), (128, 128), (91, 181), (362, 181), (256, 256), (181, 362), (724, 362), (512, 512), (362, 724),
)  # fmt: skip
"""Widths and heights of Ren et al. 2015 (1506.01497, section 3.1.1): areas of 128^2, 256^2, 512^2, 2:1, 1:1, 1:2."""


@dataclass(frozen=True, slots=True)
class AnchorRows(NodeType):
    """All anchors of one map or several, one a row: where each lies, and what the network says of it.

    Inputs are pairs of maps, the finest first: logits of an object, one for each anchor of a cell, and four changes
    (``models.boxes.deltas``) for each. Shapes are shared out evenly to the maps, in their order.
    """

    type: ClassVar[str] = "anchor_rows"
    title: ClassVar[str] = "Anchors"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y[anchor] = corners, logit of an object, changes"
    input_count: ClassVar[int | None] = None

    shapes_px: Table = option(
        OptionKind.TABLE, "Shapes", FASTER_RCNN_SHAPES, minimum=1, unit="px",
        description="Width and height of every anchor of a cell.",
    )  # fmt: skip
    stride_px: int = option(
        OptionKind.INTEGER, "Stride", 16, minimum=1, unit="px",
        description="Pixels from one cell of the first map to the next; it doubles from map to map.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (anchors, 9)."""
        if len(inputs) % 2:
            raise RuleError(
                f"Anchors take pairs of maps. Received: {len(inputs)} inputs.",
                "Connect for each map its logits of objects and, behind them, its changes.",
            )
        self._require_shapes(maps=len(inputs) // 2)
        each = 2 * len(self.shapes_px) // len(inputs)
        return sum(
            self._anchors_of(inputs[at], inputs[at + 1], each) for at in range(0, len(inputs), 2)
        ), ANCHOR_COLUMNS

    def reach(self, inputs: Shapes) -> None:
        """Return None: the rows no longer lie as the cells do."""
        return

    def _require_shapes(self, *, maps: int) -> None:
        if any(len(shape) != 2 for shape in self.shapes_px) or len(self.shapes_px) % maps:
            raise RuleError(
                f"Anchors need a width and a height for each shape, as many shapes for every map. "
                f"Received: {self.shapes_px} for {maps} maps.",
                "Give pairs of numbers, and a multiple of the number of maps.",
            )

    def _anchors_of(self, logits: Shape, changes: Shape, each: int) -> int:
        height, width, _ = map_shape(self.title, logits)
        if logits != (height, width, each) or changes != (height, width, CORNERS * each):
            raise RuleError(
                f"Anchors need {each} logits and {CORNERS * each} changes in every cell. "
                f"Received: {describe(logits)} and {describe(changes)}.",
                f"Give the convolutions before it {each} and {CORNERS * each} filters.",
            )
        return height * width * each


@dataclass(frozen=True, slots=True)
class RegionProposals(NodeType):
    """The regions in which there is an object most likely: the first stage of Faster R-CNN (1506.01497, section 3.1).

    Anchors are changed as the network says, cut at the borders of the picture, and suppressed where a better one lies
    over them. The second input is the picture, of which the size is taken. Nothing is learned through it.
    """

    type: ClassVar[str] = "region_proposals"
    title: ClassVar[str] = "Region proposals"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y = corners of the best changed anchors, best first, zeros behind the last one"
    input_count: ClassVar[int | None] = 2
    value_inputs: ClassVar[int | None] = 1

    count: int = option(OptionKind.INTEGER, "Count", 300, minimum=1, description="Regions that leave the node.")
    candidates: int = option(
        OptionKind.INTEGER, "Candidates", 2000, minimum=1, description="Best anchors that are looked at."
    )
    iou_threshold: float = option(
        OptionKind.NUMBER, "IoU", 0.7, minimum=0, maximum=1,
        description="Of two regions whose IoU is above it, the better one stays.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (regions, 4)."""
        map_shape(self.title, inputs[1])
        if len(inputs[0]) != 2 or inputs[0][1] != ANCHOR_COLUMNS:
            raise RuleError(
                f"{self.title} need rows of anchors. Received: {describe(inputs[0])}.", "Insert anchors before them."
            )
        return self.count, CORNERS

    def reach(self, inputs: Shapes) -> None:
        """Return None: every anchor of the picture counts."""
        return


@dataclass(frozen=True, slots=True)
class SearchedRegions(NodeType):
    """The regions in which there may be an object, from the colours of the picture alone: nothing in it is learned.

    Selective search (Uijlings et al. 2013, IJCV 104) as Fast R-CNN takes it (1504.08083, section 2): regions of like
    colour are joined step by step, and the box around each is proposed.
    """

    type: ClassVar[str] = "searched_regions"
    title: ClassVar[str] = "Selective search"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = (
        "y = corners of boxes around regions of like colour, likeliest first, zeros behind the last"
    )

    count: int = option(OptionKind.INTEGER, "Count", 2000, minimum=1, description="Regions that leave the node.")
    search: str = option(
        OptionKind.CHOICE, "Search", "fast", choices=SEARCHES,
        description="How many times regions are joined: once, or in eight ways (fast).",
    )  # fmt: skip
    side_px: int = option(
        OptionKind.INTEGER, "Searched side", 500, minimum=16, maximum=4000, unit="px",
        description="Longer side at which the picture is searched; it is at most enlarged to twice its size.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (regions, 4)."""
        channels = map_shape(self.title, inputs[0])[2]
        if channels not in PICTURE_CHANNELS:
            raise RuleError(
                f"{self.title} needs a picture, grey or in colours. Received: {describe(inputs[0])}.",
                "Connect it to the input.",
            )
        return self.count, CORNERS

    def reach(self, inputs: Shapes) -> None:
        """Return None: what is alike in the whole picture counts."""
        return


@dataclass(frozen=True, slots=True)
class RoiPooling(NodeType):
    """The maxima of a map in the bins of every region: Fast R-CNN (1504.08083, section 2.1)."""

    type: ClassVar[str] = "roi_pooling"
    title: ClassVar[str] = "RoI pooling"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y[region, i, j, c] = maximum of x1[.., .., c] in bin (i, j) of region x2"
    input_count: ClassVar[int | None] = 2

    bins: Pair = option(OptionKind.PAIR, "Bins", (7, 7), minimum=1, description="Rows and columns of the answer.")
    stride_px: int = option(
        OptionKind.INTEGER,
        "Stride",
        16,
        minimum=1,
        unit="px",
        description="Pixels from one cell of the map to the next.",
    )

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (regions, rows, columns, channels)."""
        channels = map_shape(self.title, inputs[0])[2]
        return regions_in(self.title, inputs[1]), *self.bins, channels

    def reach(self, inputs: Shapes) -> None:
        """Return None: a region can lie anywhere."""
        return


@dataclass(frozen=True, slots=True)
class RoiAlignment(NodeType):
    """The means of a map at points between its cells, in the bins of every region: Mask R-CNN (1703.06870, section 3).

    The last input holds the regions. Of several maps, the finest first, a region is read in the one that suits its size
    (1612.03144, equation 1).
    """

    type: ClassVar[str] = "roi_alignment"
    title: ClassVar[str] = "RoI align"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y[region, i, j, c] = mean of x1[.., .., c] at the points of bin (i, j) of region x2"
    input_count: ClassVar[int | None] = None

    bins: Pair = option(OptionKind.PAIR, "Bins", (7, 7), minimum=1, description="Rows and columns of the answer.")
    stride_px: int = option(
        OptionKind.INTEGER, "Stride", 16, minimum=1, unit="px",
        description="Pixels from one cell of the first map to the next; it doubles from map to map.",
    )  # fmt: skip
    samples: int = option(
        OptionKind.INTEGER, "Samples", 2, minimum=1, maximum=8, description="Points of a bin along each side."
    )

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (regions, rows, columns, channels)."""
        channels = {map_shape(self.title, shape)[2] for shape in inputs[:-1]}
        if len(channels) > 1:
            raise RuleError(
                f"{self.title} needs maps of the same channels. Received: {sorted(channels)}.",
                "Put 1x1 convolutions with the same filters behind the maps.",
            )
        return regions_in(self.title, inputs[-1]), *self.bins, channels.pop()

    def reach(self, inputs: Shapes) -> None:
        """Return None: a region can lie anywhere."""
        return


@dataclass(frozen=True, slots=True)
class RegionAnswers(NodeType):
    """What a detector in two stages says of every region, one a row: the region, class logits, changes for each class.

    The background is one more class, the last one. The changes are those of the region if it shows that class.
    """

    type: ClassVar[str] = "region_answers"
    title: ClassVar[str] = "Answers of regions"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y[region] = its corners x1, its logits x2, its changes x3"
    input_count: ClassVar[int | None] = 3

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (regions, 4 + 5 (classes + 1))."""
        require_answers(self.title, inputs)
        regions, logits, changes = inputs
        return regions[0], CORNERS + logits[1] + changes[1]

    def reach(self, inputs: Shapes) -> None:
        """Return None: a region can lie anywhere."""
        return


def require_answers(title: str, inputs: Shapes) -> None:
    """Raise ``RuleError`` where inputs are not regions, one logit of each class, and four changes of each class."""
    regions = regions_in(title, inputs[0])
    logits, changes = inputs[1:]
    if len(logits) != 2 or logits[0] != regions or changes != (regions, CORNERS * logits[1]):
        raise RuleError(
            f"{title} need one logit and {CORNERS} changes of each class for {regions} regions. "
            f"Received: {describe(logits)} and {describe(changes)}.",
            f"Give the dense layer of changes {CORNERS} times the units of that of the logits.",
        )


def regions_in(title: str, shape: Shape) -> int:
    """Return how many regions a list of them has; what stands behind their corners does not matter.

    Raises:
        RuleError: it is something else.
    """
    if len(shape) != 2 or shape[1] < CORNERS:
        raise RuleError(
            f"{title} needs corners of regions. Received: {describe(shape)}.",
            "Connect region proposals or selective search to it.",
        )
    return shape[0]
