"""Places where paths of a graph come together."""

from dataclasses import dataclass
from typing import ClassVar

from models.nodes.base import NodeType, Shape, Shapes, describe
from models.problems import RuleError


@dataclass(frozen=True, slots=True)
class Add(NodeType):
    """The sum of maps of one shape, as at the end of a residual branch."""

    type: ClassVar[str] = "add"
    title: ClassVar[str] = "Add"
    family: ClassVar[str] = "merge"
    formula: ClassVar[str] = "y = x1 + x2 + ..."
    input_count: ClassVar[int | None] = None

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the shape that all inputs share."""
        if len(set(inputs)) > 1:
            raise RuleError(
                f"Add needs inputs of one shape. Received: {' and '.join(describe(shape) for shape in inputs)}.",
                "Put a 1x1 convolution with the same filters and stride on the other path.",
            )
        return inputs[0]
