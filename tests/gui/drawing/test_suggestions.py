"""What is suggested: objects above a score that no better one and no label lies over, and that nobody has refused."""

import numpy as np

from engine.contract.annotations import AnnotationKind, Box, Polygon
from engine.contract.class_colours import ClassColours
from engine.contract.drawn import AnnotationChange, DrawnAnnotation
from gui.drawing.shapes import KeyedShape, with_changes
from gui.drawing.suggestions import suggestions_of
from gui.drawing.words import acceptance_words
from gui.gallery.shapes import AnnotationShape

CLASSES = ("cat", "dog")
CANDIDATES = np.array(
    [
        [0, 0, 10, 10, 0, 0.9],
        [0, 0, 10, 9, 0, 0.8],
        [20, 20, 30, 30, 1, 0.7],
        [40, 0, 50, 10, 1, 0.4],
    ],
    np.float64,
)
OUTLINES = (
    Polygon((((0, 0), (10, 0), (5, 10)),)),
    None,
    Polygon((((20, 20), (24, 20), (24, 30), (20, 30)),)),
    None,
)


def label(*corners: float, **fields: bool) -> KeyedShape:
    box = Box(*corners)
    return KeyedShape("0", AnnotationShape(AnnotationKind.BOX, "cat", box=box, **fields), box)


def test_the_best_boxes_above_a_score_are_suggested() -> None:
    found = suggestions_of(CANDIDATES, CLASSES, (), score=0.5)

    assert [(one.number, one.label, one.score) for one in found] == [(0, "cat", 0.9), (2, "dog", 0.7)]


def test_what_is_labelled_already_is_not_suggested_whatever_its_class() -> None:
    found = suggestions_of(CANDIDATES, CLASSES, [label(20, 20, 30, 28)], score=0.5)

    assert [one.number for one in found] == [0]


def test_a_label_that_is_not_used_hides_no_suggestion() -> None:
    shapes = [label(20, 20, 30, 30, is_dropped=True), label(0.2, 0.2, 0.3, 0.3, is_relative=True)]

    assert [one.number for one in suggestions_of(CANDIDATES, CLASSES, shapes, score=0.5)] == [0, 2]


def test_what_was_refused_is_not_suggested_nor_what_it_suppressed() -> None:
    assert [one.number for one in suggestions_of(CANDIDATES, CLASSES, (), score=0.5, refused={0})] == [2]


def test_nothing_is_suggested_where_nothing_is_meant() -> None:
    assert suggestions_of(np.zeros((0, 6)), CLASSES, (), score=0.05) == ()


def test_an_accepted_box_becomes_a_label_of_its_class() -> None:
    change = suggestions_of(CANDIDATES, CLASSES, (), score=0.6)[1].change()

    assert change.after is not None
    assert (change.after.label, change.after.box) == ("dog", (20.0, 20.0, 30.0, 30.0))
    assert change.key == suggestions_of(CANDIDATES, CLASSES, (), score=0.1)[1].change().key


def test_a_box_that_was_accepted_and_moved_away_is_not_replaced_when_the_same_is_accepted_again() -> None:
    (first, *_) = suggestions_of(CANDIDATES, CLASSES, (), score=0.6)
    moved = AnnotationChange(key=first.change().key, after=DrawnAnnotation.of("cat", Box(60, 60, 70, 70)))
    shapes = with_changes((), [moved], ClassColours.of(CLASSES))

    shapes = with_changes(shapes, [first.change(shapes)], ClassColours.of(CLASSES))

    assert [item.geometry for item in shapes] == [Box(60, 60, 70, 70), Box(0, 0, 10, 10)]


def test_the_outline_of_an_object_is_suggested_and_its_box_where_there_is_none() -> None:
    found = suggestions_of(CANDIDATES, CLASSES, (), score=0.3, outlines=OUTLINES)

    assert [one.geometry for one in found] == [OUTLINES[0], OUTLINES[2], Box(40, 0, 50, 10)]


def test_an_accepted_outline_becomes_an_outline_of_its_class() -> None:
    change = suggestions_of(CANDIDATES, CLASSES, (), score=0.6, outlines=OUTLINES)[1].change()

    assert change.after == DrawnAnnotation.of("dog", Polygon((((20, 20), (24, 20), (24, 30), (20, 30)),)))


def test_an_outline_that_was_accepted_is_not_suggested_again_though_its_box_is_much_larger() -> None:
    suggested = suggestions_of(CANDIDATES, CLASSES, (), score=0.6, outlines=OUTLINES)
    shapes = with_changes((), [one.change() for one in suggested], ClassColours.of(CLASSES))

    assert suggestions_of(CANDIDATES, CLASSES, shapes, score=0.6, outlines=OUTLINES) == ()


def test_undo_names_what_was_accepted() -> None:
    boxes = suggestions_of(CANDIDATES, CLASSES, (), score=0.6)
    mixed = suggestions_of(CANDIDATES, CLASSES, (), score=0.3, outlines=OUTLINES)

    assert acceptance_words(boxes[:1]) == "acceptance of a box, cat"
    assert acceptance_words(boxes) == "acceptance of 2 boxes"
    assert acceptance_words(mixed[:1]) == "acceptance of an outline, cat"
    assert acceptance_words(mixed[:2]) == "acceptance of 2 outlines"
    assert acceptance_words(mixed) == "acceptance of 3 labels"
