"""The instruments that look into a network for masks or boxes: what they are asked, and what they show."""

from typing import Annotated, Literal

from pydantic import Field

from engine.contract.base import Command, Event, Value
from engine.contract.box_stages import BoxStagesSeen, RegionSeen, SeeBoxStages, SeeRegion

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


class SeePooling(Command):
    """Which value wins in every window of a maximum pooling. Ends with ``PoolingSeen``.

    ``layer`` None takes the last pooling, whose windows are the largest ones, ``channel`` None the one whose map is
    largest on average.
    """

    type: Literal["see_pooling"] = "see_pooling"
    run: str
    image: str
    layer: str | None = None
    channel: int | None = Field(None, ge=0)


class DeformPicture(Command):
    """A picture and its mask after an elastic deformation, as training draws them. Ends with ``PictureDeformed``.

    ``strength_px`` and ``grid_points`` None: as the run learned, or as published where it learned without. Another
    ``variant`` is another draw of the same strength. ``lines``: how many are drawn across and down.
    """

    type: Literal["deform_picture"] = "deform_picture"
    run: str
    image: str
    strength_px: float | None = Field(None, ge=0, le=64)
    grid_points: int | None = Field(None, ge=3, le=9)
    variant: int = Field(0, ge=0)
    lines: int = Field(13, ge=2, le=100)


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


class ListedPooling(Value):
    """One layer that pools maxima over windows.

    Attributes:
        name: of the layer.
        shape: (rows, columns, channels) of what it makes.
        unpooling: the layer that puts values back where its maxima were; None where there is none.
    """

    name: str
    shape: tuple[int, int, int]
    unpooling: str | None = None


class MapPlace(Value):
    """Where the cells of a map lie on the original picture, in its pixels; all pairs are along x, then along y.

    Attributes:
        origin: the middle of what the first cell sees.
        step: from one cell to the next.
    """

    origin: tuple[float, float]
    step: tuple[float, float]


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


class PoolingSeen(Event):
    """``poolings`` are all of the network, perhaps none: then nothing is attached. Attached, of one channel:

    The map (h, w) float32 that is pooled; the winners (rows, columns, 2) int32, row and column in it, -1 where an added
    zero won; (rows, columns) uint8, 1 where all values of the window are equal, so that the first one counts; and where
    there is an unpooling the values (rows, columns) float32 that it puts back.

    Attributes:
        layer: whose windows these are.
        channel: its number.
        window: rows and columns of the window.
        stride: its step, down and right.
        dilation: distance between its values, down and right.
        before: cells that are added before the first row and column.
        place: where the pooled map lies on the picture.
    """

    type: Literal["pooling_seen"] = "pooling_seen"
    run: str
    image: str
    poolings: tuple[ListedPooling, ...] = ()
    layer: str = ""
    channel: int = 0
    window: tuple[int, int] = (1, 1)
    stride: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    before: tuple[int, int] = (0, 0)
    place: MapPlace = MapPlace(origin=(0.5, 0.5), step=(1.0, 1.0))


class PictureDeformed(Event):
    """Attached: the picture as the network gets it, before and after, (h, w, channels) uint8.

    Then lines over it, before and after, (2 lines, points, 2) float32 points (x, y): those across, then those down. And
    where anything is true of the picture its mask, before and after, (h, w) uint8 classes of the run, ``NO_CLASS``
    where nobody knows.

    Attributes:
        strength_px: standard deviation of the movement of the grid's points.
        variant: which draw.
        is_learned: whether the run learned with elastic deformations at all, so that None meant its own.
        probability: share of the pictures that the run deforms.
        grid_points: along each side.
        largest_px: the largest movement of a pixel.
        kept_share: what the movement was multiplied by, so that nothing folds over.
        kept_xyxy: the part that the network gets: the rest is a margin that is cut away.
    """

    type: Literal["picture_deformed"] = "picture_deformed"
    run: str
    image: str
    strength_px: float
    variant: int
    is_learned: bool
    probability: float
    grid_points: int
    largest_px: float
    kept_share: float
    kept_xyxy: tuple[int, int, int, int]


MicroscopeCommand = (
    ListSkips | WeakenSkips | MeasureSkips | WeighBorders | SeePooling | DeformPicture | SeeBoxStages | SeeRegion
)
"""All of these commands."""

MicroscopeEvent = (
    SkipsListed
    | SkipsWeakened
    | SkipsMeasured
    | BordersWeighed
    | PoolingSeen
    | PictureDeformed
    | BoxStagesSeen
    | RegionSeen
)
"""All events that end them."""
