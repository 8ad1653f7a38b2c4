"""The network that the Network page shows: the planned one, or one of the catalogue. Free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.contract.config import RunConfig
from engine.network_plan import CUSTOM
from models.arithmetic import Analysis, analyse
from models.catalogue import Architecture, architecture
from models.graph import Graph


@dataclass(frozen=True, slots=True)
class ShownNetwork:
    """A network with its table.

    Attributes:
        entry: its architecture; None for an edited graph.
        options: the chosen options, complete with defaults.
        graph: the network as data.
        analysis: its table.
        is_planned: whether the next run takes it.
    """

    entry: Architecture | None
    options: Mapping[str, Any]
    graph: Graph
    analysis: Analysis
    is_planned: bool

    @property
    def title(self) -> str:
        return self.entry.title if self.entry is not None else "Edited network"


def planned_network(config: RunConfig) -> ShownNetwork:
    """The network of the next run.

    Raises:
        GraphError: the config's graph is no network.
    """
    entry = None if config.network.name == CUSTOM else architecture(config.network.name)
    defaults = {name: option.default for name, option in entry.options.items()} if entry is not None else {}
    graph = Graph.from_json(config.network.graph)
    chosen = {**defaults, **config.network.options}
    return ShownNetwork(entry, chosen, graph, analyse(graph), is_planned=True)


def catalogue_network(name: str) -> ShownNetwork:
    """An architecture as the catalogue shows it, for looking only."""
    entry = architecture(name)
    graph = entry.graph()
    defaults = {option_name: option.default for option_name, option in entry.options.items()}
    return ShownNetwork(entry, defaults, graph, analyse(graph), is_planned=False)


def changed_options(shown: ShownNetwork, name: str, value: object) -> dict[str, Any]:
    """The options of ``shown`` with one changed, without those that are the defaults."""
    assert shown.entry is not None
    chosen = {**shown.options, name: value}
    return {key: item for key, item in chosen.items() if item != shown.entry.options[key].default}
