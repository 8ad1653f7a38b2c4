"""What becomes of the weights of a network when it is edited: which layers keep theirs, which start anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.graph import Graph, Node
from models.nodes import Opaque
from models.nodes.base import Shape

# Options that change what a layer computes with its weights, and not which weights it has.
FREE_OPTIONS = frozenset(
    {
        "activation", "padding", "stride", "dilation", "initial_weights", "momentum", "epsilon", "initial_scale",
        "initial_slope", "input_shapes", "shape", "arguments", "output", "follows_input",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptWeights:
    """What became of the weights of a network: names of layers that have some.

    Attributes:
        kept: they have the weights of the source.
        new: they start anew: the source has no layer of this name and these shapes.
        dropped: layers of the source whose weights are used nowhere.
    """

    kept: tuple[str, ...]
    new: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """In words: "kept 52, new 2, dropped 1"."""
        return f"kept {len(self.kept)}, new {len(self.new)}, dropped {len(self.dropped)}"


def weights_kept(graph: Graph, source: Graph) -> KeptWeights:
    """Return which layers of an edited network can have the weights of the one it was made from.

    It is what ``engine.kept_weights`` does with the built networks, told while a graph is edited, also a broken one.
    """
    target, given = _forms(graph), _forms(source)
    kept = tuple(name for name, form in target.items() if given.get(name) == form)
    return KeptWeights(
        kept,
        tuple(name for name in target if name not in kept),
        tuple(name for name in given if name not in kept),
    )


def _forms(graph: Graph) -> dict[str, Any]:
    """What decides about the shapes of the weights of every node that has its own."""
    shapes, _ = graph.measure()
    return {node.name: _form(node, shapes) for node in graph.nodes if _has_weights(node, shapes)}


def _has_weights(node: Node, shapes: Mapping[str, Shape]) -> bool:
    if node.weights_of or node.name not in shapes:
        return False
    return node.operation.parameters(tuple(shapes[source] for source in node.inputs)).total > 0


def _form(node: Node, shapes: Mapping[str, Shape]) -> Any:
    options = {name: value for name, value in node.options.items() if name not in FREE_OPTIONS}
    inputs = tuple(shapes[source] for source in node.inputs)
    channels = tuple(shape[-1] for shape in inputs)
    layer = node.operation.layer if isinstance(node.operation, Opaque) else ""
    return node.type, options, channels, node.operation.parameters(inputs).total, layer
