"""Network in Network: small perceptrons between the convolutions, and averages of class maps instead of dense layers.

Lin, Chen, Yan, "Network in network", 2013 (1312.4400). The version for CIFAR-10 assumes pictures of 32x32x3 and has
966,986 parameters. The last 1x1 convolution has one map for each class; their means are the logits, so that the maps
say where the network saw a class.
"""

from models.architectures.chain import Chain
from models.graph import Graph
from models.nodes import AveragePooling, Convolution, Dropout, GlobalAveragePooling, MaximumPooling, NodeType
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights

PAPER_WIDTH = 192
FIRST_PERCEPTRON = (160, 96)
"""Filters of the 1x1 convolutions of the first stage; those of the others have all the full width."""


def nin(
    input_shape: Shape,
    classes: int,
    *,
    name: str,
    width: int,
    depth: int,
    activation: str,
    pooling: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a network of three stages: a convolution, then a perceptron of 1x1 convolutions over every place.

    Args:
        input_shape: (height, width, channels).
        classes: number of outputs.
        name: of the graph.
        width: filters of each stage's convolution.
        depth: 1x1 convolutions of each stage, two in the paper.
        activation: function behind every convolution.
        pooling: "paper" (maximum behind the first stage, average behind the second), "maximum" or "average".
        dropout: share hidden behind both poolings while training.
        batch_normalisation: normalise behind every convolution but the last.
    """
    chain = Chain(input_shape)
    weights = suitable_initial_weights(activation)
    for stage, kernel in enumerate((5, 5, 3), start=1):
        block, is_last = f"stage{stage}", stage == 3
        filters = _filters(stage, width, depth)
        for number, count in enumerate(filters):
            side = 1 if number else kernel
            if is_last and number == depth:
                maps = Convolution(classes, (1, 1), initial_weights="glorot uniform")
                chain.add("class_maps", maps, block=block)
                continue
            convolution = Convolution(count, (side, side), bias=not batch_normalisation, initial_weights=weights)
            layer = f"{block}_mlp{number}" if number else f"{block}_convolution"
            chain.convolve(layer, convolution, activation, is_normalised=batch_normalisation, block=block)
        if not is_last:
            chain.add(f"{block}_pooling", _pooling(pooling, stage), block=block)
            if dropout:
                chain.add(f"{block}_dropout", Dropout(dropout), block=block)
    chain.add("logits", GlobalAveragePooling(), block="head")
    return chain.finish(name)


def _filters(stage: int, width: int, depth: int) -> list[int]:
    """Return the filters of a stage's convolution and of the perceptron behind it."""
    if stage > 1:
        return [width] * (depth + 1)
    perceptron = (*FIRST_PERCEPTRON[:1] * (depth - 1), FIRST_PERCEPTRON[-1])
    return [width, *(max(1, round(count * width / PAPER_WIDTH)) for count in perceptron)]


def _pooling(pooling: str, stage: int) -> NodeType:
    is_maximum = pooling == "maximum" or (pooling == "paper" and stage == 1)
    kind = MaximumPooling if is_maximum else AveragePooling
    return kind((3, 3), (2, 2), "same")
