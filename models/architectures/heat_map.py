"""The two simplest ways to a class for every pixel: a coarse heat map that is enlarged, and no pooling at all.

A classifier made fully convolutional says a class for every cell of its last map (Long et al., 2015, 1411.4038, section
3.1; Sermanet et al., OverFeat, 2013, 1312.6229). Enlarged without learning, the answer is as coarse as its stride. Its
layers have the names and shapes of those of FCN-32s, which can start with their weights, as in the paper.

Convolutions without pooling answer at full resolution, but see little: 2 d + 1 pixels behind d layers of 3x3, unless
their taps move apart with every layer (Yu, Koltun, 2015, 1511.07122, table 1).
"""

from models.architectures.chain import Chain
from models.architectures.enlarging import enlarge_classes
from models.architectures.fcn import LAYERS, Trunk, add_score
from models.graph import Graph
from models.nodes import Convolution, CropTo
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights

DOUBLING = "doubling"
CYCLE = 5
"""Layers after which the distance of the taps begins at 1 again."""


def direct_heat_map(
    input_shape: Shape,
    classes: int,
    *,
    layers: str,
    width: int,
    dense_units: int,
    depth: int,
    upsampling: str,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return FCN's classifier whose map of classes, ``score``, is enlarged to the picture without learning how.

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of a pixel, the background among them.
        layers: one of ``fcn.LAYERS``, the VGG network whose convolutions come first.
        width: filters of the first stage.
        dense_units: channels of the two layers that were dense in VGG.
        depth: stages that are used, from the first: the map of classes has a stride of 2^depth.
        upsampling: "nearest" paints each cell over the square that it stands for; "bilinear" blends neighbours.
        activation: function behind every hidden layer.
        dropout: share hidden behind each of the layers that were dense, while training.
        batch_normalisation: normalise behind every hidden layer.
    """
    chain = Chain(input_shape)
    trunk = Trunk(
        stages=LAYERS[layers][:depth], width=width, dense_units=dense_units, activation=activation, dropout=dropout,
        is_normalised=batch_normalisation,
    )  # fmt: skip
    trunk.add(chain, dense_padding="same")
    add_score(chain, classes)
    enlarge_classes(chain, "enlarged", classes, factor=2**depth, method=upsampling, block="head")
    chain.join("logits", CropTo((0, 0)), ("enlarged", "input"), block="head")
    return chain.finish("direct-heat-map")


def full_resolution(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    dilation: str,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a stack of 3x3 convolutions without pooling.

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of a pixel, the background among them.
        width: filters of each layer.
        depth: hidden layers.
        dilation: "none", or "doubling": the taps of each layer are twice as far apart as before, for ``CYCLE`` layers.
        activation: function behind every hidden layer.
        dropout: share hidden before the last layer while training.
        batch_normalisation: normalise behind every hidden layer.
    """
    chain = Chain(input_shape)
    weights = suitable_initial_weights(activation)
    for number in range(1, depth + 1):
        distance = 2 ** ((number - 1) % CYCLE) if dilation == DOUBLING else 1
        convolution = Convolution(
            width, (3, 3), dilation=(distance, distance), bias=not batch_normalisation, initial_weights=weights
        )
        layer = f"convolution{number}"
        chain.convolve(layer, convolution, activation, is_normalised=batch_normalisation, block="body")
    return chain.segmenter("full-resolution", classes, dropout=dropout)
