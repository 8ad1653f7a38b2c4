"""Looking through all layers of a network at once, and at the filters of any of them."""

from typing import Literal

from pydantic import Field

from engine.contract.base import Command, Event, Value
from engine.contract.epoch_inside import Histogram

ChannelOrder = Literal["strength", "contribution"]
"""By how strong the maps are, which a forward pass tells; or by what they give to the target, which takes gradients."""


class SeeThrough(Command):
    """What every layer makes of a picture, from input to scores. Ends with ``SeenThrough``.

    Of very many layers an even choice is told. ``channels``: how many of each layer, the first in the order. ``also``:
    (layer, channel) of a map that is wanted whatever its rank.
    """

    type: Literal["see_through"] = "see_through"
    run: str
    image: str
    target: str | None = None
    order: ChannelOrder = "contribution"
    channels: int = Field(24, ge=1, le=256)
    also: tuple[str, int] | None = None


class ReadDistributions(Command):
    """How weights, activations and gradients of a layer are spread. Ends with ``DistributionsRead``."""

    type: Literal["read_distributions"] = "read_distributions"
    run: str
    image: str
    layer: str
    target: str | None = None


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

    ``contribution`` is the sum of activation times gradient of the target's logit, None where gradients are not known;
    ``like`` the index of a channel before it whose map is nearly the same (correlation above 0.99), or its own.
    """

    index: int
    contribution: float | None
    like: int


class LayerStrip(Value):
    """The first channels of one layer in some order, dead ones left out; ``range`` is that of the whole layer."""

    layer: str
    kind: str
    size: tuple[int, int]
    channels: tuple[StripChannel, ...]
    total_channels: int
    dead_channels: int
    range: tuple[float, float]


class SeenThrough(Event):
    """Attachments: for every layer the maps of its channels, (K, h, w) float32."""

    type: Literal["seen_through"] = "seen_through"
    run: str
    image: str
    target: str
    order: ChannelOrder
    layers: tuple[LayerStrip, ...]


class DistributionsRead(Event):
    """``weights`` None: the layer has none; ``gradients`` are those of the target's logit at its activations."""

    type: Literal["distributions_read"] = "distributions_read"
    run: str
    layer: str
    weights: Histogram | None
    activations: Histogram
    gradients: Histogram


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


LayerFilm = SeeThrough | ReadSlices | ReadDistributions
"""All of these commands."""

LayersSeen = SeenThrough | SlicesRead | DistributionsRead
"""All events that end them."""
