"""The instruments that look into a network for masks: what they are asked, and what they show."""

from typing import Annotated, Literal

from pydantic import Field

from engine.contract.base import Command, Event, Value

Share = Annotated[float, Field(ge=0, le=1)]
Meeting = Literal["sum", "mean", "maximum", "concatenation"]
"""How the early and the late map become one."""


class ListSkips(Command):
    """Which early maps a network reads again. Ends with ``SkipsListed``."""

    type: Literal["list_skips"] = "list_skips"
    run: str


class WeakenSkips(Command):
    """What a network says of a picture with weaker skips. Ends with ``SkipsWeakened``.

    ``shares``: what each skip is multiplied by, in the order of ``SkipsListed``; 0 switches it off, 1 leaves it.
    """

    type: Literal["weaken_skips"] = "weaken_skips"
    run: str
    image: str
    shares: tuple[Share, ...]


class MeasureSkips(Command):
    """What a picture's mask is without each of the skips, and without all. Ends with ``SkipsMeasured``."""

    type: Literal["measure_skips"] = "measure_skips"
    run: str
    image: str


class WeighBorders(Command):
    """How much each pixel of a picture counts in learning, near borders more. Ends with ``BordersWeighed``.

    ``w_0`` and ``sigma_px`` of U-Net's equation; None: as the run learned, or as published where it learned without.
    ``has_distances`` asks for d_1 and d_2 too, which do not depend on them.
    """

    type: Literal["weigh_borders"] = "weigh_borders"
    run: str
    image: str
    w_0: float | None = Field(None, ge=0, le=1000)
    sigma_px: float | None = Field(None, gt=0, le=100)
    has_distances: bool = True


class ListedSkip(Value):
    """One early map that is read again.

    Attributes:
        merge: the layer where it meets the late map.
        source: the layer of the early map that ``merge`` reads.
        meeting: how they become one.
        shape: (rows, columns, channels) of the early map.
    """

    merge: str
    source: str
    meeting: Meeting
    shape: tuple[int, int, int]


class PassedPositions(Value):
    """Where the maxima were in a pooling, of which a layer makes use when it enlarges; no values pass there."""

    pooling: str
    unpooling: str


class SkipEffect(Value):
    """What a mask is with some skips weaker.

    Attributes:
        iou: mean IoU with the truth over the classes that occur, in [0, 1]; None where nothing is true.
        changed: share of the pixels whose class is another one than that of the whole network.
    """

    iou: float | None
    changed: float


class SkipsListed(Event):
    """``skips`` in the order in which they are read: those of small maps first. A network may have neither."""

    type: Literal["skips_listed"] = "skips_listed"
    run: str
    skips: tuple[ListedSkip, ...]
    positions: tuple[PassedPositions, ...] = ()


class SkipsWeakened(Event):
    """``iou`` is that of the whole network. Attached, (height, width) uint8 classes of the original picture each.

    First those of the whole network, then those with weaker skips, then the true ones where anything is true.
    """

    type: Literal["skips_weakened"] = "skips_weakened"
    run: str
    image: str
    shares: tuple[float, ...]
    iou: float | None
    effect: SkipEffect


class SkipsMeasured(Event):
    """``iou`` is that of the whole network; ``without`` has one entry for each skip, switched off alone."""

    type: Literal["skips_measured"] = "skips_measured"
    run: str
    image: str
    iou: float | None
    without: tuple[SkipEffect, ...]
    without_all: SkipEffect


class BordersWeighed(Event):
    """Attached, where anything is true of the picture: w(x), (height, width) float32 of the original.

    Then, where they were asked for, d_1 and d_2, likewise, in pixels; infinite where no object is within the reach.

    Attributes:
        w_0: of the map.
        sigma_px: of the map.
        is_learned: whether the run learned with weights of borders at all, so that None meant its own.
        class_weights: w_c of every class, as the run learned; 0 where nothing is known of a pixel.
        objects: how many the picture has.
        are_drawn: whether single objects are drawn; otherwise they are pieces of classes.
        reach_px: how far the distances go.
    """

    type: Literal["borders_weighed"] = "borders_weighed"
    run: str
    image: str
    w_0: float
    sigma_px: float
    is_learned: bool
    class_weights: tuple[float, ...] = ()
    objects: int = 0
    are_drawn: bool = False
    reach_px: int = 0


MicroscopeCommand = ListSkips | WeakenSkips | MeasureSkips | WeighBorders
"""All of these commands."""

MicroscopeEvent = SkipsListed | SkipsWeakened | SkipsMeasured | BordersWeighed
"""All events that end them."""
