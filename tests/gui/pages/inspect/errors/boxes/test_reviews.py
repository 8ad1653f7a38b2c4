"""What has become of a suggestion is seen in what is drawn now."""

import pytest

from engine.ops.detections.suspects import BoxDoubt
from gui.pages.inspect.errors.boxes.reviews import Reviews, ReviewState, name_of
from gui.pages.inspect.errors.boxes.shown_object import LabelledBox, Suggestion

HERE, NEAR, AWAY = (0.0, 0.0, 10.0, 10.0), (0.0, 0.0, 10.0, 9.0), (50.0, 50.0, 60.0, 60.0)
MISSED = Suggestion("a.png", BoxDoubt.MISSED, None, LabelledBox("cat", HERE))
CLASS = Suggestion("a.png", BoxDoubt.CLASS, LabelledBox("cat", HERE), LabelledBox("dog", HERE))
PLACE = Suggestion("a.png", BoxDoubt.PLACE, LabelledBox("cat", NEAR), LabelledBox("cat", HERE))
DOUBLE = Suggestion("a.png", BoxDoubt.DOUBLE, LabelledBox("cat", HERE), None)


@pytest.mark.parametrize(
    ("suggestion", "before", "after"),
    [
        (MISSED, [("dog", HERE)], [("dog", HERE), ("cat", NEAR)]),
        (CLASS, [("cat", HERE)], [("dog", HERE)]),
        (PLACE, [("cat", NEAR)], [("cat", HERE)]),
        (DOUBLE, [("cat", HERE), ("cat", HERE), ("cat", AWAY)], [("cat", HERE), ("cat", AWAY)]),
    ],
)
def test_a_suggestion_is_done_when_it_is_drawn(
    suggestion: Suggestion, before: list[tuple[str, tuple]], after: list[tuple[str, tuple]]
) -> None:
    states = [
        Reviews({"a.png": tuple(LabelledBox(*one) for one in drawn)}).state(suggestion) for drawn in (before, after)
    ]

    assert states == [ReviewState.OPEN, ReviewState.DONE]


def test_nothing_is_known_of_other_pictures() -> None:
    assert Reviews({"b.png": ()}).state(DOUBLE) is ReviewState.OPEN
    assert Reviews().state(None) is ReviewState.OPEN


def test_what_was_left_is_left_in_its_dataset_only() -> None:
    left = frozenset([name_of("pets", MISSED)])

    assert Reviews(left=left, dataset="pets").state(MISSED) is ReviewState.LEFT
    assert Reviews(left=left, dataset="farm").state(MISSED) is ReviewState.OPEN
    assert Reviews(left=left, dataset="pets").state(CLASS) is ReviewState.OPEN
