"""Where pictures enter a graph."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Shape, Shapes
from models.options import OptionKind, option


@dataclass(frozen=True, slots=True)
class Input(NodeType):
    """The pictures, prepared as the run says."""

    type: ClassVar[str] = "input"
    title: ClassVar[str] = "Input"
    family: ClassVar[str] = "input"
    formula: ClassVar[str] = "x"
    input_count: ClassVar[int | None] = 0

    shape: Shape = option(
        OptionKind.SHAPE, "Shape", (64, 64, 3), minimum=1, maximum=65_536, description="Height, width, channels."
    )

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of a picture."""
        return self.shape
