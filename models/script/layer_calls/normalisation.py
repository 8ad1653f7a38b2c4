"""Script calls of the normalisation family."""

from models import nodes
from models.script.calls import Argument, Call
from models.script.layer_calls.writing import Writers, constant_argument, required


def _batch_normalisation(operation: nodes.BatchNormalisation) -> tuple[Call, ...]:
    arguments = (
        Argument("momentum", operation.momentum, 0.99),
        Argument("epsilon", operation.epsilon, 1e-3),
        Argument("center", operation.shift, default=True),
        Argument("scale", operation.scale, default=True),
        constant_argument("gamma_initializer", operation.initial_scale, "ones"),
    )
    return (Call("layers.BatchNormalization", arguments),)


def _layer_normalisation(operation: nodes.LayerNormalisation) -> tuple[Call, ...]:
    return (Call("layers.LayerNormalization", _scale_and_shift(operation)),)


def _group_normalisation(operation: nodes.GroupNormalisation) -> tuple[Call, ...]:
    arguments = required("groups", operation.groups), *_scale_and_shift(operation)
    return (Call("layers.GroupNormalization", arguments),)


def _scale_and_shift(operation: nodes.LayerNormalisation | nodes.GroupNormalisation) -> tuple[Argument, ...]:
    return (
        Argument("epsilon", operation.epsilon, 1e-3),
        Argument("center", operation.shift, default=True),
        Argument("scale", operation.scale, default=True),
    )


def _channel_normalisation(operation: nodes.ChannelNormalisation) -> tuple[Call, ...]:
    arguments = required("initial_scale", operation.initial_scale), Argument("epsilon", operation.epsilon)
    return (Call("ChannelNormalisation", arguments, own_file="channel_normalisation.py"),)


def _local_response_normalisation(operation: nodes.LocalResponseNormalisation) -> tuple[Call, ...]:
    arguments = (
        required("size", operation.size),
        Argument("bias", operation.bias),
        Argument("alpha", operation.alpha),
        Argument("beta", operation.beta),
    )
    return (Call("LocalResponseNormalisation", arguments, own_file="local_response_normalisation.py"),)


def _rescaling(operation: nodes.Rescaling) -> tuple[Call, ...]:
    return (Call("layers.Rescaling", (required("scale", operation.scale), Argument("offset", operation.offset, 0.0))),)


NORMALISATION_WRITERS: Writers = {
    nodes.BatchNormalisation: _batch_normalisation,
    nodes.LayerNormalisation: _layer_normalisation,
    nodes.GroupNormalisation: _group_normalisation,
    nodes.ChannelNormalisation: _channel_normalisation,
    nodes.LocalResponseNormalisation: _local_response_normalisation,
    nodes.Rescaling: _rescaling,
}
