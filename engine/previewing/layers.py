"""Chooses the layers that are followed through a training, and which of their channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import keras
import numpy as np

from engine.inspect.heads import find_cam_head, find_default_layer
from engine.inspect.probe import Floats
from engine.inspect.program import LayerCall, program_of

MAP_LAYERS, HISTOGRAM_LAYERS = 4, 12
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FollowedLayers:
    """The layers that are looked at.

    Attributes:
        maps: names of those whose feature maps are kept, from input to scores.
        weighted: calls whose weights are counted, from input to scores.
        inner: names of those whose activations and gradients are counted: all but the last, where the gradient of a
            logit is 1 or 0.
        cam: where the class activation map is taken; None for a network without positions.
    """

    maps: tuple[str, ...]
    weighted: tuple[LayerCall, ...]
    inner: tuple[str, ...]
    cam: str | None

    @property
    def probed(self) -> tuple[str, ...]:
        """All names, each once."""
        cam = () if self.cam is None else (self.cam,)
        return tuple(dict.fromkeys((*self.maps, *self.inner, *cam)))


def choose_layers(network: keras.Model) -> FollowedLayers:
    """An even choice of the layers with weights; the last with positions is always among the maps."""
    weighted = [call for call in program_of(network).calls if hasattr(call.operation, "kernel")]
    head = find_cam_head(network)
    cam = find_default_layer(network) if head is None else head.layer
    positioned = [call.name for call in weighted[:-1] if call.has_positions]
    chosen = evenly([name for name in positioned if name != cam], MAP_LAYERS - 1)
    return FollowedLayers(
        maps=(*chosen, cam) if cam is not None else tuple(chosen),
        weighted=tuple(evenly(weighted, HISTOGRAM_LAYERS)),
        inner=tuple(call.name for call in evenly(weighted[:-1], HISTOGRAM_LAYERS - 1)),
        cam=cam,
    )


def evenly(values: Sequence[T], count: int) -> list[T]:
    """At most ``count`` of the values, the first and the last among them."""
    if len(values) <= count:
        return list(values)
    places = np.linspace(0, len(values) - 1, count).round().astype(int)
    return [values[place] for place in places]


def keep_channels(held: tuple[int, ...], contributions: Floats, *, count: int) -> tuple[int, ...]:
    """The channels to show in this epoch; one stays in its place until it leaves the best ``2 * count``.

    So a film shows how channels change, and not how their ranking does.

    Args:
        held: the channels of the epoch before; empty for none.
        contributions: (K,), the larger the more important.
        count: how many to show.
    """
    ranking = [int(channel) for channel in np.argsort(-np.nan_to_num(contributions), kind="stable")]
    if not held:
        return tuple(ranking[:count])
    good = set(ranking[: 2 * count])
    others = iter([channel for channel in ranking if channel not in held])
    return tuple(channel if channel in good else next(others, channel) for channel in held)
