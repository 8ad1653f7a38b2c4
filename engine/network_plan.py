"""The graph of a run's network, drawn from the catalogue for the run's input, classes and regularisation."""

from collections.abc import Collection, Iterable

from engine.contract.config import RunConfig
from models.catalogue import architecture
from models.graph import Graph

CUSTOM = "custom"


def with_catalogue_graph(config: RunConfig) -> RunConfig:
    """``config`` with the graph that its network has for its options, input size and classes.

    Dropout and batch normalisation of the training settings win over the network's own options where the network
    knows them. An edited ("custom") graph stays as it is.

    Raises:
        GraphError: the options do not fit together, or the picture is too small for the network.
    """
    if config.network.name == CUSTOM:
        return config
    entry = architecture(config.network.name)
    options = dict(config.network.options)
    for name in ("dropout", "batch_normalisation"):
        chosen = getattr(config.training, name)
        if chosen is not None and name in entry.options:
            options[name] = chosen
    shape = (config.input.height, config.input.width, config.input.channels)
    graph = entry.graph(input_shape=shape, classes=len(config.classes), **options)
    return with_graph(config, graph)


def with_graph(config: RunConfig, graph: Graph) -> RunConfig:
    """``config`` with another graph; nodes that it does not have are no longer frozen, and no longer start anew."""
    names = {node.name for node in graph.nodes}
    weights = config.network.weights
    if weights is not None:
        weights = weights.model_copy(update={"new": _only(weights.new, names)})
    changes = {"graph": graph.to_json(), "weights": weights, "frozen": _only(config.network.frozen, names)}
    return config.model_copy(update={"network": config.network.model_copy(update=changes)})


def graph_of(config: RunConfig) -> Graph:
    """The graph that a config says.

    Raises:
        GraphError: it is no graph.
    """
    return Graph.from_json(config.network.graph)


def _only(names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)
