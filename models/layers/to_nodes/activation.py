"""Nodes of the activation family."""

from typing import Any

from keras import layers

from models import nodes
from models.layers.to_nodes.reading import Readers, activation_name, require

RELU6_LIMIT = 6.0
LEAKY_SLOPE = 0.2


def _activation(layer: Any) -> nodes.NodeType:
    return nodes.Activation(activation_name(layer.activation))


def _relu(layer: Any) -> nodes.NodeType:
    require(not layer.negative_slope and not layer.threshold, "ReLU with slope", layer.negative_slope)
    require(layer.max_value in (None, RELU6_LIMIT), "ReLU with limit", layer.max_value)
    return nodes.Activation("relu" if layer.max_value is None else "relu6")


def _leaky_relu(layer: Any) -> nodes.NodeType:
    require(layer.negative_slope == LEAKY_SLOPE, "slope", layer.negative_slope)
    return nodes.Activation("leaky relu")


def _elu(layer: Any) -> nodes.NodeType:
    require(layer.alpha == 1.0, "alpha", layer.alpha)
    return nodes.Activation("elu")


def _parametric_relu(layer: Any) -> nodes.NodeType:
    shared = tuple(layer.shared_axes or ())
    require(shared in ((), (1, 2)), "slopes shared along axes", shared)
    return nodes.ParametricRelu("per channel" if shared else "per value")


def _softmax(layer: Any) -> nodes.NodeType:
    require(layer.axis == -1, "softmax along axis", layer.axis)
    return nodes.Activation("softmax")


ACTIVATION_READERS: Readers = {
    layers.Activation: _activation,
    layers.ReLU: _relu,
    layers.LeakyReLU: _leaky_relu,
    layers.ELU: _elu,
    layers.PReLU: _parametric_relu,
    layers.Softmax: _softmax,
}
