"""Non-linear functions of single values, and softmax."""

import math
from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Parameters, Shape, Shapes, map_shape
from models.options import Option, OptionKind, option

ACTIVATIONS = (
    "linear", "relu", "relu6", "leaky relu", "elu", "selu", "gelu", "silu", "hard silu", "mish", "softplus", "sigmoid",
    "hard sigmoid", "tanh", "scaled tanh", "softmax",
)  # fmt: skip


def activation_option(default: str = "linear") -> str:
    """Return the field for the function that a node applies to its result."""
    chosen: str = option(
        OptionKind.CHOICE, "Activation", default, choices=ACTIVATIONS, description="Function applied to every value."
    )
    return chosen


def activation_choice(default: str, *choices: str) -> Option:
    """Return the option of an architecture for the function between its layers."""
    return Option(OptionKind.CHOICE, "Activation", default, choices=choices, description="Function between the layers.")


@dataclass(frozen=True, slots=True)
class Activation(NodeType):
    """A function of every value.

    "scaled tanh" is LeCun's 1.7159 tanh(2x/3), "relu6" is ReLU with 6 as the highest value, "silu" is also called
    swish and "hard silu" hard swish; "softmax" runs over the channels.
    """

    type: ClassVar[str] = "activation"
    title: ClassVar[str] = "Activation"
    family: ClassVar[str] = "activation"
    formula: ClassVar[str] = "y = f(x)"

    function: str = option(OptionKind.CHOICE, "Function", "relu", choices=ACTIVATIONS)

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        return inputs[0]


@dataclass(frozen=True, slots=True)
class ParametricRelu(NodeType):
    """ReLU with a learnt slope for negative values (1502.01852)."""

    type: ClassVar[str] = "parametric_relu"
    title: ClassVar[str] = "Parametric ReLU"
    family: ClassVar[str] = "activation"
    formula: ClassVar[str] = "y = x where x > 0, else slope x"

    slopes: str = option(
        OptionKind.CHOICE, "Slopes", "per channel", choices=("per channel", "per value"),
        description="What has a slope of its own.",
    )  # fmt: skip
    initial_slope: float = option(
        OptionKind.NUMBER, "Initial slope", 0.25, minimum=0, maximum=1, description="Where the slopes start."
    )

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape of the input."""
        return map_shape(self.title, inputs[0]) if self.slopes == "per channel" else inputs[0]

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return the slopes."""
        return Parameters(inputs[0][-1] if self.slopes == "per channel" else math.prod(inputs[0]))
