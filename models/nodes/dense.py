"""Fully connected layers."""

import math
from dataclasses import dataclass
from typing import ClassVar

from models.nodes.activation import activation_option
from models.nodes.base import NodeType, Parameters, Shape, Shapes, vector_length
from models.nodes.initialisation import initial_weights_option
from models.options import OptionKind, option


@dataclass(frozen=True, slots=True)
class Dense(NodeType):
    """Weighted sums of all values; of a list of vectors, as of regions, each one by itself."""

    type: ClassVar[str] = "dense"
    title: ClassVar[str] = "Dense"
    family: ClassVar[str] = "dense"
    formula: ClassVar[str] = "y = f(W x + b)"

    units: int = option(OptionKind.INTEGER, "Units", 10, minimum=1, description="Values that leave the node.")
    bias: bool = option(OptionKind.SWITCH, "Bias", True)
    activation: str = activation_option()
    initial_weights: str = initial_weights_option("glorot uniform")

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return (units,), or (vectors, units)."""
        self._values(inputs)
        return *inputs[0][:-1], self.units

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return one weight per input and unit, plus biases."""
        return Parameters((self._values(inputs) + self.bias) * self.units)

    def multiply_adds(self, inputs: Shapes) -> int:
        """Return one multiply-add per weight and vector."""
        return self._values(inputs) * self.units * math.prod(inputs[0][:-1])

    def _values(self, inputs: Shapes) -> int:
        """Return the length of a vector."""
        shape = inputs[0]
        return vector_length(self.title, shape[1:] if len(shape) == 2 else shape)
