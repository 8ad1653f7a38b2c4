"""The third stage of Mask R-CNN: the boxes that it detects, and a mask for each of them."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Shape, Shapes, describe, map_shape
from models.nodes.region_maps import maps_of_regions
from models.nodes.regions import CORNERS, require_answers
from models.options import OptionKind, option
from models.problems import RuleError


@dataclass(frozen=True, slots=True)
class DetectedRegions(NodeType):
    """The boxes of objects that regions mean, of which none of a class lies over a better one, best first.

    Masks are said of detected boxes and not of proposals (1703.06870, section 3.1). Inputs are regions, class logits
    and changes, as answers of regions have them, and the picture, of which the size is taken. Nothing is learned
    through the corners.
    """

    type: ClassVar[str] = "detected_regions"
    title: ClassVar[str] = "Detected regions"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y = corners of the best boxes and their scores, 0 but for their class, zeros at the end"
    input_count: ClassVar[int | None] = 4
    value_inputs: ClassVar[int | None] = 3

    count: int = option(OptionKind.INTEGER, "Count", 100, minimum=1, description="Boxes that leave the node.")
    candidates: int = option(
        OptionKind.INTEGER, "Candidates", 400, minimum=1, description="Best boxes of all classes that are looked at."
    )
    iou_threshold: float = option(
        OptionKind.NUMBER, "IoU", 0.5, minimum=0, maximum=1,
        description="Of two boxes of a class whose IoU is above it, the better one stays.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (boxes, 4 + classes), the background being none of the classes."""
        require_answers(self.title, inputs[:3])
        map_shape(self.title, inputs[3])
        return self.count, CORNERS + inputs[1][1] - 1

    def reach(self, inputs: Shapes) -> None:
        """Return None: a region can lie anywhere."""
        return


@dataclass(frozen=True, slots=True)
class InstanceAnswers(NodeType):
    """What Mask R-CNN says of every detected box, one a row: corners, scores of the classes, logits of its masks.

    There is a mask for each class, or one more for the background, which nothing reads.
    """

    type: ClassVar[str] = "instance_answers"
    title: ClassVar[str] = "Answers of instances"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y[box] = its corners and scores x1, its masks x2, row by row"
    input_count: ClassVar[int | None] = 2

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (boxes, 4 + classes + rows x columns x masks)."""
        boxes, masks = inputs
        regions, rows, columns, count = maps_of_regions(self.title, masks)
        classes = boxes[-1] - CORNERS
        if len(boxes) != 2 or boxes[0] != regions or classes < 1 or count not in (classes, classes + 1):
            raise RuleError(
                f"{self.title} need detected regions and a mask of each for every class. Received: {describe(boxes)} "
                f"and {describe(masks)}.",
                "Give the last convolution of regions as many filters as there are classes.",
            )
        return regions, boxes[1] + rows * columns * count

    def reach(self, inputs: Shapes) -> None:
        """Return None: a region can lie anywhere."""
        return
