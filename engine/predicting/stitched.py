"""The classes of every pixel from a network whose map of classes is coarse: by shift-and-stitch instead of enlarging.

Long, Shelhamer, Darrell, 2015 (1411.4038), section 3.2: ``engine/inspect/shift_and_stitch.py``. Costs stride x stride
passes for each picture, and takes nothing but the weights that the network has. From a stride on that would need too
many passes, the network computes the answers of all shifts at once in its a trous form (``models/dilated_form.py``).
Both are the same but near the border of the picture, where the padding of the layers begins a few pixels apart.

A network that learned through the enlarging of its map may have learned to say too much at a cell, so that what lies
between two cells comes out right: things smaller than a cell are then drawn too large by stitching.
"""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from engine.contract.errors import UserError
from engine.inspect.shift_and_stitch import Pair, shift_and_stitch
from engine.model_store import LoadedRun
from engine.predicting.mask_network import MaskNetwork, mask_network
from models.build import build_model
from models.coarse_map import coarse_map
from models.dilated_form import dilated_form
from models.fully_convolutional import with_input_shape
from models.graph import Graph, GraphError
from models.layers.calls import layers_by_name

Floats = NDArray[np.float32]
OnProgress = Callable[[str, int, int], None]
STITCHING = "Moving the picture"
KEPT_TRUNKS = 2
MOST_PASSES = 64
"""Passes of a small network that a person waits for; at a stride of 32 there would be 1,024."""


def _ignore(_what: str, _done: int, _total: int) -> None:
    """Nobody is told."""


class StitchedModel:
    """Answers as a network for whole pictures, from its coarse map of classes and all shifts."""

    def __init__(
        self, model: keras.Model, coarse: str, *, stride: Pair, lead: Pair, on_progress: OnProgress = _ignore
    ) -> None:
        """Build the part of the network that gives its coarse map.

        Args:
            model: the network.
            coarse: the layer whose output is the map of classes.
            stride: pixels between its cells, down and right.
            lead: the pixel in the middle of the first cell, down and right.
            on_progress: told (what, done, total) before every pass; may raise to stop.
        """
        self._trunk = _trunk(model, coarse)
        self._on_progress = on_progress
        self._passes = 0
        self._stride = stride
        self._lead = lead

    def predict_on_batch(self, pictures: Floats) -> Floats:
        """Class probabilities (batch, height, width, classes) of prepared pictures of the network's size."""
        height, width = pictures.shape[1:3]
        self._passes = 0
        # What lies around a picture is more like its border than like nothing.
        scores = shift_and_stitch(self._forward, pictures, stride=self._stride, lead=self._lead, border="mirror")
        return np.asarray(ops.softmax(scores[:, :height, :width].astype(np.float32)), np.float32)

    def _forward(self, pictures: Floats) -> Floats:
        self._on_progress(STITCHING, self._passes, self._stride[0] * self._stride[1])
        self._passes += 1
        return np.asarray(self._trunk.predict_on_batch(pictures))


class DilatedModel:
    """Answers as ``StitchedModel`` does, in one pass of the network in its a trous form."""

    def __init__(self, model: keras.Model, trunk: Graph, *, stride: Pair, lead: Pair, on_progress: OnProgress) -> None:
        """Build the a trous form for pictures of the network's size, with what a shift leaves open around them.

        Args:
            model: the network.
            trunk: its graph up to its coarse map.
            stride: pixels between the cells of the map, down and right.
            lead: the pixel in the middle of the first cell, down and right.
            on_progress: told (what, done, total) before the pass; may raise to stop.

        Raises:
            GraphError: something in the trunk has no a trous form.
        """
        self._around = [
            (0, 0), *((before, max(step - 1 - before, 0)) for before, step in zip(lead, stride, strict=True)), (0, 0),
        ]  # fmt: skip
        self._dense = _dense(model, trunk, stride)
        self._on_progress = on_progress

    def predict_on_batch(self, pictures: Floats) -> Floats:
        """Class probabilities (batch, height, width, classes) of prepared pictures of the network's size."""
        height, width = pictures.shape[1:3]
        padded = np.pad(pictures, self._around, mode="symmetric")
        scores = []
        # One after the other: every map of it is as large as the picture.
        for number in range(len(padded)):
            self._on_progress(STITCHING, number, len(padded))
            scores.append(np.asarray(self._dense.predict_on_batch(padded[number : number + 1]))[:, :height, :width])
        return np.asarray(ops.softmax(np.concatenate(scores).astype(np.float32)), np.float32)


@lru_cache(maxsize=KEPT_TRUNKS)
def _dense(model: keras.Model, trunk: Graph, stride: Pair) -> keras.Model:
    """The a trous form of a trunk with the weights of its network; kept, because its first pass takes long."""
    _, height, width, channels = model.input_shape
    graph = dilated_form(with_input_shape(trunk, (height + stride[0] - 1, width + stride[1] - 1, channels)))
    dense = build_model(graph, seed=0)
    trained = layers_by_name(model)
    for name, layer in layers_by_name(dense).items():
        if layer.weights:
            layer.set_weights(trained[name].get_weights())
    return dense


@lru_cache(maxsize=KEPT_TRUNKS)
def _trunk(model: keras.Model, coarse: str) -> keras.Model:
    """The part of a network up to its coarse map; kept, because its first pass takes long."""
    return keras.Model(model.inputs, model.get_layer(coarse).output)


def stitched_network(run: LoadedRun, *, on_progress: OnProgress = _ignore) -> MaskNetwork:
    """The network of a run, asked with its picture moved by every pixel of its stride.

    Args:
        run: the network.
        on_progress: told (what, done, total) before every pass of a picture; may raise to stop.

    Raises:
        UserError: it says nothing of single pixels, or it has no coarse map of classes over all of the picture.
    """
    network = mask_network(run)
    assert run.config is not None  # else there is no mask network
    graph = Graph.from_json(run.config.network.graph).for_prediction()
    last = coarse_map(graph)
    if last is None or not isinstance(network.model, keras.Model):
        raise UserError(
            f"Only the answer of a network with a coarse map of classes can be stitched. Received: {run.path}.",
            "Choose a run of a direct heat map, of DeepLab, or of FCN-32s with padding same.",
        )
    stride = int(last.stride[0]), int(last.stride[1])
    lead = (stride[0] - 1) // 2, (stride[1] - 1) // 2
    if stride[0] * stride[1] > MOST_PASSES:
        names = [node.name for node in graph.nodes]
        trunk = replace(graph, nodes=graph.nodes[: names.index(last.name) + 1], outputs=(last.name,))
        with contextlib.suppress(GraphError):
            dilated = DilatedModel(network.model, trunk, stride=stride, lead=lead, on_progress=on_progress)
            return replace(network, model=dilated)
    return replace(
        network, model=StitchedModel(network.model, last.name, stride=stride, lead=lead, on_progress=on_progress)
    )
