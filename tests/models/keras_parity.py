"""Random weights for a network of keras.applications and ours, so that both must compute the same."""

import math
import re

import keras
import numpy as np
from keras import layers

from models.build import build_model
from models.graph import Graph

SHIFTS = ("beta", "bias", "moving_mean")
ORDER = {"preact": 0, "1": 1, "2": 2, "3": 3, "0": 4}
"""Of the parts of a block of keras.applications' ResNet, in ours."""
SCALES = ("gamma", "moving_variance")


def randomise(model: keras.Model) -> None:
    """Give every weight a random value that keeps signals alive; statistics of normalisations too."""
    random = np.random.default_rng(1)
    for weight in model.weights:
        name = weight.path.rpartition("/")[2]
        if name in SHIFTS:
            weight.assign(random.normal(0.0, 0.1, weight.shape))
        elif name in SCALES:
            weight.assign(random.uniform(0.5, 1.5, weight.shape))
        else:
            weight.assign(random.normal(0.0, _deviation(weight), weight.shape))


def _deviation(weight: keras.Variable) -> float:
    """Return the deviation of He normal; a depthwise kernel (rows, columns, channels, 1) sees one channel only."""
    is_depthwise = len(weight.shape) == 4 and weight.shape[-1] == 1
    fan_in = math.prod(weight.shape[:2] if is_depthwise else weight.shape[:-1])
    return math.sqrt(2.0 / fan_in)


def carry_over(theirs: keras.Model, ours: keras.Model, graph: Graph) -> None:
    """Copy the weights layer by layer: both are listed in the order in which they were written, kind by kind."""
    place = _place_in_resnet if theirs.name.startswith("resnet") else _place
    sources = sorted(filter(_has_weights, theirs.layers), key=place)
    targets = [layer for node in graph.nodes if _has_weights(layer := ours.get_layer(node.name))]
    for kind in (layers.DepthwiseConv2D, layers.BatchNormalization, (layers.Conv2D, layers.Dense)):
        pairs = zip(_of(sources, kind), _of(targets, kind), strict=True)
        for source, target in pairs:
            values = zip(source.get_weights(), target.get_weights(), strict=True)
            target.set_weights([value.reshape(wanted.shape) for value, wanted in values])


def largest_difference(theirs: keras.Model, graph: Graph, *, side_px: int) -> tuple[float, float]:
    """Return (largest difference of the logits, their spread over pictures) of both networks with the same weights."""
    randomise(theirs)
    ours = build_model(graph, seed=1)
    carry_over(theirs, ours, graph)
    pictures = np.random.default_rng(2).normal(0.0, 1.0, (3, side_px, side_px, 3)).astype("float32")
    pictures *= np.array([0.3, 1.0, 2.0], "float32")[:, None, None, None]
    wanted = keras.ops.convert_to_numpy(theirs(pictures, training=False))
    logits = keras.Model(ours.input, ours.get_layer("logits").output)
    received = keras.ops.convert_to_numpy(logits(pictures, training=False))
    return float(np.abs(received - wanted).max()), float(np.ptp(wanted, axis=0).max())


def _has_weights(layer: layers.Layer) -> bool:
    return bool(layer.weights)


def _of(found: list[layers.Layer], kind: type | tuple[type, ...]) -> list[layers.Layer]:
    """Return layers of a kind; a depthwise convolution is one of its own."""
    depthwise = isinstance(kind, type) and issubclass(kind, layers.DepthwiseConv2D)
    return [item for item in found if isinstance(item, kind) and isinstance(item, layers.DepthwiseConv2D) == depthwise]


def _place(layer: layers.Layer) -> tuple[int, ...]:
    """Return where a layer was written, by its name; layers without a number in it keep the order of computation."""
    if counted := re.fullmatch(r"(?:conv2d|batch_normalization)(?:_(\d+))?", layer.name):
        return 0, int(counted[1] or 0)
    return (99,)


def _place_in_resnet(layer: layers.Layer) -> tuple[int, ...]:
    """Return where a layer was written; shortcuts ("_0_") come last in their block, as in ours."""
    if inside := re.fullmatch(r"conv(\d)_block(\d+)_(preact|\d)_(?:conv|bn)", layer.name):
        stage, block, number = inside.groups()
        return int(stage), int(block), ORDER[number]
    return (1,) if layer.name.startswith("conv1") else (99,)
