"""One state of a drawn network: its graph, where it comes from, where its nodes stand. Free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.contract.config import WeightsSource
from engine.network_plan import CUSTOM
from models.catalogue import architecture
from models.graph import Graph

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class DrawnNetwork:
    """One state of the document.

    Attributes:
        graph: the network as data; it may be broken while it is edited.
        architecture: name in the catalogue, or ``CUSTOM`` for an edited one.
        options: the architecture's options that are not its defaults.
        positions: where the user put nodes and folded blocks, by their key; the others are laid out.
        weights: where layers that stay as they were take their first weights from; None: all are drawn at random.
    """

    graph: Graph
    architecture: str = CUSTOM
    options: Mapping[str, Any] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)
    weights: WeightsSource | None = None

    @property
    def is_edited(self) -> bool:
        """Whether it is no longer what the catalogue draws."""
        return self.architecture == CUSTOM


def catalogue_network(name: str, options: Mapping[str, Any] | None = None) -> DrawnNetwork:
    """An architecture with the catalogue's own input and classes.

    Raises:
        GraphError: there is no such architecture, or the options do not fit together.
    """
    return DrawnNetwork(architecture(name).graph(**(options or {})), name, options or {})
