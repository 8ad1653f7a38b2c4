"""The event that gives a network to be edited."""

from typing import Any, Literal

from engine.contract.base import Event


class NetworkOpened(Event):
    """A network that can be edited; ``graph`` as ``models/graph.py`` writes it.

    Layers that stay as they are can start with the weights at ``path``, a run folder or a ``.keras`` file, where it
    ``has_weights``. ``warnings`` say what had to be assumed, in sentences.
    """

    type: Literal["network_opened"] = "network_opened"
    path: str
    origin: Literal["run", "file"]
    title: str
    graph: dict[str, Any]
    classes: tuple[str, ...] = ()
    has_weights: bool = True
    warnings: tuple[str, ...] = ()
