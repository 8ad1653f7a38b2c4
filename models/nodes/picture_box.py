"""The answer of a network that says one class and one box of a picture."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Shape, Shapes, vector_length
from models.problems import RuleError

CORNERS = 4
"""What is said of the box: x and y of its centre, its width and its height."""


@dataclass(frozen=True, slots=True)
class PictureBox(NodeType):
    """Class logits and one box side by side, as the localisers of OverFeat (1312.6229) and VGG (1409.1556) end.

    The box is centre, width and height as shares of the picture's sides. Each is a sigmoid, so that what has not
    learned yet says a box in the middle of the picture.
    """

    type: ClassVar[str] = "picture_box"
    title: ClassVar[str] = "Class and box"
    family: ClassVar[str] = "regions"
    formula: ClassVar[str] = "y = class logits x1, sigmoid of (x, y, width, height) x2 as shares of the picture"
    input_count: ClassVar[int | None] = 2

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (classes + 4,)."""
        classes, box = (vector_length(self.title, shape) for shape in inputs)
        if box != CORNERS:
            raise RuleError(
                f"A box has {CORNERS} values. Received: a vector of {box}.",
                f"Give the dense layer before it {CORNERS} units.",
            )
        return (classes + CORNERS,)

    def reach(self, inputs: Shapes) -> None:
        """Return None: the answer speaks of the whole picture."""
        return
