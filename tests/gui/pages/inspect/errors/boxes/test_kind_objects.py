"""The single objects of a kind of error."""

from gui.pages.inspect.errors.boxes.kind_objects import objects_of_kind
from tests.gui.pages.inspect.errors.boxes.evaluations import evaluated_boxes_of


def captions(outcome: str) -> list[str]:
    return [one.caption for one in objects_of_kind(evaluated_boxes_of(), outcome, "kind").objects or ()]


def test_each_kind_has_its_objects() -> None:
    assert captions("background") == ["leaf 0.80 · IoU 0.00"]
    assert captions("classification") == ["leaf 0.70 · IoU 0.00"]
    assert captions("missed") == ["missed nut", "missed nut"]  # one of them is found as a leaf
    assert captions("duplicate") == []


def test_what_would_be_right_were_the_network_right_is_suggested() -> None:
    evaluated = evaluated_boxes_of()

    (nothing,) = objects_of_kind(evaluated, "background", "Nothing there").objects or ()
    (other,) = objects_of_kind(evaluated, "classification", "Wrong class").objects or ()
    (missed, _) = objects_of_kind(evaluated, "missed", "Missed").objects or ()

    assert nothing.suggestion is not None
    assert nothing.suggestion.button == "Add the box"
    assert other.suggestion is not None
    assert other.suggestion.button == "Change the class"
    assert missed.suggestion is None
