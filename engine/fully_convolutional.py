"""A trained network with convolutions in place of dense layers, for pictures larger than those it learned from."""

from dataclasses import dataclass, replace
from functools import lru_cache

import keras

from engine.contract.errors import UserError
from engine.model_store import LoadedRun
from models.arithmetic import analyse
from models.build import build_model
from models.fully_convolutional import FullyConvolutional, fully_convolutional, with_input_shape
from models.graph import Graph, GraphError
from models.layers.calls import layers_by_name
from models.options import Pair
from models.read_keras import read_model

KEPT_NETWORKS = 3


@dataclass(frozen=True, slots=True, eq=False)
class WindowNetwork:
    """A network that says of all windows of a larger picture what the trained one says of each.

    Attributes:
        model: gives a map of scores or logits (rows, columns, classes).
        window_px: rows and columns of a window: the size of the trained network's pictures.
        stride_px: distance of neighbouring windows, vertical first.
        is_padded: whether layers add a border, which a window in the middle of a picture has not.
        warnings: where it differs from the trained network, in sentences.
    """

    model: keras.Model
    window_px: Pair
    stride_px: Pair
    is_padded: bool
    warnings: tuple[str, ...] = ()


@lru_cache(maxsize=KEPT_NETWORKS)
def window_network(run: LoadedRun, size_px: Pair) -> WindowNetwork:
    """Return the network of ``run`` for pictures of ``size_px`` (rows, columns), with its weights.

    Raises:
        UserError: the network has no dense layers, or something in it needs the whole picture.
    """
    graph = _graph_of(run)
    try:
        converted = fully_convolutional(graph)
        larger = with_input_shape(converted.graph, (*size_px, graph.shapes()[graph.inputs[0]][2]))
    except GraphError as error:
        raise UserError(f"This network takes no larger pictures. {error.message}", error.hint) from error
    model = build_model(larger, seed=0)
    copy_weights(run.model, model, converted)
    height, width, _ = graph.shapes()[graph.inputs[0]]
    return WindowNetwork(model, (height, width), _stride(graph), _is_padded(graph), converted.warnings)


@lru_cache(maxsize=KEPT_NETWORKS)
def free_window_network(run: LoadedRun) -> WindowNetwork:
    """Return the network of ``run`` for pictures of any size from its own on, with its weights.

    Raises:
        UserError: as for ``window_network``.
    """
    graph = _graph_of(run)
    height, width, channels = graph.shapes()[graph.inputs[0]]
    network = window_network(run, (height, width))
    free = keras.models.clone_model(network.model, input_tensors=keras.Input((None, None, channels)))
    free.set_weights(network.model.get_weights())
    return replace(network, model=free)


def window_multiply_adds(run: LoadedRun, size_px: Pair) -> int:
    """Return the multiply-adds of one picture of ``size_px`` (rows, columns) in the network for larger pictures."""
    graph = _graph_of(run)
    larger = with_input_shape(fully_convolutional(graph).graph, (*size_px, graph.shapes()[graph.inputs[0]][2]))
    return analyse(larger).multiply_adds


def copy_weights(trained: keras.Model, model: keras.Model, converted: FullyConvolutional) -> None:
    """Give ``model``, made of ``converted``, the weights of the network that was converted."""
    given = layers_by_name(trained)
    for name, layer in layers_by_name(model).items():
        if layer.weights:
            weights = given[name].get_weights()
            if name in converted.reshaped:
                weights[0] = weights[0].reshape(converted.reshaped[name])
            layer.set_weights(weights)


def _graph_of(run: LoadedRun) -> Graph:
    if run.config is not None:
        return Graph.from_json(run.config.network.graph).for_prediction()
    return read_model(run.model)


def _stride(graph: Graph) -> Pair:
    """Return the distance between the windows of neighbouring cells of the last map."""
    maps = [row for row in analyse(graph).rows if len(row.output_shape) == 3]
    vertical, horizontal = maps[-1].stride
    return max(1, int(vertical)), max(1, int(horizontal))


def _is_padded(graph: Graph) -> bool:
    paddings = (node.options.get("padding", "valid") for node in graph.nodes)
    has_border = any(node.type == "zero_padding" for node in graph.nodes)
    return has_border or any(padding not in ("valid", (0, 0)) for padding in paddings)
