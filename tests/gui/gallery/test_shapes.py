"""What is drawn of annotations, what a thumbnail says of them, which one is under the cursor."""

from engine.contract.annotations import AnnotationKind, Box, IndexedAnnotation, Polygon, RunLengths
from engine.contract.class_colours import ClassColours
from engine.contract.events import MovedAnnotation
from gui.gallery.shapes import AnnotationShape, chip_words, moved_shapes, shape_under, shapes_of, thinned
from tests.gui.class_colours import colour

SQUARE = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
COLOURS = ClassColours.of(("background", "cat", "dog"))
BOX = Box(0, 0, 4, 4)


def _indexed(kind: AnnotationKind, geometry: object, label: str | None = "cat") -> IndexedAnnotation:
    return IndexedAnnotation(1, kind, label, 0, BOX, 16.0, geometry)  # type: ignore[arg-type]  # one of the geometries


def test_labels_of_the_whole_picture_have_no_shape() -> None:
    assert shapes_of([_indexed(AnnotationKind.LABEL, None)], COLOURS) == ()


def test_polygons_keep_their_rings_and_masks_their_box() -> None:
    polygon, mask = shapes_of(
        [
            _indexed(AnnotationKind.POLYGON, Polygon((SQUARE,))),
            _indexed(AnnotationKind.MASK, RunLengths(4, 4, (0, 16))),
        ],
        COLOURS,
    )

    assert polygon.rings == (SQUARE,)
    assert (mask.rings, mask.box) == ((), BOX)


def test_augmented_annotations_are_drawn_alike() -> None:
    (shape,) = moved_shapes([MovedAnnotation(class_index=2, label="dog", box=(1, 2, 3, 4))], COLOURS)

    assert (shape.colour, shape.box, shape.rings) == (colour(1), Box(1, 2, 3, 4), ())


def test_one_object_is_named_and_several_are_counted() -> None:
    cat = AnnotationShape(AnnotationKind.BOX, "cat", colour(0), BOX)
    dog = AnnotationShape(AnnotationKind.BOX, "dog", colour(1), BOX)

    assert chip_words([cat], 1) == ("cat", colour(0))
    assert chip_words([cat, cat], 2) == ("2 objects", colour(0))
    assert chip_words([cat, dog], 2) == ("2 objects", None)
    assert chip_words([], 1) == ("1 object", None)


def test_masks_are_counted_by_classes() -> None:
    classes = [AnnotationShape(AnnotationKind.CLASS_MASK, name, colour(place)) for place, name in enumerate("abc")]

    assert chip_words(classes, 3) == ("3 classes", None)


def test_thumbnails_need_few_points() -> None:
    ring = tuple((float(number), 0.0) for number in range(1000))

    (shape,) = thinned([AnnotationShape(AnnotationKind.POLYGON, rings=(ring, SQUARE))], points=50)

    assert len(shape.rings[0]) == 50
    assert shape.rings[1] == SQUARE


def test_the_smallest_shape_is_under_the_cursor() -> None:
    large = AnnotationShape(AnnotationKind.BOX, box=Box(0, 0, 50, 50))
    small = AnnotationShape(AnnotationKind.BOX, box=Box(0.1, 0.1, 0.2, 0.2), is_relative=True)

    assert shape_under([large, small], 15, 15, width=100, height=100) == 1
    assert shape_under([large, small], 40, 40, width=100, height=100) == 0
    assert shape_under([large, small], 60, 40, width=100, height=100) is None
