"""Confusion of boxes with the background, and the objects of its cells."""

from gui.pages.inspect.errors.boxes.confusion_cells import SplitConfusion
from tests.gui.pages.inspect.errors.boxes.evaluations import LEAF, NUT, evaluated_boxes_of

NOTHING = 2


def test_the_last_row_and_column_are_the_background() -> None:
    confusion = SplitConfusion.of(evaluated_boxes_of(), 0.5, 0.5)

    assert confusion.names == ("leaf", "nut", "background")
    assert confusion.counts == ((2, 0, 0), (1, 0, 1), (1, 0, 0))


def test_score_and_iou_decide_what_is_found() -> None:
    evaluated = evaluated_boxes_of()

    assert SplitConfusion.of(evaluated, 0.85, 0.5).counts == ((1, 0, 1), (0, 0, 2), (0, 0, 0))
    assert SplitConfusion.of(evaluated, 0.5, 0.75).counts == ((1, 0, 1), (1, 0, 1), (2, 0, 0))


def test_a_cell_shows_its_objects_the_surest_first() -> None:
    shown = SplitConfusion.of(evaluated_boxes_of(), 0.5, 0.75).objects_of(NOTHING, LEAF)

    assert shown.title == "Found as leaf where nothing is drawn"
    assert [one.caption for one in shown.objects or ()] == ["leaf 0.80", "leaf 0.60"]
    assert [one.picture for one in shown.objects or ()] == [0, 1]


def test_missed_and_confused_objects_are_named() -> None:
    confusion = SplitConfusion.of(evaluated_boxes_of(), 0.5, 0.5)

    assert [one.caption for one in confusion.objects_of(NUT, NOTHING).objects or ()] == ["missed nut"]
    (confused,) = confusion.objects_of(NUT, LEAF).objects or ()
    assert confused.caption == "leaf 0.70 · IoU 1.00"
    assert confused.suggestion is not None


def test_empty_cells_have_no_objects() -> None:
    assert SplitConfusion.of(evaluated_boxes_of(), 0.5, 0.5).objects_of(LEAF, NUT).objects == ()
