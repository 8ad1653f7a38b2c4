"""What the tests of fully convolutional networks share: networks without padding, weights, windows of a picture."""

from collections.abc import Mapping
from dataclasses import replace

import keras
import numpy as np
import numpy.typing as npt

from models import nodes
from models.build import build_model
from models.graph import Graph, Node
from models.nodes.base import Shape

Floats = npt.NDArray[np.float32]


def unpadded(graph: Graph) -> Graph:
    """Return a network of the same structure and shapes in which no layer pads: padded windows see one cell."""
    return replace(graph, nodes=tuple(map(_unpadded, graph.nodes)))


def _unpadded(node: Node) -> Node:
    operation = node.operation
    is_padded = getattr(operation, "padding", "valid") not in ("valid", (0, 0))
    match operation:
        case nodes.Convolution() | nodes.DepthwiseConvolution() if is_padded:
            return replace(node, operation=replace(operation, kernel=(1, 1), padding="valid"))
        case nodes.MaximumPooling() | nodes.AveragePooling() if is_padded:
            return replace(node, operation=replace(operation, window=(1, 1), padding="valid"))
        case _:
            return node


def random_model(graph: Graph) -> keras.Model:
    """Return the Keras model with weights for which outputs vary."""
    model = build_model(graph, seed=1)
    random = np.random.default_rng(0)
    for variable in model.weights:
        if len(variable.shape) > 1:
            variable.assign(random.normal(0, _deviation(variable), variable.shape))
        else:
            noise = random.normal(0, 0.1, variable.shape)
            variable.assign(variable + (np.abs(noise) if "variance" in variable.path else noise))
    return model


def _deviation(kernel: keras.Variable) -> float:
    """Return a deviation that keeps signals at their size through ReLUs, and logits small."""
    inputs = np.prod(kernel.shape[:2] if "depthwise" in kernel.path else kernel.shape[:-1])
    return float(np.sqrt((0.3 if len(kernel.shape) == 2 else 2) / inputs))


def with_weights_of(graph: Graph, model: keras.Model, reshaped: Mapping[str, Shape]) -> keras.Model:
    """Return the Keras model of ``graph`` with the weights of the layers of ``model`` that have the same names."""
    made = build_model(graph, seed=2)
    for layer in made.layers:
        if layer.weights:
            weights = model.get_layer(layer.name).get_weights()
            if layer.name in reshaped:
                weights[0] = weights[0].reshape(reshaped[layer.name])
            layer.set_weights(weights)
    return made


def windows_of(picture: Floats, *, height: int, width: int, stride: tuple[int, int]) -> Floats:
    """Return all windows (rows, columns, height, width, channels) of one picture at the steps of a stride."""
    views = np.lib.stride_tricks.sliding_window_view(picture, (height, width), axis=(0, 1))
    return np.moveaxis(views[:: stride[0], :: stride[1]], 2, -1)
