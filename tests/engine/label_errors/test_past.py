"""Of what a network knows by heart, the epochs before it did speak."""

import numpy as np
import pytest

from engine.label_errors.past import Past, epochs_before, judge, past_of, share_by_heart
from engine.label_history.stored import LabelHistory, LearnedPicture

CLASSES = ("a", "b", "c")
HISTORY = LabelHistory(
    pictures=(LearnedPicture("1.png", "a"), LearnedPicture("2.png", "b"), LearnedPicture("3.png", "c")),
    epochs=(1, 3),
    margins=np.array([[2.0, -1.0, np.nan], [4.0, 1.0, 0.0]], np.float32),
    rivals=np.array([[1, 0, 0], [2, 0, 1]]),
)


def test_a_lead_is_what_a_softmax_over_label_and_rival_says() -> None:
    past = past_of(HISTORY, ["2.png", "1.png"], np.array([1, 0]), CLASSES)

    of_label, of_rival = np.exp(2.0) / (np.exp(2.0) + 1), 1 / (np.exp(2.0) + 1)
    assert past.epochs == (1, 3)
    assert past.leads[0, 1] == pytest.approx(of_label - of_rival)
    np.testing.assert_allclose(past.leads[:, 0], np.tanh([-0.5, 0.5]))
    assert past.rivals.tolist() == [[0, 1], [0, 2]]


def test_a_label_that_was_corrected_since_has_no_past() -> None:
    past = past_of(HISTORY, ["1.png", "new.png"], np.array([2, 0]), CLASSES)

    assert np.isnan(past.leads).all()


@pytest.mark.parametrize("rival", [0, 3])
def test_a_rival_that_cannot_be_one_is_not_believed(rival: int) -> None:
    damaged = LabelHistory(HISTORY.pictures, HISTORY.epochs, HISTORY.margins, np.full((2, 3), rival))

    assert np.isnan(past_of(damaged, ["1.png"], np.array([0]), CLASSES).leads).all()


@pytest.mark.parametrize(
    ("learned", "held_out", "share"), [(0.9, 0.9, 0.0), (0.5, 0.8, 0.0), (1.0, 0.8, 1.0), (0.9, 0.8, 0.5), (1, 1, 0)]
)
def test_by_heart_is_what_goes_beyond_held_out_pictures(learned: float, held_out: float, share: float) -> None:
    assert share_by_heart(learned, held_out) == pytest.approx(share)


def test_epochs_count_until_training_labels_are_known_better_than_others() -> None:
    ahead = np.array([[0.1, -0.1, -0.1, -0.1], [0.1, 0.1, np.nan, -0.1], [0.1, 0.1, 0.1, 0.1], [0.1, -0.1, -0.1, -0.1]])
    past = Past((1, 2, 3, 4), ahead, np.zeros((4, 4), np.int64))

    assert epochs_before(past, 0.7) == 2
    assert epochs_before(past, 0.1) == 1
    assert epochs_before(past, 1.0) == 4


def test_the_past_speaks_for_what_is_known_by_heart() -> None:
    now = np.array([[0.9, 0.1, 0.0], [0.9, 0.1, 0.0]])
    past = Past((1, 3), np.array([[-0.6, np.nan], [-1.0, np.nan]]), np.array([[2, 0], [1, 0]]))

    judged = judge(now, past, np.array([0, 0]), by_heart=1.0, until=2)

    np.testing.assert_allclose(judged.opinion, [[0.1, 0.5, 0.4], [0.9, 0.1, 0.0]])
    assert judged.until == 3


def test_the_past_says_as_little_as_is_known_by_heart() -> None:
    now = np.array([[0.9, 0.1, 0.0]])
    past = Past((1, 3), np.array([[-0.6], [1.0]]), np.array([[2], [1]]))

    judged = judge(now, past, np.array([0]), by_heart=0.25, until=1)

    np.testing.assert_allclose(judged.opinion, [[0.75 * 0.9 + 0.25 * 0.2, 0.075, 0.2]])
    assert judged.until is None
