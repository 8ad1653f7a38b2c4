"""What is drawn on a picture: boxes, polygons and masks as plain values.

Coordinates are pixels of the upright picture, continuous and 0-based: the first pixel reaches from 0 to 1.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Point = tuple[float, float]
Ring = tuple[Point, ...]

# The value of pixels without a class in an array of class indices.
NO_CLASS = 255
# The class of pixels that are nothing in particular.
BACKGROUND: Final = "background"


class AnnotationKind(StrEnum):
    """What an annotation is.

    ``label``: a class for the whole picture. ``mask``: one object's pixels. ``class_mask``: a picture that gives every
    pixel a class.
    """

    LABEL = "label"
    BOX = "box"
    POLYGON = "polygon"
    MASK = "mask"
    CLASS_MASK = "class_mask"


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle between two corners."""

    x_min: float
    y_min: float
    x_max: float
    y_max: float

    @property
    def width(self) -> float:
        return self.x_max - self.x_min

    @property
    def height(self) -> float:
        return self.y_max - self.y_min


@dataclass(frozen=True, slots=True)
class Polygon:
    """One object's outline; several ``rings`` are parts of it, and together they cover it (as in COCO: no holes)."""

    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class RunLengths:
    """One object's mask (``height`` x ``width``) as runs, column by column, the first one of zeros (as in COCO)."""

    height: int
    width: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MaskFile:
    """One object's mask in a picture of the dataset.

    Attributes:
        path: relative to the dataset's folder.
        value: the object's pixels have this value (grey, index of the palette, or 0xRRGGBB); None: all pixels that
            are at least half as bright as can be.
    """

    path: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class ClassMaskFile:
    """A picture of the dataset that gives every pixel a class; ``MaskCodes`` say which value means which."""

    path: str


Geometry = Box | Polygon | RunLengths | MaskFile | ClassMaskFile


@dataclass(frozen=True, slots=True)
class Annotation:
    """One thing that somebody drew on a picture, as a reader understood it.

    Attributes:
        geometry: where it is.
        label: name of its class; None where it has none, and for a ``ClassMaskFile``.
        box: as the file states it beside a polygon or a mask; None: it follows from the geometry.
        is_relative: coordinates are shares of the picture's width and height (YOLO), which no file states.
        is_crowd: many objects in one outline; left out of training and scoring.
        file: the label file it stands in, relative to the dataset's folder.
        place: where in that file: "line 3", "annotations[12]".
        attributes: what else the file says of it, for example ("difficult", "1").
    """

    geometry: Geometry
    label: str | None
    box: Box | None = None
    is_relative: bool = False
    is_crowd: bool = False
    file: str = ""
    place: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> AnnotationKind:
        match self.geometry:
            case Box():
                return AnnotationKind.BOX
            case Polygon():
                return AnnotationKind.POLYGON
            case RunLengths() | MaskFile():
                return AnnotationKind.MASK
            case ClassMaskFile():
                return AnnotationKind.CLASS_MASK


MaskReading = Literal["binary", "grey", "palette", "rgb"]


@dataclass(frozen=True, slots=True)
class MaskCodes:
    """How the class masks of a dataset are read.

    Attributes:
        reading: ``binary``: the first class below half brightness and the second one above, soft edges included;
            ``grey`` and ``palette``: the pixel's value; ``rgb``: its colour as 0xRRGGBB.
        classes: value and name of its class; the name None means that these pixels are to be left out.
    """

    reading: MaskReading
    classes: tuple[tuple[int, str | None], ...]


@dataclass(frozen=True, slots=True)
class IndexedAnnotation:
    """An annotation as the index holds it, checked against its picture.

    Attributes:
        kind: for ``class_mask`` there is one for each class that occurs in the mask.
        class_index: position of the class among the network's outputs; None without a class.
        box: its extent in pixels; None for a label, and before the picture's size is known.
        area_px: pixels that it covers; None as ``box``.
        geometry: None for a label.
        is_relative: the picture's size is not known: coordinates still are shares of it.
        is_dropped: it cannot be used, for a reason that the picture's problems tell.
    """

    id: int
    kind: AnnotationKind
    label: str | None
    class_index: int | None
    box: Box | None
    area_px: float | None
    geometry: Geometry | None
    is_relative: bool = False
    is_crowd: bool = False
    is_dropped: bool = False
    attributes: tuple[tuple[str, str], ...] = ()
