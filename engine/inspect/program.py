"""A functional Keras model as one flat list of layer calls, nested models opened.

``layer.output`` of a shared layer is only its first call (keras#23238), and the layers of a nested model have no
symbolic path to the outer output. A program addresses every call by a name of its own instead: ``conv``, ``conv:2``
for the second call of the same layer, ``backbone/conv`` inside a nested model.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import keras
from keras import tree

from engine.contract.errors import UserError

Tensor = Any


@dataclass(frozen=True, slots=True, eq=False)
class LayerCall:
    """One call of a layer or operation.

    Attributes:
        name: unique in the program.
        operation: the Keras layer or operation that is called.
        node: Keras' record of the call; it holds the arguments.
        reads: which number of the program stands for each symbolic tensor of the arguments, by the tensor's ``id``.
        writes: the numbers of the values that the call makes.
        shape: of the first value, without the batch axis.
    """

    name: str
    operation: Any
    node: Any
    reads: Mapping[int, int]
    writes: tuple[int, ...]
    shape: tuple[int | None, ...]

    @property
    def sources(self) -> tuple[int, ...]:
        """The numbers of the values that the call reads, in the order of its arguments."""
        return tuple(self.reads[id(tensor)] for tensor in self.node.input_tensors)

    @property
    def kind(self) -> str:
        """Name of the class of the layer."""
        return type(self.operation).__name__

    @property
    def has_positions(self) -> bool:
        """Whether the value is a stack of maps: (h, w, channels) with more than one position."""
        return len(self.shape) == 3 and self.shape[:2] != (1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """The calls of a model in an order in which they can run; values are numbered.

    Attributes:
        inputs: numbers of the pictures that go in.
        input_names: names of the input layers, in the same order.
        calls: all calls of layers that are no models themselves.
        outputs: numbers of what the model returns.
        names: the number of the first value of every call, also of nested models as a whole, and of every input.
        input_shapes: (h, w, channels) of every input, None where it is free.
    """

    inputs: tuple[int, ...]
    input_names: tuple[str, ...]
    calls: tuple[LayerCall, ...]
    outputs: tuple[int, ...]
    names: Mapping[str, int]
    input_shapes: tuple[tuple[int | None, ...], ...]

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """Shape of the first input."""
        return self.input_shapes[0]

    def producer(self, value: int) -> LayerCall | None:
        """The call that makes a value; None for an input."""
        return next((call for call in self.calls if value in call.writes), None)

    def value_of(self, layer: str) -> int:
        """The number of a layer's output; the last part of a nested name is enough where it is the only one.

        Raises:
            UserError: there is no such layer, or several.
        """
        if layer in self.names:
            return self.names[layer]
        matches = [name for name in self.names if name.endswith(f"/{layer}")]
        if len(matches) == 1:
            return self.names[matches[0]]
        known = ", ".join(matches or list(self.names))
        raise UserError(f"There is no such layer. Received: {layer}.", f"Choose one of: {known}.")


MakeCall = Callable[[LayerCall, tuple[Any, ...], dict[str, Any]], Any]


def make_call(call: LayerCall, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """Make a call as the model does."""
    return call.operation(*arguments, **options)


@lru_cache(maxsize=8)
def program_of(model: keras.Model) -> Program:
    """Flatten a model, once for each model.

    Raises:
        UserError: the model is not functional: its layers cannot be addressed.
    """
    function = _graph_of(model)
    if function is None:
        raise UserError(
            f"Cannot look inside this model. Received: {type(model).__name__}, without a graph of layers.",
            "Build the model with the functional API and save it again.",
        )
    flattener = _Flattener()
    inputs = tuple(flattener.new_value() for _ in function.inputs)
    names = tuple(tensor._keras_history.operation.name for tensor in function.inputs)
    outputs = flattener.flatten(function, inputs, prefix="")
    shapes = tuple(tuple(tensor.shape[1:]) for tensor in function.inputs)
    known = {**flattener.names, **dict(zip(names, inputs, strict=True))}
    return Program(inputs, names, tuple(flattener.calls), outputs, known, shapes)


def execute(
    program: Program,
    inputs: Sequence[Tensor],
    change: Callable[[int, Tensor], Tensor],
    *,
    stop_before: LayerCall | None = None,
    make: MakeCall = make_call,
) -> dict[int, Tensor]:
    """Run a program.

    Args:
        program: what to run.
        inputs: one tensor for each input of the model.
        change: gets the number and the tensor of every value, inputs included, and returns what goes on.
        stop_before: the call that is not made any more, with all that follow it.
        make: makes a call with its arguments.

    Returns:
        All values by number.
    """
    values = {number: change(number, tensor) for number, tensor in zip(program.inputs, inputs, strict=True)}
    for call in program.calls:
        if call is stop_before:
            break
        arguments, options = call.node.arguments.fill_in({key: values[number] for key, number in call.reads.items()})
        made = tree.flatten(make(call, arguments, options))
        values.update({number: change(number, tensor) for number, tensor in zip(call.writes, made, strict=True)})
    return values


class _Flattener:
    """Collects calls while it descends into nested models."""

    def __init__(self) -> None:
        self.calls: list[LayerCall] = []
        self.names: dict[str, int] = {}
        self._values = 0

    def new_value(self) -> int:
        self._values += 1
        return self._values - 1

    def flatten(self, function: Any, inputs: Sequence[int], prefix: str) -> tuple[int, ...]:
        """Add the calls of one model; gives the numbers of its outputs."""
        numbers = {id(tensor): number for tensor, number in zip(function.inputs, inputs, strict=True)}
        for node in _ordered_nodes(function):
            if all(id(tensor) in numbers for tensor in node.input_tensors):
                made = self._add(node, numbers, prefix)
                numbers.update({id(tensor): number for tensor, number in zip(node.outputs, made, strict=True)})
        return tuple(numbers[id(tensor)] for tensor in function.outputs)

    def _add(self, node: Any, numbers: Mapping[int, int], prefix: str) -> tuple[int, ...]:
        name = self._unused(prefix + node.operation.name)
        reads = {id(tensor): numbers[id(tensor)] for tensor in node.input_tensors}
        inner = _graph_of(node.operation)
        if inner is not None:
            self.names[name] = -1
            made = self.flatten(inner, [reads[id(tensor)] for tensor in node.input_tensors], prefix=f"{name}/")
        else:
            made = tuple(self.new_value() for _ in node.outputs)
            shape = tuple(node.outputs[0].shape[1:])
            self.calls.append(LayerCall(name, node.operation, node, reads, made, shape))
        self.names[name] = made[0]
        return made

    def _unused(self, name: str) -> str:
        candidate, count = name, 1
        while candidate in self.names:
            count += 1
            candidate = f"{name}:{count}"
        return candidate


def _graph_of(operation: Any) -> Any:
    """The Keras function inside a functional or sequential model; None for everything else.

    Keras gives no public way to the calls of a function: ``_nodes_by_depth`` and ``_functional`` are read here, and
    nowhere else.
    """
    if isinstance(operation, keras.Sequential):
        return getattr(operation, "_functional", None)
    is_graph = isinstance(operation, keras.Model) and hasattr(operation, "_nodes_by_depth")
    return operation if is_graph else None


def _ordered_nodes(function: Any) -> list[Any]:
    by_depth = function._nodes_by_depth
    nodes = [node for depth in sorted(by_depth, reverse=True) for node in by_depth[depth]]
    return [node for node in nodes if node.operation and not node.is_input]
