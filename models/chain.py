"""Writing a graph node by node, each one reading the one before it."""

from models.graph import Graph, Node
from models.nodes import Activation, BatchNormalisation, Dense, Dropout, Input, NodeType
from models.nodes.base import Shape


class Chain:
    """A graph that grows at its end.

    Attributes:
        input_shape: shape of a picture.
        last: name of the node that the next one reads.
    """

    def __init__(self, input_shape: Shape) -> None:
        self.input_shape = input_shape
        self._nodes = [Node("input", Input(shape=input_shape))]
        self.last = "input"

    def add(self, name: str, operation: NodeType, *, block: str = "") -> str:
        """Append a node that reads the last one, and return its name."""
        return self.join(name, operation, (self.last,), block=block)

    def join(self, name: str, operation: NodeType, sources: tuple[str, ...], *, block: str = "") -> str:
        """Append a node that reads ``sources``, and return its name."""
        self._nodes.append(Node(name, operation, sources, block))
        self.last = name
        return name

    def normalise_and_activate(self, name: str, activation: str, *, is_normalised: bool, block: str = "") -> str:
        """Append batch normalisation, if wanted, and an activation for the node ``name``."""
        if is_normalised:
            self.add(f"{name}_normalised", BatchNormalisation(), block=block)
        return self.add(f"{name}_activation", Activation(activation), block=block)

    def classifier(
        self, name: str, classes: int, *, dropout: float = 0.0, initial_weights: str = "glorot uniform"
    ) -> Graph:
        """Return the finished graph: dropout if any, ``logits`` and their softmax ``scores``."""
        if dropout:
            self.add("dropout", Dropout(dropout), block="head")
        self.add("logits", Dense(classes, initial_weights=initial_weights), block="head")
        self.add("scores", Activation("softmax"), block="head")
        return Graph(name, tuple(self._nodes), ("scores",))
