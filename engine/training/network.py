"""The graph that a config stands for."""

from typing import Any

from engine.contract.config import RunConfig, TrainingConfig
from engine.contract.errors import UserError
from models.catalogue import architecture
from models.graph import Graph, GraphError

CUSTOM = "custom"


def with_final_graph(config: RunConfig) -> RunConfig:
    """The config whose graph follows its own options: classes, input, dropout, batch normalisation.

    The graph of an edited network stays as the user made it.

    Raises:
        UserError: the network does not exist, or does not fit its input.
    """
    if config.network.name == CUSTOM:
        return config
    options = {**config.network.options, **network_options(config)}
    shape = (config.input.height, config.input.width, config.input.channels)
    try:
        graph = architecture(config.network.name).graph(input_shape=shape, classes=len(config.classes), **options)
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    network = config.network.model_copy(update={"graph": graph.to_json(), "options": options})
    return config.model_copy(update={"network": network})


def network_options(config: RunConfig) -> dict[str, Any]:
    """What the training settings say about the network, as far as the architecture has such options."""
    known = architecture(config.network.name).options
    wanted = _wanted_options(config.training)
    return {name: value for name, value in wanted.items() if name in known and value is not None}


def graph_of(config: RunConfig) -> Graph:
    """The graph to build."""
    return Graph.from_json(config.network.graph)


def _wanted_options(training: TrainingConfig) -> dict[str, Any]:
    return {"dropout": training.dropout, "batch_normalisation": training.batch_normalisation}
