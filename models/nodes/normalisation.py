"""Normalisation of activations."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Parameters, Shape, Shapes
from models.options import OptionKind, option
from models.problems import RuleError


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


@dataclass(frozen=True, slots=True)
class LocalResponseNormalisation(NodeType):
    """AlexNet's competition between neighbouring maps (Krizhevsky et al., 2012, section 3.3)."""

    type: ClassVar[str] = "local_response_normalisation"
    title: ClassVar[str] = "Local response normalisation"
    family: ClassVar[str] = "normalisation"
    formula: ClassVar[str] = "y[c] = x[c] / (k + alpha sum over d of x[d]^2)^beta, d within size / 2 of c"

    size: int = option(
        OptionKind.INTEGER, "Size", 5, minimum=1, maximum=99, description="Channels that compete, an odd number."
    )
    bias: float = option(OptionKind.NUMBER, "Bias", 2.0, minimum=0, description="k of the formula.")
    alpha: float = option(OptionKind.NUMBER, "Alpha", 1e-4, minimum=0, description="Weight of the squares.")
    beta: float = option(OptionKind.NUMBER, "Beta", 0.75, minimum=0, description="Exponent.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        if self.size % 2 == 0:
            raise RuleError(
                f"The neighbours of a channel are the same on both sides. Received: a size of {self.size}.",
                f"Use {self.size - 1} or {self.size + 1}.",
            )
        return inputs[0]


@dataclass(frozen=True, slots=True)
class Rescaling(NodeType):
    """Every value times one number plus another, as networks that bring their own preparation begin."""

    type: ClassVar[str] = "rescaling"
    title: ClassVar[str] = "Rescaling"
    family: ClassVar[str] = "normalisation"
    formula: ClassVar[str] = "y = scale x + offset"

    scale: float = option(OptionKind.NUMBER, "Scale", 1.0, description="Factor of every value.")
    offset: float = option(OptionKind.NUMBER, "Offset", 0.0, description="Added to every value.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        return inputs[0]
