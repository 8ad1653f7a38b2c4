"""The two simplest ways to a class for every pixel: a coarse heat map that is enlarged, and no pooling at all.

A classifier made fully convolutional says a class for every cell of its last map (Long et al., 2015, 1411.4038, section
3.1; Sermanet et al., OverFeat, 2013, 1312.6229). Enlarged without learning, the answer is as coarse as its stride. The
same convolutions without pooling answer at full resolution, but see little: 2 d + 1 pixels behind d layers of 3x3,
unless their taps move apart with every layer (Yu, Koltun, 2015, 1511.07122, table 1).
"""

from models.architectures.chain import Chain
from models.architectures.enlarging import enlarge_classes
from models.graph import Graph
from models.nodes import Convolution, CropTo, Dropout, MaximumPooling
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights

DOUBLING = "doubling"
CYCLE = 5
"""Layers after which the distance of the taps begins at 1 again."""
MOST_FILTERS = 8
"""Filters double with every pooling up to this many times those of the first stage."""


def direct_heat_map(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    upsampling: str,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a fully convolutional classifier whose map of classes, ``class_maps``, is enlarged to the picture.

    Args:
        input_shape: (height, width, channels).
        classes: number of classes of a pixel, the background among them.
        width: filters of the first stage.
        depth: stages of two convolutions and a pooling: the map of classes has a stride of 2^depth.
        upsampling: "bilinear" or "nearest".
        activation: function behind every hidden convolution.
        dropout: share hidden before the last convolution while training.
        batch_normalisation: normalise behind every hidden convolution.
    """
    chain = Chain(input_shape)
    weights = suitable_initial_weights(activation)
    for stage in range(1, depth + 2):
        block = f"stage{stage}"
        filters = width * min(2 ** (stage - 1), MOST_FILTERS)
        convolution = Convolution(filters, (3, 3), bias=not batch_normalisation, initial_weights=weights)
        for number in (1, 2):
            layer = f"{block}_convolution{number}"
            chain.convolve(layer, convolution, activation, is_normalised=batch_normalisation, block=block)
        if stage <= depth:
            chain.add(f"{block}_pooling", MaximumPooling(padding="same"), block=block)
    if dropout:
        chain.add("dropout", Dropout(dropout), block="head")
    chain.add("class_maps", Convolution(classes, (1, 1), initial_weights="glorot uniform"), block="head")
    up = enlarge_classes(chain, "enlarged", classes, factor=2**depth, method=upsampling, block="head")
    chain.join("logits", CropTo((0, 0)), (up, "input"), block="head")
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
