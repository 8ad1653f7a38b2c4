"""Writing a graph node by node, each one reading the one before it."""

from collections.abc import Sequence

from models.graph import Auxiliary, Graph, Node
from models.nodes import Activation, BatchNormalisation, Convolution, Dense, Dropout, Input, NodeType
from models.nodes.base import Shape

EPSILON = 1e-3
"""Keras' own addition to the variance in batch normalisation."""


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

    @classmethod
    def behind(cls, graph: Graph) -> "Chain":
        """Return a graph that begins with all nodes of another one, and grows behind its output."""
        operation = graph.node(graph.inputs[0]).operation
        chain = cls(operation.options["shape"])
        chain._nodes = list(graph.nodes)
        chain.last = graph.outputs[0]
        return chain

    def add(self, name: str, operation: NodeType, *, block: str = "") -> str:
        """Append a node that reads the last one, and return its name."""
        return self.join(name, operation, (self.last,), block=block)

    def join(
        self, name: str, operation: NodeType, sources: tuple[str, ...], *, block: str = "", weights_of: str = ""
    ) -> str:
        """Append a node that reads ``sources``, with the weights of another one if that is named; return its name."""
        self._nodes.append(Node(name, operation, sources, block, weights_of))
        self.last = name
        return name

    def go_back_to(self, name: str) -> None:
        """Let the next node read the node ``name``: another branch begins there."""
        self.last = name

    def last_shape(self) -> Shape | None:
        """Return the shape that leaves the last node; None when it, or one before it, cannot work."""
        return self.shape_of(self.last)

    def shape_of(self, name: str) -> Shape | None:
        """Return the shape that leaves a node; None when it, or one before it, cannot work."""
        return Graph("", tuple(self._nodes), (name,)).measure()[0].get(name)

    def convolve(
        self,
        name: str,
        convolution: Convolution,
        activation: str,
        *,
        is_normalised: bool,
        block: str = "",
        epsilon: float = EPSILON,
    ) -> str:
        """Append a convolution, batch normalisation if wanted, and an activation; return the name of the last."""
        self.add(name, convolution, block=block)
        return self.normalise_and_activate(name, activation, is_normalised=is_normalised, block=block, epsilon=epsilon)

    def normalise_and_activate(
        self, name: str, activation: str, *, is_normalised: bool, block: str = "", epsilon: float = EPSILON
    ) -> str:
        """Append batch normalisation, if wanted, and an activation for the node ``name``."""
        if is_normalised:
            self.add(f"{name}_normalised", BatchNormalisation(epsilon=epsilon), block=block)
        return self.add(f"{name}_activation", Activation(activation), block=block)

    def classifier(
        self,
        name: str,
        classes: int,
        *,
        dropout: float = 0.0,
        initial_weights: str = "glorot uniform",
        auxiliary: Sequence[Auxiliary] = (),
    ) -> Graph:
        """Return the finished graph: dropout if any, ``logits`` and their softmax ``scores``, and side outputs."""
        if dropout:
            self.add("dropout", Dropout(dropout), block="head")
        self.add("logits", Dense(classes, initial_weights=initial_weights), block="head")
        return self.finish(name, auxiliary)

    def segmenter(self, name: str, classes: int, *, dropout: float = 0.0) -> Graph:
        """Return the finished graph: dropout if any, ``logits`` of every place, and their softmax ``scores``."""
        if dropout:
            self.add("dropout", Dropout(dropout), block="head")
        self.add("logits", Convolution(classes, (1, 1), initial_weights="glorot uniform"), block="head")
        return self.finish(name)

    def ending_in(
        self,
        last: str,
        operation: NodeType,
        sources: tuple[str, ...],
        *,
        name: str,
        auxiliary: Sequence[Auxiliary] = (),
    ) -> Graph:
        """Return the finished graph: its output, one more node ``last`` that reads ``sources``, and side outputs."""
        self.join(last, operation, sources, block="head")
        return Graph(name, tuple(self._nodes), (last,), tuple(auxiliary))

    def finish(self, name: str, auxiliary: Sequence[Auxiliary] = ()) -> Graph:
        """Return the finished graph: the softmax ``scores`` of the last node, and side outputs."""
        self.add("scores", Activation("softmax"), block="head")
        return Graph(name, tuple(self._nodes), ("scores",), tuple(auxiliary))
