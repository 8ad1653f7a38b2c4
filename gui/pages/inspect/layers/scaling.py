"""What a colour means in the maps of all layers: one range per channel, layer or network. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.contract.layer_film import LayerStrip, SeenThrough, StripChannel
from gui.pictures.colour_maps import ValueRange, value_range

Scaling = Literal["channel", "layer", "network"]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ShownMap:
    """One map: where it comes from, its values (h, w), the range of its colours, and how many maps it stands for."""

    layer: str
    channel: StripChannel
    values: Floats
    shown: ValueRange
    count: int = 1


def maps_of(
    strip: LayerStrip, maps: Floats, through: SeenThrough, *, scaling: Scaling, is_open: bool
) -> tuple[ShownMap, ...]:
    """The maps of one layer; near duplicates are folded into the first of them unless the layer is open."""
    likes = [channel.like for channel in strip.channels]
    return tuple(
        ShownMap(
            strip.layer,
            channel,
            values,
            _range(strip, values, through.layers, scaling),
            1 if is_open else likes.count(channel.index),
        )
        for channel, values in zip(strip.channels, maps, strict=True)
        if is_open or channel.like == channel.index
    )


def folded_count(strip: LayerStrip) -> int:
    """How many maps of a layer are near duplicates of another."""
    return sum(channel.like != channel.index for channel in strip.channels)


def _range(strip: LayerStrip, values: Floats, layers: Sequence[LayerStrip], scaling: Scaling) -> ValueRange:
    match scaling:
        case "channel":
            return value_range(values)
        case "layer":
            return ValueRange(*strip.range)
        case "network":
            return ValueRange(min(one.range[0] for one in layers), max(one.range[1] for one in layers))
