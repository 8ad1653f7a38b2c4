"""Maps that grow."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Shape, Shapes, map_shape
from models.options import OptionKind, Pair, option


@dataclass(frozen=True, slots=True)
class Upsampling(NodeType):
    """Every value repeated, or values between the values."""

    type: ClassVar[str] = "upsampling"
    title: ClassVar[str] = "Upsampling"
    family: ClassVar[str] = "upsampling"
    formula: ClassVar[str] = "y[i, j, c] = x at ((i + 1/2) / factor - 1/2, (j + 1/2) / factor - 1/2, c)"

    factor: Pair = option(OptionKind.PAIR, "Factor", (2, 2), minimum=1, description="How many times larger it gets.")
    method: str = option(
        OptionKind.CHOICE, "Method", "nearest", choices=("nearest", "bilinear"),
        description="Repeat the nearest value, or weigh the four around.",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (rows times factor, columns times factor, channels)."""
        height, width, channels = map_shape(self.title, inputs[0])
        return height * self.factor[0], width * self.factor[1], channels
