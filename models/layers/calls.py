"""A functional Keras model as one flat list of calls, nested models opened: what is called on which values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras

from models.problems import GraphError, GraphProblem

MOST_CALLS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One call of a layer or operation; values have names, which are those of the nodes that they become.

    Attributes:
        names: of the values that the call gives; empty for one that nothing reads.
        layer: what is called.
        record: Keras' record of the call, with its arguments.
        sources: names of the values that it reads, in the order of its arguments.
        block: path of the nested models that it stands in.
    """

    names: tuple[str, ...]
    layer: Any
    record: Any
    sources: tuple[str, ...]
    block: str

    @property
    def name(self) -> str:
        """Name of the first value that is read."""
        return next(name for name in self.names if name)


@dataclass(frozen=True, slots=True, eq=False)
class Calls:
    """All calls of a model in an order in which they can run.

    Attributes:
        inputs: the symbolic tensor of each input, by name, in the model's order.
        calls: everything that is called, models excepted.
        outputs: names of the values that the model returns.
    """

    inputs: Mapping[str, Any]
    calls: tuple[Call, ...]
    outputs: tuple[str, ...]


def calls_of(model: keras.Model) -> Calls:
    """Return the calls of a functional or sequential model.

    A value has the name of its layer; inside a nested model it is preceded by the name of that model. A name that is
    taken, as by the second call of a layer, gets a number.

    Raises:
        GraphError: the model, or one inside it, computes its layers in its own code.
    """
    flattening = _Flattening()
    function = _function_of(model)
    inputs = {flattening.unused_name(tensor._keras_history.operation.name): tensor for tensor in function.inputs}
    outputs = flattening.add_model(function, tuple(inputs), "")
    needed = _needed(flattening.calls, outputs)
    return Calls(inputs, tuple(call for call in flattening.calls if needed & set(call.names)), outputs)


def layers_by_name(model: keras.Model) -> dict[str, Any]:
    """Return every layer of a model by the name of its first call, nested models opened.

    Raises:
        GraphError: the model, or one inside it, computes its layers in its own code.
    """
    found: dict[int, str] = {}
    layers: dict[str, Any] = {}
    for call in calls_of(model).calls:
        if id(call.layer) not in found:
            found[id(call.layer)] = call.name
            layers[call.name] = call.layer
    return layers


class _Flattening:
    """Collects calls while it descends into nested models."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._names: set[str] = set()
        self._blocks: set[str] = set()

    def add_model(self, function: Any, inputs: Sequence[str], block: str) -> tuple[str, ...]:
        """Add the calls of one model that gets ``inputs``; return the names of what it gives."""
        if len(inputs) != len(function.inputs):
            raise _unreadable(function, f"it has {len(function.inputs)} inputs and is called with {len(inputs)}")
        values = dict(zip(map(id, function.inputs), inputs, strict=True))
        records = list(_records(function))
        read = {id(tensor) for record in records for tensor in record.input_tensors} | set(map(id, function.outputs))
        for record in records:
            sources = tuple(values[id(tensor)] for tensor in record.input_tensors)
            if isinstance(record.operation, keras.Model):
                inner = _function_of(record.operation)
                inner_block = self._unused_block(f"{block}/{record.operation.name}" if block else record.operation.name)
                names = self.add_model(inner, sources, inner_block)
            else:
                names = self._add_call(record, sources, block, read=read)
            values.update(zip(map(id, record.outputs), names, strict=True))
        return tuple(values[id(tensor)] for tensor in function.outputs)

    def _add_call(self, record: Any, sources: tuple[str, ...], block: str, *, read: set[int]) -> tuple[str, ...]:
        prefix = f"{block.replace('/', '_')}_" if block else ""
        wanted = prefix + record.operation.name
        names = tuple(self.unused_name(wanted) if id(tensor) in read else "" for tensor in record.outputs)
        if any(names):
            self.calls.append(Call(names, record.operation, record, sources, block))
        if len(self.calls) > MOST_CALLS:
            raise _unreadable(record.operation, f"the network has more than {MOST_CALLS} layers")
        return names

    def unused_name(self, wanted: str) -> str:
        """Return ``wanted`` if no value has this name yet, else with a number behind it."""
        return _unused(wanted.replace("/", "_"), self._names)

    def _unused_block(self, wanted: str) -> str:
        return _unused(wanted, self._blocks)


def _unused(wanted: str, taken: set[str]) -> str:
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}_{count}"
    taken.add(name)
    return name


def _needed(calls: Sequence[Call], outputs: Iterable[str]) -> set[str]:
    """Return the names of the values that the outputs depend on."""
    needed = set(outputs)
    for call in reversed(calls):
        if needed & set(call.names):
            needed.update(call.sources)
    return needed


def _function_of(model: keras.Model) -> Any:
    """Return the Keras function inside a model.

    Keras gives no public way to the calls of a function: ``_nodes_by_depth`` and ``_functional`` are its own names.
    """
    function = getattr(model, "_functional", None) or model
    if not hasattr(function, "_nodes_by_depth"):
        raise _unreadable(model, "which computes its layers in its own code")
    return function


def _records(function: Any) -> Iterator[Any]:
    by_depth = function._nodes_by_depth
    for depth in sorted(by_depth, reverse=True):
        yield from (record for record in by_depth[depth] if not record.is_input)


def _unreadable(layer: Any, reason: str) -> GraphError:
    message = f"This model cannot be read. Received: {type(layer).__name__}, {reason}."
    return GraphError(
        [GraphProblem(layer.name, None, message, "Build it with Keras' functional API, and save it again.")]
    )
