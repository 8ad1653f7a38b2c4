"""Randomness while training, nothing while predicting."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Shape, Shapes, map_shape
from models.options import OptionKind, option


@dataclass(frozen=True, slots=True)
class Dropout(NodeType):
    """Hides a share of the values at random."""

    type: ClassVar[str] = "dropout"
    title: ClassVar[str] = "Dropout"
    family: ClassVar[str] = "regularisation"
    formula: ClassVar[str] = "y = x m / (1 - rate), m = 0 for a share of rate, else 1"

    rate: float = option(OptionKind.NUMBER, "Rate", 0.5, minimum=0, maximum=0.95, description="Share that is hidden.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        return inputs[0]


@dataclass(frozen=True, slots=True)
class SpatialDropout(NodeType):
    """Hides a share of the maps, each one as a whole (1411.4280)."""

    type: ClassVar[str] = "spatial_dropout"
    title: ClassVar[str] = "Spatial dropout"
    family: ClassVar[str] = "regularisation"
    formula: ClassVar[str] = "y[c] = x[c] m[c] / (1 - rate), m = 0 for a share of rate, else 1"

    rate: float = option(OptionKind.NUMBER, "Rate", 0.2, minimum=0, maximum=0.95, description="Share that is hidden.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        return map_shape(self.title, inputs[0])


@dataclass(frozen=True, slots=True)
class GaussianNoise(NodeType):
    """Adds noise with a normal distribution."""

    type: ClassVar[str] = "gaussian_noise"
    title: ClassVar[str] = "Gaussian noise"
    family: ClassVar[str] = "regularisation"
    formula: ClassVar[str] = "y = x + N(0, deviation^2)"

    deviation: float = option(OptionKind.NUMBER, "Deviation", 0.1, minimum=0, description="Standard deviation.")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        return inputs[0]
