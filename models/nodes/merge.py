"""Places where paths of a graph come together."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Shape, Shapes, describe
from models.problems import RuleError


@dataclass(frozen=True, slots=True)
class ElementwiseMerge(NodeType):
    """What merges of values at the same place have in common."""

    family: ClassVar[str] = "merge"
    input_count: ClassVar[int | None] = None

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape that all inputs share."""
        if len(set(inputs)) > 1:
            raise RuleError(
                f"{self.title} needs inputs of one shape. Received: {_listed(inputs)}.",
                "Put a 1x1 convolution with the same filters and stride on the other path.",
            )
        return inputs[0]


@dataclass(frozen=True, slots=True)
class Add(ElementwiseMerge):
    """The sum of maps of one shape, as at the end of a residual branch."""

    type: ClassVar[str] = "add"
    title: ClassVar[str] = "Add"
    formula: ClassVar[str] = "y = x1 + x2 + ..."


@dataclass(frozen=True, slots=True)
class Subtract(ElementwiseMerge):
    """The difference of two maps of one shape."""

    type: ClassVar[str] = "subtract"
    title: ClassVar[str] = "Subtract"
    formula: ClassVar[str] = "y = x1 - x2"
    input_count: ClassVar[int | None] = 2


@dataclass(frozen=True, slots=True)
class Average(ElementwiseMerge):
    """The mean of maps of one shape."""

    type: ClassVar[str] = "average"
    title: ClassVar[str] = "Average"
    formula: ClassVar[str] = "y = (x1 + x2 + ...) / number of inputs"


@dataclass(frozen=True, slots=True)
class Maximum(ElementwiseMerge):
    """The largest of the values at the same place (maxout over paths, 1302.4389)."""

    type: ClassVar[str] = "maximum"
    title: ClassVar[str] = "Maximum"
    formula: ClassVar[str] = "y = max(x1, x2, ...)"


@dataclass(frozen=True, slots=True)
class Multiply(NodeType):
    """The product of maps; an axis of length 1 is repeated, so that a map of 1x1 weighs channels (1709.01507)."""

    type: ClassVar[str] = "multiply"
    title: ClassVar[str] = "Multiply"
    family: ClassVar[str] = "merge"
    formula: ClassVar[str] = "y = x1 x2 ..."
    input_count: ClassVar[int | None] = None

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the longest of the inputs for every axis."""
        ranks = {len(shape) for shape in inputs}
        axes = [set(lengths) - {1} for lengths in zip(*inputs, strict=False)]
        if len(ranks) > 1 or any(len(lengths) > 1 for lengths in axes):
            raise RuleError(
                f"Multiply needs inputs of one shape, or with axes of length 1. Received: {_listed(inputs)}.",
                "Give both paths the same channels; reshape a vector of weights to a map of 1x1.",
            )
        return tuple(max(lengths, default=1) for lengths in axes)


@dataclass(frozen=True, slots=True)
class Concatenate(NodeType):
    """Maps of one height and width behind each other, channel after channel."""

    type: ClassVar[str] = "concatenate"
    title: ClassVar[str] = "Concatenate"
    family: ClassVar[str] = "merge"
    formula: ClassVar[str] = "y = the channels of x1, then those of x2, ..."
    input_count: ClassVar[int | None] = None

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shared height and width, and the sum of the channels."""
        if len({shape[:-1] for shape in inputs}) > 1:
            raise RuleError(
                f"Concatenate needs inputs of one height and width. Received: {_listed(inputs)}.",
                "Use the same strides and padding on all paths, or crop the larger one.",
            )
        return *inputs[0][:-1], sum(shape[-1] for shape in inputs)


def _listed(shapes: Shapes) -> str:
    return " and ".join(describe(shape) for shape in shapes)
