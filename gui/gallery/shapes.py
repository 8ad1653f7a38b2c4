"""What is drawn of an annotation, as values: the same for labels of a dataset and for augmented ones. Free of Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.contract.annotations import AnnotationKind, Box, IndexedAnnotation, Polygon, Ring
from engine.contract.class_colours import ClassColour, ClassColours
from engine.contract.events import MovedAnnotation
from engine.ops.detections.mask_parts import MaskPart


@dataclass(frozen=True, slots=True)
class AnnotationShape:
    """One annotation as it is drawn.

    Attributes:
        kind: masks are drawn from their pixels, which come apart from the shape.
        label: name of its class.
        colour: of its class; None is drawn without one.
        box: its extent; pixels of the upright picture, or shares of it where ``is_relative``.
        rings: outlines of a polygon, in the same unit.
        is_crowd: many objects in one outline; dashed.
        is_dropped: it is not used; dashed in the colour of a warning.
        token: name of the colour of what became of it, in place of that of its class; empty for none.
        mask: its pixels, of a mask that comes with its shape.
    """

    kind: AnnotationKind
    label: str | None = None
    colour: ClassColour | None = None
    box: Box | None = None
    rings: tuple[Ring, ...] = ()
    is_relative: bool = False
    is_crowd: bool = False
    is_dropped: bool = False
    token: str = ""
    mask: MaskPart | None = None


def shapes_of(annotations: Iterable[IndexedAnnotation], colours: ClassColours) -> tuple[AnnotationShape, ...]:
    """What can be drawn of a picture's annotations; labels of the whole picture have no place on it."""
    drawn = (annotation for annotation in annotations if annotation.kind is not AnnotationKind.LABEL)
    return tuple(_shape(annotation, colours) for annotation in drawn)


def moved_shapes(annotations: Iterable[MovedAnnotation], colours: ClassColours) -> tuple[AnnotationShape, ...]:
    """The annotations of an augmented picture."""
    return tuple(_moved_shape(annotation, colours) for annotation in annotations)


def thinned(shapes: Iterable[AnnotationShape], *, points: int) -> tuple[AnnotationShape, ...]:
    """The shapes with about ``points`` points in a ring at most, as many as a thumbnail can show."""
    return tuple(replace(shape, rings=tuple(_thin(ring, points) for ring in shape.rings)) for shape in shapes)


def shape_under(shapes: Sequence[AnnotationShape], x: float, y: float, *, width: float, height: float) -> int | None:
    """The place of the smallest shape whose box holds a point.

    Args:
        shapes: of a picture.
        x: of the point in pixels of the picture.
        y: of the point in pixels of the picture.
        width: of the picture in pixels.
        height: of the picture in pixels.
    """
    found: list[tuple[float, int]] = []
    for number, shape in enumerate(shapes):
        if shape.box is None or shape.kind is AnnotationKind.CLASS_MASK:
            continue
        across, down = (x / width, y / height) if shape.is_relative else (x, y)
        box = shape.box
        if box.x_min <= across < box.x_max and box.y_min <= down < box.y_max:
            found.append((box.width * box.height, number))
    return min(found)[1] if found else None


def chip_words(shapes: Sequence[AnnotationShape], count: int) -> tuple[str, ClassColour | None]:
    """What a thumbnail says of its annotations, with the colour of the dot before it.

    Args:
        shapes: those that are known by now.
        count: how many there are.
    """
    if shapes and all(shape.kind is AnnotationKind.CLASS_MASK for shape in shapes) and len(shapes) > 1:
        return f"{len(shapes):,} classes", None
    if count == 1 and shapes and shapes[0].label is not None:
        return shapes[0].label, shapes[0].colour
    return f"{count:,} object{'' if count == 1 else 's'}", _only_colour(shapes, count)


def _only_colour(shapes: Sequence[AnnotationShape], count: int) -> ClassColour | None:
    """The colour of the class that all objects have."""
    colours = {shape.colour for shape in shapes}
    return colours.pop() if len(colours) == 1 and len(shapes) == count else None


def _shape(annotation: IndexedAnnotation, colours: ClassColours) -> AnnotationShape:
    geometry = annotation.geometry
    return AnnotationShape(
        kind=annotation.kind,
        label=annotation.label,
        colour=colours.named(annotation.label),
        box=annotation.box if annotation.box is not None else geometry if isinstance(geometry, Box) else None,
        rings=geometry.rings if isinstance(geometry, Polygon) else (),
        is_relative=annotation.is_relative,
        is_crowd=annotation.is_crowd,
        is_dropped=annotation.is_dropped,
    )


def _moved_shape(annotation: MovedAnnotation, colours: ClassColours) -> AnnotationShape:
    return AnnotationShape(
        kind=annotation.kind,
        label=annotation.label,
        colour=colours.named(annotation.label),
        box=None if annotation.box is None else Box(*annotation.box),
        rings=annotation.rings,
    )


def _thin(ring: Ring, points: int) -> Ring:
    return ring[:: max(-(-len(ring) // points), 1)]
