"""What somebody has decided about a run before the rest of it is chosen. Knows no Keras."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.contract.config import WeightsSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is given; all else is proposed from the dataset.

    Attributes:
        network: name in the catalogue; None for the best fitting one.
        options: options of the network.
        graph: an edited graph, which is trained as it is.
        image_size: (height, width) in pixels of the network's input.
        weights: what another network has learned; each task says what it can take over.
    """

    network: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    graph: Mapping[str, Any] | None = None
    image_size: tuple[int, int] | None = None
    weights: WeightsSource | None = None


NO_WISHES: Final = Wishes()
