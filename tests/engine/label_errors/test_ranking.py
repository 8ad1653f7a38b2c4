import numpy as np
import pytest

from engine.label_errors.ranking import mean_opinion, rank

LABELS = np.array([0, 0, 1])


def test_a_label_against_which_network_and_neighbours_speak_comes_first() -> None:
    scores = np.array([[0.9, 0.1, 0.0], [0.1, 0.8, 0.1], [0.2, 0.7, 0.1]])
    counts = np.array([[[10, 0, 0], [0, 10, 0], [0, 10, 0]]])

    ranked = rank(mean_opinion(scores, counts), LABELS)

    assert ranked.order.tolist() == [1, 2, 0]
    assert ranked.suggested.tolist() == [1, 1, 0]
    np.testing.assert_allclose(ranked.scores, [(1 - 0.9) / 2, (1 + 0.85) / 2, (1 - 0.75) / 2])


def test_neighbours_find_a_wrong_label_that_the_network_knows_by_heart() -> None:
    scores = np.array([[0.98, 0.01, 0.01], [0.99, 0.01, 0.0], [0.0, 1.0, 0.0]])
    counts = np.array([[[10, 0, 0], [1, 0, 9], [0, 10, 0]]])

    ranked = rank(mean_opinion(scores, counts), LABELS)

    assert ranked.order[0] == 1
    assert ranked.suggested[1] == 2


@pytest.mark.parametrize("label", [0, 1])
def test_scores_lie_between_a_sure_label_and_a_surely_wrong_one(label: int) -> None:
    ranked = rank(mean_opinion(np.array([[1.0, 0.0]]), np.array([[[5, 0]]])), np.array([label]))

    assert ranked.scores.tolist() == [label]
    assert ranked.suggested.tolist() == [1 - label]


def test_every_depth_has_as_much_to_say_as_the_network() -> None:
    counts = np.array([[[5, 0]], [[0, 5]]])

    ranked = rank(mean_opinion(np.array([[1.0, 0.0]]), counts), np.array([0]))

    np.testing.assert_allclose(ranked.scores, [(1 - 1 / 3) / 2])
