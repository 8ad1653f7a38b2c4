"""Two ways to send signals backwards through ReLU that are not its gradient.

With the input x of a ReLU and the signal g that comes back to its output:

- guided backpropagation: ``g`` where ``x > 0`` and ``g > 0`` (Springenberg 2014, 1412.6806),
- deconvnet: ``g`` where ``g > 0``, whatever x was (Zeiler and Fergus 2013, 1311.2901).

What arrives at the picture shows patterns, not evidence: guided backpropagation does not depend on what the last
layers have learnt (Adebayo 2018, 1810.03292).
"""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Any

from keras import activations, layers, ops

from engine.inspect.layer_activation import without_activation
from engine.inspect.program import LayerCall, Program

Tensor = Any


class BackwardRule(StrEnum):
    """What replaces the gradient of ReLU."""

    GUIDED = "guided backpropagation"
    DECONVNET = "deconvnet"


def replaced_calls(program: Program) -> tuple[LayerCall, ...]:
    """The calls of a program whose ReLU a rule replaces."""
    return tuple(call for call in program.calls if _is_relu(call) or _ends_in_relu(call))


def call_with_rule(rule: BackwardRule) -> Callable[[LayerCall, tuple[Any, ...], dict[str, Any]], Any]:
    """How ``execute`` makes a call under a rule; calls without ReLU are made as ever."""

    def make(call: LayerCall, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        if _is_relu(call):
            return _limited(_relu_under(rule)(arguments[0]), call)
        if _ends_in_relu(call):
            with without_activation(call.operation):
                before = call.operation(*arguments, **options)
            return _limited(_relu_under(rule)(before), call)
        return call.operation(*arguments, **options)

    return make


@lru_cache
def _relu_under(rule: BackwardRule) -> Callable[[Tensor], Tensor]:
    @ops.custom_gradient
    def relu(x: Tensor) -> tuple[Tensor, Callable[..., Tensor]]:
        def backward(*arguments: Tensor, upstream: Tensor = None) -> Tensor:
            signal = arguments[0] if upstream is None else upstream
            passed = ops.where(signal > 0, signal, ops.zeros_like(signal))
            if rule is BackwardRule.GUIDED:
                passed = ops.where(x > 0, passed, ops.zeros_like(passed))
            return passed

        return ops.relu(x), backward

    return relu


def _limited(value: Tensor, call: LayerCall) -> Tensor:
    """Cut at 6, or at the limit of the layer, where the ReLU has one."""
    if call.kind == "ReLU":
        limit = call.operation.max_value
    else:
        limit = 6.0 if call.kind == "Relu6" or _activation(call) is activations.relu6 else None
    return value if limit is None else ops.minimum(value, ops.cast(limit, value.dtype))


def _is_relu(call: LayerCall) -> bool:
    if call.kind == "ReLU":
        return not call.operation.negative_slope and not call.operation.threshold
    if call.kind == "Activation":
        return _activation(call) in (activations.relu, activations.relu6)
    return call.kind in ("Relu", "Relu6")


def _ends_in_relu(call: LayerCall) -> bool:
    is_layer = isinstance(call.operation, layers.Layer) and call.kind != "Activation"
    return is_layer and _activation(call) in (activations.relu, activations.relu6)


def _activation(call: LayerCall) -> Any:
    return getattr(call.operation, "activation", None)
