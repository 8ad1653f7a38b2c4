"""Normalisation of activations."""

import math
from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Parameters, Reach, Shape, Shapes
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
class LayerNormalisation(NodeType):
    """Zero mean and unit variance over the channels of each cell, then a learnt scale and shift (1607.06450)."""

    type: ClassVar[str] = "layer_normalisation"
    title: ClassVar[str] = "Layer normalisation"
    family: ClassVar[str] = "normalisation"
    formula: ClassVar[str] = "y = gamma (x - mean over c) / sqrt(variance over c + epsilon) + beta"

    epsilon: float = option(OptionKind.NUMBER, "Epsilon", 1e-3, minimum=0)
    scale: bool = option(OptionKind.SWITCH, "Scale", True, description="Learn gamma.")
    shift: bool = option(OptionKind.SWITCH, "Shift", True, description="Learn beta.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        return inputs[0]

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return gamma and beta."""
        return Parameters(inputs[0][-1] * (self.scale + self.shift))


@dataclass(frozen=True, slots=True)
class GroupNormalisation(NodeType):
    """Zero mean and unit variance over groups of channels of one picture, then scale and shift (1803.08494).

    One group is layer normalisation over the whole map, as many groups as channels are instance normalisation.
    """

    type: ClassVar[str] = "group_normalisation"
    title: ClassVar[str] = "Group normalisation"
    family: ClassVar[str] = "normalisation"
    formula: ClassVar[str] = "y = gamma (x - mean over the group) / sqrt(variance over the group + epsilon) + beta"

    groups: int = option(OptionKind.INTEGER, "Groups", 8, minimum=1, description="Parts of the channels.")
    epsilon: float = option(OptionKind.NUMBER, "Epsilon", 1e-3, minimum=0)
    scale: bool = option(OptionKind.SWITCH, "Scale", True, description="Learn gamma.")
    shift: bool = option(OptionKind.SWITCH, "Shift", True, description="Learn beta.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        if inputs[0][-1] % self.groups:
            raise RuleError(
                f"Groups must divide channels. Received: {self.groups} groups, {inputs[0][-1]} channels.",
                "Use 1 group, or a divisor of the channels.",
            )
        return inputs[0]

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return gamma and beta."""
        return Parameters(inputs[0][-1] * (self.scale + self.shift))

    def reach(self, inputs: Shapes) -> Reach | None:
        """Return None for a map of several cells: mean and variance see them all."""
        return Reach() if math.prod(inputs[0][:-1]) == 1 else None


@dataclass(frozen=True, slots=True)
class ChannelNormalisation(NodeType):
    """Each cell's channels divided by their Euclidean length, times a learnt scale per channel (1506.04579)."""

    type: ClassVar[str] = "channel_normalisation"
    title: ClassVar[str] = "Channel normalisation"
    family: ClassVar[str] = "normalisation"
    formula: ClassVar[str] = "y[c] = scale[c] x[c] / sqrt(sum over d of x[d]^2)"

    initial_scale: float = option(
        OptionKind.NUMBER, "Initial scale", 20.0, minimum=0, description="Where the learnt scales start."
    )
    epsilon: float = option(OptionKind.NUMBER, "Epsilon", 1e-6, minimum=0, description="Smallest square of a length.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        return inputs[0]

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return one scale per channel."""
        return Parameters(inputs[0][-1])


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
