import numpy as np
import pytest

from engine.dataset.index.appearance import Appearance
from engine.evaluating.class_results import PictureFacts, image_results, margins


def test_the_margin_is_the_lead_of_the_truth_over_the_best_other_class() -> None:
    scores = np.array([[0.7, 0.2, 0.1], [0.5, 0.4, 0.1], [0.05, 0.05, 0.9]])

    found = margins(scores, np.array([0, 1, 0]))

    assert found == pytest.approx([0.5, -0.1, -0.85])


def test_a_margin_is_negative_exactly_where_another_class_is_ahead() -> None:
    rng = np.random.default_rng(0)
    scores, truths = rng.dirichlet(np.ones(5), 200), rng.integers(0, 5, 200)

    found = margins(scores, truths)

    assert ((found < 0) == (scores.argmax(axis=1) != truths)).all()
    assert found.min() >= -1
    assert found.max() <= 1


def test_a_result_holds_what_was_said_and_what_is_known() -> None:
    facts = [
        PictureFacts("cat/night/1.png", "night", Appearance(width=40, height=30, brightness=0.1, contrast=0.02)),
        PictureFacts("dog/1.png"),
    ]
    logs = np.log([[0.25, 0.75], [0.4, 0.6]])

    first, second = image_results(("cat", "dog"), facts, logs, np.array([0, 1]))

    assert (first.truth, first.predicted, first.source) == ("cat", "dog", "night")
    assert (first.score, first.truth_score) == (pytest.approx(0.75), pytest.approx(0.25))
    assert (first.loss, first.margin) == (pytest.approx(-np.log(0.25)), pytest.approx(-0.5))
    assert (first.width, first.height, first.brightness, first.contrast) == (40, 30, 0.1, 0.02)
    assert (second.width, second.height, second.brightness, second.contrast, second.source) == (None,) * 5


def test_a_result_holds_the_score_with_the_temperature_where_there_is_one() -> None:
    facts, logs, truths = [PictureFacts("cat/1.png")], np.log([[0.25, 0.75]]), np.array([0])

    (without,) = image_results(("cat", "dog"), facts, logs, truths)
    (scaled,) = image_results(("cat", "dog"), facts, logs, truths, np.array([0.625]))

    assert (without.scaled_score, scaled.scaled_score) == (None, 0.625)
