"""The network of a run as the graph that arithmetic reads."""

from engine.model_store import LoadedRun
from models.graph import Graph
from models.read_keras import read_model


def graph_of_run(run: LoadedRun) -> Graph:
    """The network as a graph, whose nodes have the names of layers."""
    return Graph.from_json(run.config.network.graph) if run.config is not None else read_model(run.model)
