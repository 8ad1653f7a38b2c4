"""What is suggested: boxes above a score that no better one and no label lies over, and that nobody has refused."""

import numpy as np

from engine.contract.annotations import AnnotationKind, Box
from gui.drawing.shapes import KeyedShape
from gui.drawing.suggestions import suggestions_of
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
