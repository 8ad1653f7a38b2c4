"""VGG: depth from nothing but 3x3 convolutions.

Simonyan, Zisserman, "Very deep convolutional networks for large-scale image recognition", 2014 (1409.1556). They
assume pictures of 224x224x3 and 1000 classes: 132,863,336, 133,047,848, 138,357,544 and 143,667,240 parameters with
11, 13, 16 and 19 layers, configurations A, B, D and E of the paper; VGG-16 needs 15.47 G multiply-adds. Receptive
fields of VGG-16: conv5_3 196, pool5 212, fc6 404. Batch normalisation is younger than the paper and optional.
"""

from collections.abc import Sequence

from models.architectures.chain import Chain
from models.graph import Graph
from models.nodes import AveragePooling, Convolution, Dense, Dropout, Flatten, MaximumPooling, NodeType
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights

WIDTHS = (1, 2, 4, 8, 8)
"""Filters of the five stages, in multiples of the first one's."""


def vgg(
    input_shape: Shape,
    classes: int,
    *,
    name: str,
    layers: tuple[int, ...],
    width: int,
    dense_units: int,
    activation: str,
    pooling: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a VGG network.

    Args:
        input_shape: (height, width, channels).
        classes: number of outputs.
        name: of the graph.
        layers: convolutions of each of the five stages.
        width: filters of the first stage.
        dense_units: units of each of the two hidden dense layers.
        activation: function behind every hidden layer.
        pooling: "maximum" or "average", at the end of each stage.
        dropout: share hidden behind each hidden dense layer while training.
        batch_normalisation: normalise behind every convolution.
    """
    chain = Chain(input_shape)
    weights = suitable_initial_weights(activation)
    pool = MaximumPooling() if pooling == "maximum" else AveragePooling()
    add_stages(
        chain, layers, width=width, activation=activation, pool=pool,
        is_normalised=batch_normalisation, has_bias=not batch_normalisation,
    )  # fmt: skip
    chain.add("flatten", Flatten(), block="head")
    for number in (1, 2):
        chain.add(f"dense{number}", Dense(dense_units, initial_weights=weights), block="head")
        chain.normalise_and_activate(f"dense{number}", activation, is_normalised=False, block="head")
        if dropout and number == 1:
            chain.add("dense1_dropout", Dropout(dropout), block="head")
    return chain.classifier(name, classes, dropout=dropout)


def add_stages(
    chain: Chain,
    layers: Sequence[int],
    *,
    width: int,
    activation: str,
    pool: NodeType,
    is_normalised: bool,
    has_bias: bool,
    ends_in_pooling: bool = True,
) -> list[str]:
    """Append the stages of 3x3 convolutions, each with a pooling at its end.

    Args:
        chain: the graph so far.
        layers: convolutions of each stage, five stages at most.
        width: filters of the first stage.
        activation: function behind every convolution.
        pool: what ends each stage.
        is_normalised: normalise behind every convolution.
        has_bias: whether convolutions have biases.
        ends_in_pooling: whether the last stage has a pooling too.

    Returns:
        The nodes that the poolings read, or would read.
    """
    weights = suitable_initial_weights(activation)
    ends = []
    for stage, (count, factor) in enumerate(zip(layers, WIDTHS, strict=False), start=1):
        block = f"stage{stage}"
        convolution = Convolution(width * factor, (3, 3), bias=has_bias, initial_weights=weights)
        for number in range(1, count + 1):
            layer = f"{block}_convolution{number}"
            chain.convolve(layer, convolution, activation, is_normalised=is_normalised, block=block)
        ends.append(chain.last)
        if ends_in_pooling or stage < len(layers):
            chain.add(f"{block}_pooling", pool, block=block)
    return ends
