"""What is drawn on the picture that is shown, with changes that are on their way to the disk. Free of Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.contract.annotations import AnnotationKind, Box, IndexedAnnotation, Polygon
from engine.contract.class_colours import ClassColours
from engine.contract.drawn import AnnotationChange, DrawnAnnotation
from gui.drawing.geometry import Geometry, extent_of
from gui.gallery.shapes import AnnotationShape, shapes_of


@dataclass(frozen=True, slots=True)
class KeyedShape:
    """A shape with what corrections call it; ``geometry`` is None where a hand cannot change it."""

    key: str
    shape: AnnotationShape
    geometry: Geometry | None

    def drawn(self, *, label: str | None = None, geometry: Geometry | None = None) -> DrawnAnnotation | None:
        """What it would be with another class or geometry; None where a hand cannot change it."""
        after = geometry or self.geometry
        return None if after is None else DrawnAnnotation.of(label or self.shape.label, after)


def keyed_shapes(
    annotations: Iterable[IndexedAnnotation], keys: Mapping[int, str], colours: ClassColours
) -> tuple[KeyedShape, ...]:
    """The annotations of a picture as they are drawn, with their keys.

    Args:
        annotations: of the picture, also those that cannot be used.
        keys: by the ids of the annotations.
        colours: of the classes.
    """
    drawn = [item for item in annotations if item.kind is not AnnotationKind.LABEL]
    pairs = zip(drawn, shapes_of(drawn, colours), strict=True)
    return tuple(KeyedShape(keys.get(item.id, ""), shape, _geometry(item)) for item, shape in pairs)


def with_changes(
    shapes: Sequence[KeyedShape], changes: Iterable[AnnotationChange], colours: ClassColours
) -> tuple[KeyedShape, ...]:
    """The shapes after changes, new ones behind the others."""
    found = {item.key: item for item in shapes}
    for change in changes:
        if change.after is None:
            found.pop(change.key, None)
        else:
            known = found.get(change.key)
            found[change.key] = with_drawn(known, change.key, change.after, colours)
    return tuple(found.values())


def with_drawn(known: KeyedShape | None, key: str, drawn: DrawnAnnotation, colours: ClassColours) -> KeyedShape:
    """A shape that becomes what was drawn."""
    geometry = drawn.geometry
    shape = replace(
        known.shape if known is not None else AnnotationShape(AnnotationKind.BOX),
        kind=AnnotationKind.BOX if isinstance(geometry, Box) else AnnotationKind.POLYGON,
        label=drawn.label,
        colour=colours.named(drawn.label),
        box=extent_of(geometry),
        rings=geometry.rings if isinstance(geometry, Polygon) else (),
        is_dropped=False,
    )
    return KeyedShape(key, shape, geometry)


def _geometry(item: IndexedAnnotation) -> Geometry | None:
    """What a hand can change of an annotation."""
    is_placed = not item.is_relative and item.geometry is not None
    return item.geometry if is_placed and isinstance(item.geometry, Box | Polygon) else None
