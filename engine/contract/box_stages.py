"""A detector under the microscope: what every stage says of one picture, and what it would learn from it."""

from typing import Annotated, Final, Literal

from pydantic import Field

from engine.contract.base import Command, Event, Value
from engine.contract.boxes import BoxXYXY, TrueBox

LEARNS_BACKGROUND: Final = -1
LEARNS_NOTHING: Final = -2
"""Of a place that learns no object: below 0."""
ARRAYS_OF_STAGE: Final = 6


class SeeBoxStages(Command):
    """What the stages of a detector say of a picture. Ends with ``BoxStagesSeen``."""

    type: Literal["see_box_stages"] = "see_box_stages"
    run: str
    image: str


class SeeRegion(Command):
    """What a detector in two stages reads in one of its regions. Ends with ``RegionSeen``."""

    type: Literal["see_region"] = "see_region"
    run: str
    image: str
    region: Annotated[int, Field(ge=0)] = 0


class SeenStage(Value):
    """One stage.

    Attributes:
        place: what a place is called, from which a box starts: "anchor", "default box", "cell", "proposal".
        maps: rows, columns and places of a cell of each map; none where places do not lie on maps.
        rule: why a place learns an object, in sentences.
        measure: what says how well both suit each other.
        least: from there on a place learns an object, one below it because it was the best for it; None: no such limit.
    """

    place: str
    maps: tuple[tuple[int, int, int], ...]
    rule: str
    measure: str
    least: float | None = None


class BoxStagesSeen(Event):
    """All boxes are in pixels of the upright original, and may reach beyond it. Attached, for each stage six arrays:

    Places (p, 4) float32 corners, those without area being missing ones; boxes (p, k, 4) float32, k being 1 or the
    classes; scores (p, classes) float32, of one column where the stage does not tell classes apart; objectness (p,)
    float32, empty where it is not said; what places learn, (p,) int32, the number of an object of ``truth``,
    ``LEARNS_BACKGROUND`` or ``LEARNS_NOTHING``, and their measure (p,) float32, both empty without ``truth``.

    Behind them (r,) int32: for each place of the last stage the place of the first one that proposed it, or -1; empty
    where none is proposed so.

    Attributes:
        classes: of the objects.
        stages: in their order, one or two.
        truth: the objects as the network could learn them; None for a picture of which nothing is known.
        size: width and height of the upright original.
        area_xyxy: where the network's input lies on it.
        has_regions: whether ``SeeRegion`` can be asked.
        is_mean: whether predictions are the mean with the mirrored picture, which the microscope leaves out.
    """

    type: Literal["box_stages_seen"] = "box_stages_seen"
    run: str
    image: str
    classes: tuple[str, ...]
    stages: tuple[SeenStage, ...]
    truth: tuple[TrueBox, ...] | None
    size: tuple[int, int]
    area_xyxy: BoxXYXY
    has_regions: bool = False
    is_mean: bool = False


class RegionSeen(Event):
    """Attached: where the region is read, in pixels of the upright original, and what is read there.

    Bins (rows, columns, 4) float32 corners; points (n, 2) float32, none where the maximum of whole cells is taken;
    values (rows, columns, channels) float32.

    Attributes:
        region: its number.
        reader: what the layer is called.
        layer: whose map is read.
        map_shape: rows, columns and channels of that map.
    """

    type: Literal["region_seen"] = "region_seen"
    run: str
    image: str
    region: int
    reader: str
    layer: str
    map_shape: tuple[int, int, int]
