"""AlexNet: the network that won ImageNet in 2012.

Krizhevsky, Sutskever, Hinton, "ImageNet classification with deep convolutional neural networks", NIPS 2012. It assumes
pictures of 227x227x3 (the paper prints 224, with which its sizes do not come out) and 1000 classes: 60,965,224
parameters with two towers, whose second, fourth and fifth convolutions see only the maps of their own tower, and
62,378,344 with one. Receptive fields: 163 at conv5, 195 at pool5. Local response normalisation with n = 5, k = 2,
alpha = 1e-4, beta = 0.75 stands behind the first two convolutions. torchvision's "alexnet" is another network (2014).
"""

from models.architectures.chain import Chain
from models.graph import Graph
from models.nodes import (
    AveragePooling,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    LocalResponseNormalisation,
    MaximumPooling,
)
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights

PAPER_WIDTH = 96


def alexnet(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    dense_units: int,
    towers: str,
    activation: str,
    pooling: str,
    dropout: float,
    local_response: bool,
    batch_normalisation: bool,
) -> Graph:
    """Return AlexNet.

    Args:
        input_shape: (height, width, channels).
        classes: number of outputs.
        width: filters of the first convolution, an even number with two towers.
        dense_units: units of each of the two hidden dense layers.
        towers: "two" as in the paper, or "one", in which every filter sees all maps.
        activation: function behind every hidden layer.
        pooling: "maximum" or "average".
        dropout: share hidden behind each hidden dense layer while training.
        local_response: let neighbouring maps compete behind the first two convolutions.
        batch_normalisation: normalise behind every convolution.
    """
    chain = Chain(input_shape)
    weights, groups = suitable_initial_weights(activation), 2 if towers == "two" else 1
    wide, narrow = 2 * round(width * 384 / PAPER_WIDTH / 2), 2 * round(width * 256 / PAPER_WIDTH / 2)
    plain = not batch_normalisation
    for number, convolution in enumerate(
        (
            Convolution(width, (11, 11), (4, 4), "valid", bias=plain, initial_weights=weights),
            Convolution(narrow, (5, 5), padding=(2, 2), groups=groups, bias=plain, initial_weights=weights),
            Convolution(wide, (3, 3), padding=(1, 1), bias=plain, initial_weights=weights),
            Convolution(wide, (3, 3), padding=(1, 1), groups=groups, bias=plain, initial_weights=weights),
            Convolution(narrow, (3, 3), padding=(1, 1), groups=groups, bias=plain, initial_weights=weights),
        ),
        start=1,
    ):
        name = f"conv{number}"
        chain.convolve(name, convolution, activation, is_normalised=batch_normalisation, block=name)
        if local_response and number in (1, 2):
            chain.add(f"{name}_response", LocalResponseNormalisation(), block=name)
        if number in (1, 2, 5):
            pool = MaximumPooling if pooling == "maximum" else AveragePooling
            chain.add(f"pool{number}", pool((3, 3), (2, 2)), block=name)
    return _finish(chain, classes, dense_units=dense_units, activation=activation, dropout=dropout)


def _finish(chain: Chain, classes: int, *, dense_units: int, activation: str, dropout: float) -> Graph:
    chain.add("flatten", Flatten(), block="head")
    for name in ("fc6", "fc7"):
        chain.add(name, Dense(dense_units, initial_weights=suitable_initial_weights(activation)), block="head")
        chain.normalise_and_activate(name, activation, is_normalised=False, block="head")
        if dropout and name == "fc6":
            chain.add("fc6_dropout", Dropout(dropout), block="head")
    return chain.classifier("alexnet", classes, dropout=dropout)
