"""Script calls of the convolution family."""

from models import nodes
from models.script.calls import Argument, Call
from models.script.layer_calls.writing import (
    Writers,
    activation_argument,
    bias_argument,
    depthwise_weights_argument,
    padding_argument,
    padding_calls,
    required,
    side,
    strides_argument,
    weights_argument,
)


def _convolution(operation: nodes.Convolution) -> tuple[Call, ...]:
    call = Call(
        "layers.Conv2D",
        (
            required("filters", operation.filters),
            required("kernel_size", side(operation.kernel)),
            strides_argument(operation.stride),
            padding_argument(operation.padding),
            Argument("dilation_rate", side(operation.dilation), 1),
            Argument("groups", operation.groups, 1),
            activation_argument(operation.activation),
            bias_argument(operation.bias),
            weights_argument(operation.initial_weights),
        ),
    )
    return *padding_calls(operation.padding), call


def _table_convolution(operation: nodes.TableConvolution) -> tuple[Call, ...]:
    call = Call(
        "TableConvolution",
        (
            required("table", operation.table),
            required("kernel", operation.kernel),
            activation_argument(operation.activation),
            weights_argument(operation.initial_weights),
        ),
        own_file="table_convolution.py",
    )
    return (call,)


def _depthwise_convolution(operation: nodes.DepthwiseConvolution) -> tuple[Call, ...]:
    call = Call(
        "layers.DepthwiseConv2D",
        (
            required("kernel_size", side(operation.kernel)),
            strides_argument(operation.stride),
            padding_argument(operation.padding),
            Argument("depth_multiplier", operation.multiplier, 1),
            Argument("dilation_rate", side(operation.dilation), 1),
            activation_argument(operation.activation),
            bias_argument(operation.bias),
            depthwise_weights_argument(operation.initial_weights),
        ),
    )
    return *padding_calls(operation.padding), call


def _separable_convolution(operation: nodes.SeparableConvolution) -> tuple[Call, ...]:
    call = Call(
        "layers.SeparableConv2D",
        (
            required("filters", operation.filters),
            required("kernel_size", side(operation.kernel)),
            strides_argument(operation.stride),
            padding_argument(operation.padding),
            Argument("dilation_rate", side(operation.dilation), 1),
            Argument("depth_multiplier", operation.multiplier, 1),
            activation_argument(operation.activation),
            bias_argument(operation.bias),
            depthwise_weights_argument(operation.initial_weights),
            weights_argument(operation.initial_weights, keyword="pointwise_initializer"),
        ),
    )
    return *padding_calls(operation.padding), call


def _transposed_convolution(operation: nodes.TransposedConvolution) -> tuple[Call, ...]:
    arguments = (
        required("filters", operation.filters),
        required("kernel_size", side(operation.kernel)),
        strides_argument(operation.stride),
        padding_argument(operation.padding),
        activation_argument(operation.activation),
        bias_argument(operation.bias),
        weights_argument(operation.initial_weights),
    )
    if isinstance(operation.padding, str):
        return (Call("layers.Conv2DTranspose", arguments),)
    crop = Argument("crop", operation.padding)
    return (Call("CroppedTransposedConvolution", (*arguments, crop), own_file="transposed_convolution.py"),)


CONVOLUTION_WRITERS: Writers = {
    nodes.Convolution: _convolution,
    nodes.TableConvolution: _table_convolution,
    nodes.DepthwiseConvolution: _depthwise_convolution,
    nodes.SeparableConvolution: _separable_convolution,
    nodes.TransposedConvolution: _transposed_convolution,
}
