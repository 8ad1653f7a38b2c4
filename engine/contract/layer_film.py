"""Looking through all layers of a network at once, and at the filters of any of them."""

from typing import Literal

from pydantic import Field

from engine.contract.base import Command, Event, Value
from engine.contract.epoch_inside import Histogram


class SeeThrough(Command):
    """What every layer makes of a picture, from input to scores. Ends with ``SeenThrough``.

    ``layers`` empty: all of them, an even choice of more than ``MOST_LAYERS``; ``channels``: how many of each.
    """

    type: Literal["see_through"] = "see_through"
    run: str
    image: str
    target: str | None = None
    layers: tuple[str, ...] = ()
    channels: int = Field(24, ge=1, le=256)


class ReadSlices(Command):
    """The filters of one layer as flat slices. Ends with ``SlicesRead``.

    ``source``: the input channel whose weights are shown; "mean" of all, or of each filter the "strongest" one.
    """

    type: Literal["read_slices"] = "read_slices"
    run: str
    layer: str
    source: int | Literal["mean", "strongest"] = "strongest"
    limit: int = Field(64, ge=1, le=1024)


class StripChannel(Value):
    """One channel of a layer.

    ``contribution`` is the sum of activation times gradient of the target's logit; ``like`` the index of a channel
    before it whose map is nearly the same (correlation above 0.99), or its own.
    """

    index: int
    contribution: float
    like: int


class LayerStrip(Value):
    """The channels of one layer that contribute most, dead ones left out; ``range`` is that of the whole layer."""

    layer: str
    kind: str
    size: tuple[int, int]
    channels: tuple[StripChannel, ...]
    total_channels: int
    dead_channels: int
    range: tuple[float, float]
    activations: Histogram
    gradients: Histogram
    weights: Histogram | None


class SeenThrough(Event):
    """Attachments: for every layer the maps of its channels, (K, h, w) float32."""

    type: Literal["seen_through"] = "seen_through"
    run: str
    image: str
    target: str
    layers: tuple[LayerStrip, ...]


class SlicesRead(Event):
    """Attachments: the slices (n, h, w) float32. ``sources``: the input channel of each, -1 for a mean.

    ``layer`` has the filters: the layer that was asked for, or the convolution before it.
    """

    type: Literal["slices_read"] = "slices_read"
    run: str
    layer: str
    filters: tuple[int, ...]
    sources: tuple[int, ...]
    total_filters: int
    source_channels: int


LayerFilm = SeeThrough | ReadSlices
"""All of these commands."""

LayersSeen = SeenThrough | SlicesRead
"""All events that end them."""
