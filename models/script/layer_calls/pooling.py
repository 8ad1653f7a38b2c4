"""Script calls of the pooling family."""

from models import nodes
from models.script.calls import Argument, Call
from models.script.layer_calls.writing import (
    Writers,
    activation_argument,
    padding_argument,
    padding_calls,
    required,
    side,
    strides_argument,
)


def _maximum_pooling(operation: nodes.MaximumPooling) -> tuple[Call, ...]:
    return _pooling("layers.MaxPooling2D", operation)


def _average_pooling(operation: nodes.AveragePooling) -> tuple[Call, ...]:
    return _pooling("layers.AveragePooling2D", operation)


def _pooling(layer: str, operation: nodes.MaximumPooling | nodes.AveragePooling) -> tuple[Call, ...]:
    window, stride = required("pool_size", side(operation.window)), strides_argument(operation.stride, None)
    return *padding_calls(operation.padding), Call(layer, (window, stride, padding_argument(operation.padding)))


def _dilated_pooling(operation: nodes.DilatedPooling) -> tuple[Call, ...]:
    arguments = (
        required("window", operation.window),
        required("dilation", operation.dilation),
        Argument("summary", operation.summary, "maximum"),
    )
    return (Call("DilatedPooling", arguments, own_file="dilated_pooling.py"),)


def _sub_sampling(operation: nodes.SubSampling) -> tuple[Call, ...]:
    arguments = required("window", operation.window), activation_argument(operation.activation)
    return (Call("SubSampling", arguments, own_file="sub_sampling.py"),)


def _global_average_pooling(_: nodes.GlobalAveragePooling) -> tuple[Call, ...]:
    return (Call("layers.GlobalAveragePooling2D"),)


def _global_maximum_pooling(_: nodes.GlobalMaximumPooling) -> tuple[Call, ...]:
    return (Call("layers.GlobalMaxPooling2D"),)


POOLING_WRITERS: Writers = {
    nodes.MaximumPooling: _maximum_pooling,
    nodes.AveragePooling: _average_pooling,
    nodes.DilatedPooling: _dilated_pooling,
    nodes.SubSampling: _sub_sampling,
    nodes.GlobalAveragePooling: _global_average_pooling,
    nodes.GlobalMaximumPooling: _global_maximum_pooling,
}
