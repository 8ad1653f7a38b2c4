"""What every node type answers about itself, in plain Python."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from models.options import Pair, options_of, parse_options
from models.problems import RuleError

Shape = tuple[int, ...]
Shapes = tuple[Shape, ...]

BYTES_PER_VALUE = 4
"""Activations are counted in float32, whatever the precision of a run."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Learnt and stored numbers of a node: ``fixed`` ones are kept but not trained (moving averages)."""

    trainable: int = 0
    fixed: int = 0

    @property
    def total(self) -> int:
        """All numbers that the node stores."""
        return self.trainable + self.fixed


@dataclass(frozen=True, slots=True)
class Reach:
    """Which inputs an output cell sees: vertical first, then horizontal.

    Attributes:
        kernel: extent of the window, dilation included.
        stride: step of the window.
        padding: cells added before the first one; negative where some are taken away.
        stretch: distance that neighbouring inputs are moved apart before, as upsampling and transposed convolutions
            do; window, step and padding are those on the stretched map.
    """

    kernel: Pair = (1, 1)
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    stretch: Pair = (1, 1)


@dataclass(frozen=True, slots=True)
class NodeType(ABC):
    """Base of all node types: a frozen set of options with rules for shapes, parameters, work and reach.

    Shapes are those of one picture, without the batch: (height, width, channels) for maps, (values,) for vectors.

    Attributes:
        type: name in a graph's JSON.
        title: name that people read.
        family: group in the builder's palette.
        formula: what is computed, one line.
        input_count: number of incoming edges; None: two or more.
        value_inputs: how many of the inputs, from the first, give values; None: all. Others give a size or positions.
    """

    type: ClassVar[str]
    title: ClassVar[str]
    family: ClassVar[str]
    formula: ClassVar[str]
    input_count: ClassVar[int | None] = 1
    value_inputs: ClassVar[int | None] = None

    def __post_init__(self) -> None:
        for name, item in options_of(self).items():
            object.__setattr__(self, name, item.parse(getattr(self, name)))

    @classmethod
    def from_options(cls, values: Mapping[str, object]) -> Self:
        """Return the node type with the given options and defaults for the others."""
        return cls(**parse_options(options_of(cls), values))

    @property
    def options(self) -> dict[str, Any]:
        """All options with their values, as JSON writes them."""
        return {name: getattr(self, name) for name in options_of(self)}

    @abstractmethod
    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape that leaves the node.

        Raises:
            RuleError: these inputs do not fit.
        """

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return how many numbers the node stores."""
        return Parameters()

    def multiply_adds(self, inputs: Shapes) -> int:
        """Return the multiply-adds for one picture; as is usual in papers, of convolutions and dense layers."""
        return 0

    def activation_bytes(self, inputs: Shapes) -> int:
        """Return the memory of the output for one picture."""
        return math.prod(self.output_shape(inputs)) * BYTES_PER_VALUE

    def reach(self, inputs: Shapes) -> Reach | None:
        """Return the window that one output cell sees, or None when it sees everything."""
        return Reach()


def map_shape(title: str, shape: Shape) -> tuple[int, int, int]:
    """Return ``shape`` as (height, width, channels).

    Raises:
        RuleError: it is a vector.
    """
    if len(shape) != 3:
        raise RuleError(
            f"{title} needs a map (height x width x channels). Received: {describe(shape)}.",
            "Connect it to a node before flatten or global pooling.",
        )
    return shape


def vector_length(title: str, shape: Shape) -> int:
    """Return the number of values of a vector.

    Raises:
        RuleError: it is a map.
    """
    if len(shape) != 1:
        raise RuleError(
            f"{title} needs a vector. Received: {describe(shape)}.",
            "Insert flatten or global average pooling before it.",
        )
    return shape[0]


def describe(shape: Shape) -> str:
    """Return a shape as people write it.

    Example:
        >>> describe((7, 7, 64))
        'a map of 7x7x64'
    """
    if len(shape) == 1:
        return f"a vector of {shape[0]}"
    return f"a map of {'x'.join(map(str, shape))}"
