"""Normalisation of activations."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Parameters, Shape, Shapes
from models.options import OptionKind, option


@dataclass(frozen=True, slots=True)
class BatchNormalisation(NodeType):
    """Zero mean and unit variance per channel over a batch, then a learnt scale and shift (1502.03167)."""

    type: ClassVar[str] = "batch_normalisation"
    title: ClassVar[str] = "Batch normalisation"
    family: ClassVar[str] = "normalisation"
    formula: ClassVar[str] = "y = gamma (x - mean) / sqrt(variance + epsilon) + beta"

    momentum: float = option(
        OptionKind.NUMBER, "Momentum", 0.9, minimum=0, maximum=1,
        description="Memory of the moving averages that prediction uses.",
    )  # fmt: skip
    epsilon: float = option(OptionKind.NUMBER, "Epsilon", 1e-3, minimum=0)
    scale: bool = option(OptionKind.SWITCH, "Scale", True, description="Learn gamma.")
    shift: bool = option(OptionKind.SWITCH, "Shift", True, description="Learn beta.")
    initial_scale: float = option(
        OptionKind.NUMBER, "Initial scale", 1.0, minimum=0,
        description="0 makes a residual branch start as the identity (1706.02677).",
    )  # fmt: skip

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        return inputs[0]

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return gamma and beta, and the two moving averages."""
        channels = inputs[0][-1]
        return Parameters(channels * (self.scale + self.shift), 2 * channels)
