"""A small network with a classifier at its side."""

from models.graph import Auxiliary, Graph, Node
from models.nodes import Activation, Convolution, Dense, Flatten, GlobalAveragePooling, Input
from models.nodes.base import Shape


def sided_graph(shape: Shape = (6, 6, 1), *, weight: float = 0.3, side: str = "side_scores") -> Graph:
    """A convolution with a classifier for two classes at its side, a second one, and the head."""
    nodes = (
        Node("input", Input(shape)),
        Node("first", Convolution(4, activation="relu"), ("input",)),
        Node("side_flatten", Flatten(), ("first",)),
        Node("side_logits", Dense(2), ("side_flatten",)),
        Node("side_scores", Activation("softmax"), ("side_logits",)),
        Node("second", Convolution(4, activation="relu"), ("first",)),
        Node("pooling", GlobalAveragePooling(), ("second",)),
        Node("logits", Dense(2), ("pooling",)),
        Node("scores", Activation("softmax"), ("logits",)),
    )
    return Graph("sided", nodes, ("scores",), (Auxiliary(side, weight),))
