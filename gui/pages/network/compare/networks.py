"""The networks that can be compared: the drawn one, those of runs and files, and the catalogue. Free of Qt."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.contract.errors import UserError
from gui.builder.analyses import catalogue_analysis
from gui.builder.drawn_network import DrawnNetwork
from gui.runs.library import RunSummary
from models.arithmetic import Analysis, analyse
from models.catalogue import ARCHITECTURES
from models.graph import Graph

DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class ComparedNetwork:
    """A network with its table.

    Attributes:
        title: what people read.
        analysis: its table.
    """

    title: str
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """A network that can be picked.

    Attributes:
        key: identity among the choices.
        title: what people read.
        source: the graph, or its JSON; None for the catalogue's, which is made by its ``key``.
    """

    key: str
    title: str
    source: Graph | Mapping[str, Any] | None = None

    def load(self) -> ComparedNetwork:
        """What predicts of the network, with its table; takes a moment.

        Raises:
            GraphError: the source is no network.
        """
        if self.source is None:
            return ComparedNetwork(self.title, catalogue_analysis(self.key))
        graph = self.source if isinstance(self.source, Graph) else Graph.from_json(self.source)
        return ComparedNetwork(self.title, analyse(graph.for_prediction()))


def network_choices(
    drawn: DrawnNetwork, runs: Iterable[RunSummary], opened: Iterable[NetworkChoice]
) -> tuple[NetworkChoice, ...]:
    """Every network that can be picked: the drawn one first, then opened ones, the catalogue, runs."""
    entry = ARCHITECTURES.get(drawn.architecture)
    title = f"Drawn: {entry.title if entry is not None else 'edited network'}"
    choices = [NetworkChoice(DRAWN, title, drawn.graph)]
    choices.extend(opened)
    choices.extend(NetworkChoice(entry.name, entry.title) for entry in ARCHITECTURES.values())
    choices.extend(NetworkChoice(f"run:{run.path}", f"Run: {run.name}", run.config.network.graph) for run in runs)
    return tuple(choices)


def read_graph(path: Path) -> NetworkChoice:
    """A graph that was saved as JSON.

    Raises:
        UserError: the file holds no network.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(document, dict):
            raise ValueError("the document is no object")
        Graph.from_json(document).require_sound()
    except (OSError, ValueError) as error:  # a GraphError is a ValueError
        raise UserError(
            f"Cannot open the network. Received: {path}, {error}.", "Choose a graph that was saved as JSON."
        ) from error
    return NetworkChoice(f"file:{path}", f"File: {path.stem}", document)
