"""The networks before depth: linear classifier, multilayer perceptron, LeNet-5.

LeNet-5: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proc. IEEE 1998.
It assumes pictures of 32x32x1 and has 61,706 parameters with a fully connected C3; in the original, sub-sampling has
trainable coefficients and C3 a connection table: 60,000 parameters up to F6. The paper ends in fixed radial basis
functions; here a dense layer with softmax stands in their place. Receptive fields: 5, 6, 14, 16, 32.
"""

from models.architectures.chain import Chain
from models.graph import Graph
from models.nodes import AveragePooling, Convolution, Dense, Flatten, MaximumPooling, NodeType, TableConvolution
from models.nodes.base import Shape
from models.nodes.initialisation import suitable_initial_weights
from models.nodes.pooling import SubSampling
from models.nodes.shape import ZeroPadding

LENET_SIDE_PX = 32
ACTIVATED = ("c1", "c3", "c5", "f6")
"""Layers of LeNet-5 with an activation behind them; sub-sampling brings its own."""


def linear(input_shape: Shape, classes: int) -> Graph:
    """Return a linear classifier: each class is one template that is compared with the picture.

    Its weights start at zero, so that a template holds nothing but what the pictures have put there.
    """
    chain = Chain(input_shape)
    chain.add("flatten", Flatten())
    return chain.classifier("linear", classes, initial_weights="zeros")


def mlp(
    input_shape: Shape,
    classes: int,
    *,
    width: int,
    depth: int,
    activation: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return a perceptron with ``depth`` hidden layers of ``width`` units."""
    chain = Chain(input_shape)
    chain.add("flatten", Flatten())
    weights = suitable_initial_weights(activation)
    for number in range(1, depth + 1):
        name, block = f"hidden{number}", f"hidden{number}"
        chain.add(name, Dense(width, bias=not batch_normalisation, initial_weights=weights), block=block)
        chain.normalise_and_activate(name, activation, is_normalised=batch_normalisation, block=block)
    return chain.classifier("mlp", classes, dropout=dropout)


def lenet5(
    input_shape: Shape,
    classes: int,
    *,
    activation: str,
    pooling: str,
    connections: str,
    dropout: float,
    batch_normalisation: bool,
) -> Graph:
    """Return LeNet-5; smaller pictures get a border of zeros up to 32 px, C5 covers the whole map before it.

    Args:
        input_shape: (height, width, channels).
        classes: number of outputs.
        activation: function after convolutions, sub-sampling and F6.
        pooling: "average", "maximum" or "sub-sampling".
        connections: "all" or "table", the connections from S2 to C3.
        dropout: share of F6 hidden while training.
        batch_normalisation: normalise C1, C3, C5 and F6 before their activations.
    """
    chain = Chain(input_shape)
    height, width = _pad_to_lenet(chain, input_shape)
    weights = suitable_initial_weights(activation)
    whole_map = (_after_s4(height), _after_s4(width))
    for name, operation in (
        ("c1", Convolution(6, (5, 5), padding="valid", initial_weights=weights)),
        ("s2", _lenet_pooling(pooling, activation)),
        ("c3", _c3(connections, weights)),
        ("s4", _lenet_pooling(pooling, activation)),
        ("c5", Convolution(120, whole_map, padding="valid", initial_weights=weights)),
        ("flatten", Flatten()),
        ("f6", Dense(84, initial_weights=weights)),
    ):
        chain.add(name, operation, block=name)
        if name in ACTIVATED:
            chain.normalise_and_activate(name, activation, is_normalised=batch_normalisation, block=name)
    return chain.classifier("lenet5", classes, dropout=dropout)


def _after_s4(size: int) -> int:
    """Return the size of S4's map: two convolutions of 5x5, each followed by pooling."""
    return ((size - 4) // 2 - 4) // 2


def _pad_to_lenet(chain: Chain, input_shape: Shape) -> tuple[int, int]:
    height, width = input_shape[:2]
    rows, columns = max(LENET_SIDE_PX - height, 0), max(LENET_SIDE_PX - width, 0)
    if rows or columns:
        amount = (rows // 2, rows - rows // 2, columns // 2, columns - columns // 2)
        chain.add("padding", ZeroPadding(amount))
    return height + rows, width + columns


def _c3(connections: str, weights: str) -> NodeType:
    if connections == "table":
        return TableConvolution(initial_weights=weights)
    return Convolution(16, (5, 5), padding="valid", initial_weights=weights)


def _lenet_pooling(pooling: str, activation: str) -> NodeType:
    match pooling:
        case "sub-sampling":
            return SubSampling(activation=activation)
        case "maximum":
            return MaximumPooling()
        case _:
            return AveragePooling()
