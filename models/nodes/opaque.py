"""Layers that have no node type of their own: they are kept as Keras describes them, and keep working."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from models.config_check import reason_against_config
from models.nodes.base import NodeType, Parameters, Reach, Shape, Shapes, describe
from models.problems import RuleError, unknown_name

MOST_CHARACTERS = 1_000_000
IDENTITY = '{"class_name": "Identity", "config": {}, "module": "keras.layers", "registered_name": null}'
ONE_INPUT = '{"args": [{"class_name": "__input__", "config": 0}], "kwargs": {}}'
POINTWISE = frozenset(
    {
        "Absolute", "Add", "BatchNormalization", "Cast", "Clip", "Divide", "Dropout", "Exp", "Identity", "LayerScale",
        "Log", "Maximum", "Minimum", "Multiply", "Negative", "Normalization", "PReLU", "Power", "Rescaling", "Rsqrt",
        "Sqrt", "Square", "StochasticDepth", "Subtract", "TrueDivide", "Where",
    }
)  # fmt: skip
"""Classes whose values each see one cell of their inputs."""


@dataclass(frozen=True, slots=True)
class Opaque(NodeType):
    """One call of a Keras layer without a node type: nothing of it can be changed, its weights and numbers are kept.

    What differs between two calls of one layer does not count when nodes are compared, so that they can share weights.

    Attributes:
        layer: what Keras needs to make the layer, as JSON; only of classes that are known to compute and nothing else.
        arguments: of the call, as JSON: ``{"class_name": "__input__", "config": i}`` stands for the i-th input.
        output: which of the values that the call gives leaves the node.
        input_shapes: shapes that the layer was opened with; empty where any will do.
        shape: what left it for them.
        follows_input: whether the output always has the shape of the first input.
        trainable: parameters that are learnt.
        fixed: parameters that are not.
        input_count: number of incoming edges.
    """

    type: ClassVar[str] = "opaque"
    title: ClassVar[str] = "Other layer"
    family: ClassVar[str] = "other"
    formula: ClassVar[str] = "as Keras computes it"

    layer: str = IDENTITY
    arguments: str = field(default=ONE_INPUT, compare=False)
    output: int = field(default=0, compare=False)
    input_shapes: Shapes = field(default=(), compare=False)
    shape: Shape = field(default=(), compare=False)
    follows_input: bool = field(default=True, compare=False)
    trainable: int = 0
    fixed: int = 0
    input_count: int = field(default=1, compare=False)  # type: ignore[misc]  # it differs between layers

    def __post_init__(self) -> None:
        if len(self.layer) + len(self.arguments) > MOST_CHARACTERS:
            raise RuleError(
                f"The description of this layer is too long. Received: {len(self.layer)} characters.",
                "Rebuild the network without it.",
            )
        reason = reason_against_config([_parsed(self.layer), _parsed(self.arguments)])
        if reason:
            raise RuleError(f"This layer is not made. Received: one that {reason}.", "Use Keras' own layers.")

    @classmethod
    def from_options(cls, values: Mapping[str, object]) -> Self:
        """Return the node that ``options`` describes; they come from files, and are checked one by one."""
        for name in values:
            if name not in _READERS:
                raise unknown_name("option", name, _READERS)
        options: dict[str, Any] = {name: _READERS[name](value) for name, value in values.items()}
        return cls(**options)

    @property
    def options(self) -> dict[str, Any]:
        """What makes this node again, as JSON writes it."""
        return {
            "layer": json.loads(self.layer),
            "arguments": json.loads(self.arguments),
            "output": self.output,
            "input_shapes": self.input_shapes,
            "shape": self.shape,
            "follows_input": self.follows_input,
            "trainable": self.trainable,
            "fixed": self.fixed,
            "input_count": self.input_count,
        }

    @property
    def class_name(self) -> str:
        """Name of the Keras class, for people."""
        return str(json.loads(self.layer)["class_name"])

    def output_shape(self, inputs: Shapes) -> Shape:
        """Return the recorded shape for the recorded inputs, or that of the input where the layer follows it."""
        if inputs == self.input_shapes:
            return self.shape
        if self.follows_input and self._has_known_channels(inputs):
            return inputs[0]
        wanted = " and ".join(map(describe, self.input_shapes))
        received = " and ".join(map(describe, inputs))
        raise RuleError(
            f"{self.class_name} works for the shapes it was opened with, {wanted}. Received: {received}.",
            "Leave the layers before it as they were, or remove it.",
        )

    def parameters(self, inputs: Shapes) -> Parameters:
        """Return the recorded numbers."""
        return Parameters(self.trainable, self.fixed)

    def reach(self, inputs: Shapes) -> Reach | None:
        """Return a single cell for what computes each cell by itself; of other layers nothing is known."""
        return Reach() if self.class_name in POINTWISE else None

    def _has_known_channels(self, inputs: Shapes) -> bool:
        """Weights belong to channels: a layer that has some needs the channels it was opened with."""
        if not self.input_shapes:
            return True
        if len(inputs) != len(self.input_shapes):
            return False
        pairs = tuple(zip(inputs, self.input_shapes, strict=True))
        has_weights = self.trainable + self.fixed > 0
        return all(len(new) == len(old) and not (has_weights and new[-1] != old[-1]) for new, old in pairs)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong("layer", text) from error


def _wrong(name: str, value: object) -> RuleError:
    return RuleError(f"{name} of a kept layer cannot be read. Received: {value!r:.100}.", "Open the network again.")


def _as_layer(value: object) -> str:
    if not isinstance(value, Mapping) or not {"class_name", "config", "module"} <= value.keys():
        raise _wrong("The description", value)
    return _as_text(value)


def _as_arguments(value: object) -> str:
    if not isinstance(value, Mapping) or value.keys() != {"args", "kwargs"}:
        raise _wrong("The call", value)
    return _as_text(value)


def _as_text(value: Mapping[str, object]) -> str:
    try:
        return json.dumps(value, sort_keys=True, allow_nan=True)
    except (TypeError, ValueError, RecursionError) as error:
        raise _wrong("The description", value) from error


def _as_count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 48:
        raise _wrong("A number", value)
    return value


def _as_shape(value: object) -> Shape:
    if not isinstance(value, list | tuple):
        raise _wrong("A shape", value)
    return tuple(_as_count(size) for size in value)


def _as_shapes(value: object) -> Shapes:
    if not isinstance(value, list | tuple):
        raise _wrong("The shapes", value)
    return tuple(_as_shape(shape) for shape in value)


def _as_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong("A flag", value)
    return value


_READERS = {
    "layer": _as_layer,
    "arguments": _as_arguments,
    "output": _as_count,
    "input_shapes": _as_shapes,
    "shape": _as_shape,
    "follows_input": _as_flag,
    "trainable": _as_count,
    "fixed": _as_count,
    "input_count": _as_count,
}
