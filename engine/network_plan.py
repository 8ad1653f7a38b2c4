"""The graph of a run's network, drawn from the catalogue for the run's input, classes and regularisation."""

from engine.contract.config import RunConfig
from engine.contract.errors import UserError
from models.catalogue import architecture
from models.graph import Graph, GraphError
from models.heads import frozen_up_to

CUSTOM = "custom"


def with_catalogue_graph(config: RunConfig) -> RunConfig:
    """``config`` with the graph that its network has for its options, input size and classes.

    Dropout and batch normalisation of the training settings win over the network's own options where the network
    knows them. An edited ("custom") graph stays as it is, and so does that of a classifier that is asked for boxes.

    Raises:
        GraphError: the options do not fit together, or the picture is too small for the network.
    """
    if config.network.name == CUSTOM or config.detector is not None:
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
    """``config`` with another graph; a name that it does not have stays frozen, for the case that the node returns."""
    return config.model_copy(update={"network": config.network.model_copy(update={"graph": graph.to_json()})})


def freeze_until(config: RunConfig, name: str) -> RunConfig:
    """Return ``config`` with exactly the node ``name`` and all that it depends on frozen; nothing for an empty name.

    Raises:
        UserError: there is no such node.
    """
    try:
        frozen = frozen_up_to(Graph.from_json(config.network.graph), name) if name else ()
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    return config.model_copy(update={"network": config.network.model_copy(update={"frozen": frozen})})


def graph_of(config: RunConfig) -> Graph:
    """The graph that a config says.

    Raises:
        GraphError: it is no graph.
    """
    return Graph.from_json(config.network.graph)
