"""Which pixels really reach which cells: found with impulses, on copies of graphs with positive weights."""

import dataclasses
from collections.abc import Mapping

import keras
import numpy as np

from models import nodes
from models.build import build_model
from models.graph import Graph
from models.nodes.base import NodeType
from models.receptive_field import AxisField

POINTWISE = (
    nodes.BatchNormalisation, nodes.LayerNormalisation, nodes.ChannelNormalisation, nodes.LocalResponseNormalisation,
    nodes.Activation, nodes.ParametricRelu, nodes.Rescaling,
)  # fmt: skip

Array = np.ndarray


def linear(operation: NodeType) -> NodeType:
    """The same reach without anything that could hide a path."""
    match operation:
        case nodes.MaximumPooling():
            return nodes.AveragePooling(operation.window, operation.stride, operation.padding)
        case nodes.DilatedPooling():
            return dataclasses.replace(operation, summary="average")
        case nodes.GlobalMaximumPooling():
            return nodes.GlobalAveragePooling()
        case nodes.Maximum() | nodes.Subtract() | nodes.Average():
            return nodes.Add()
        case _ if isinstance(operation, POINTWISE):
            return nodes.Activation("linear")
    changes = {"activation": "linear"} if "activation" in operation.options else {}
    return dataclasses.replace(operation, **changes) if changes else operation


def support(graph: Graph, *references: Mapping[str, Array], bias: float = 0.0) -> Array:
    """Which pixels reach which cells: (picture rows, picture columns, map rows, map columns).

    Args:
        graph: a network with the pictures as its first input, which have one channel.
        *references: values of the other inputs; a pixel reaches a cell if it does so with any of them.
        bias: of all layers; products need one, so that one path does not hide the other.
    """
    linear_nodes = tuple(dataclasses.replace(node, operation=linear(node.operation)) for node in graph.nodes)
    model = build_model(Graph(graph.name, linear_nodes, graph.outputs), seed=1)
    model.set_weights([np.full(weight.shape, bias if "bias" in weight.path else 1.0) for weight in model.weights])
    height, width = graph.shapes()[graph.inputs[0]][:2]
    impulses = np.eye(height * width, dtype="float32").reshape(-1, height, width, 1)
    pictures = np.concatenate([impulses, np.zeros_like(impulses[:1])])
    reached = [_differences(model, pictures, reference) for reference in references or ({},)]
    return np.any(reached, axis=0).reshape(height, width, *reached[0].shape[1:])


def _differences(model: keras.Model, pictures: Array, reference: Mapping[str, Array]) -> Array:
    """Where the answer to each picture differs from that to the last one."""
    repeated = [np.repeat(value[None], len(pictures), axis=0) for value in reference.values()]
    values = keras.ops.convert_to_numpy(model([pictures, *repeated] if repeated else pictures))
    values = values.reshape(len(pictures), *(values.shape[1:] if values.ndim == 4 else (1, 1, -1)))
    return (values[:-1] > values[-1]).any(axis=-1)


def along(seen: Array, axis: int) -> Array:
    """What reaches the cells along one axis: (pixels, cells)."""
    return seen.any(axis=(1 - axis, 3 - axis))


def told(field: AxisField, pixels: int, cells: int) -> Array:
    """What a receptive field says of them: (pixels, cells)."""
    result = np.zeros((pixels, cells), bool)
    for cell in range(cells):
        first, end = field.span(cell) or (0, 0)
        result[max(first, 0) : max(end, 0), cell] = True
    return result


def filled(reached: Array) -> Array:
    """The same with the gaps inside of each window closed, as dilated kernels leave them: (pixels, cells)."""
    return np.maximum.accumulate(reached, axis=0) & np.maximum.accumulate(reached[::-1], axis=0)[::-1]
