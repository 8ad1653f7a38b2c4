"""The classes of every pixel from a network whose map of classes is coarse: by shift-and-stitch instead of enlarging.

Long, Shelhamer, Darrell, 2015 (1411.4038), section 3.2: ``engine/inspect/shift_and_stitch.py``. Costs stride x stride
passes for each picture, and takes nothing but the weights that the network has.

A network that learned through the enlarging of its map may have learned to say too much at a cell, so that what lies
between two cells comes out right: things smaller than a cell are then drawn too large by stitching.
"""

from dataclasses import replace

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from engine.contract.errors import UserError
from engine.inspect.shift_and_stitch import Pair, shift_and_stitch
from engine.model_store import LoadedRun
from engine.predicting.mask_network import MaskNetwork, mask_network
from models.arithmetic import LayerRow, analyse
from models.graph import Graph
from models.nodes import CropTo

Floats = NDArray[np.float32]
LEAST_STRIDE = 2


class StitchedModel:
    """Answers as a network for whole pictures, from its coarse map of classes and all shifts."""

    def __init__(self, model: keras.Model, coarse: str, *, stride: Pair, lead: Pair) -> None:
        """Build the part of the network that gives its coarse map.

        Args:
            model: the network.
            coarse: the layer whose output is the map of classes.
            stride: pixels between its cells, down and right.
            lead: the pixel in the middle of the first cell, down and right.
        """
        self._trunk = keras.Model(model.inputs, model.get_layer(coarse).output)
        self._stride = stride
        self._lead = lead

    def predict_on_batch(self, pictures: Floats) -> Floats:
        """Class probabilities (batch, height, width, classes) of prepared pictures of the network's size."""
        height, width = pictures.shape[1:3]
        # What lies around a picture is more like its border than like nothing.
        scores = shift_and_stitch(self._forward, pictures, stride=self._stride, lead=self._lead, border="mirror")
        return np.asarray(ops.softmax(scores[:, :height, :width].astype(np.float32)), np.float32)

    def _forward(self, pictures: Floats) -> Floats:
        return np.asarray(self._trunk.predict_on_batch(pictures))


def stitched_network(run: LoadedRun) -> MaskNetwork:
    """The network of a run, asked with its picture moved by every pixel of its stride.

    Raises:
        UserError: it says nothing of single pixels, or it has no coarse map of classes over all of the picture.
    """
    network = mask_network(run)
    assert run.config is not None  # else there is no mask network
    graph = Graph.from_json(run.config.network.graph).for_prediction()
    last = _coarsest(graph)
    if last is None or not isinstance(network.model, keras.Model) or last.output_shape[-1] != len(run.classes):
        raise UserError(
            f"Only the answer of a network with a coarse map of classes can be stitched. Received: {run.path}.",
            "Choose a run of a direct heat map, of DeepLab, or of FCN-32s with padding same.",
        )
    stride = int(last.stride[0]), int(last.stride[1])
    lead = (stride[0] - 1) // 2, (stride[1] - 1) // 2
    return replace(network, model=StitchedModel(network.model, last.name, stride=stride, lead=lead))


def _coarsest(graph: Graph) -> LayerRow | None:
    """The last map, where it is coarse and only enlarged from there, so that cell (i, j) is that of its own square.

    None where finer maps were added to it, as in FCN-16s, or where the answer is cut out of a larger one.
    """
    table = analyse(graph)
    maps = [row for row in table.rows if len(row.output_shape) == 3]
    last = next((row for row in reversed(maps) if min(row.stride) >= LEAST_STRIDE), None)
    if last is None or last.stride != max(row.stride for row in maps):
        return None
    crops = [node.operation.offset for node in graph.nodes if isinstance(node.operation, CropTo)]
    height, width, _ = graph.shapes()[graph.inputs[0]]
    covers = last.output_shape[:2] == (-(-height // last.stride[0]), -(-width // last.stride[1]))
    return last if covers and all(offset == (0, 0) for offset in crops) else None
