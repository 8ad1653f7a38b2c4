"""What a threshold keeps, in words and pictures."""

import numpy as np

from engine.ops.thresholds import count_at_thresholds, curves_of
from gui.pages.inspect.errors.evaluated import ShownPictures
from gui.pages.inspect.errors.kept import Side, numbers_at, pictures_at
from tests.gui.pages.inspect.sample_answers import RESULTS

SCORES = np.array([[0.9, 0.1], [0.3, 0.7], [0.2, 0.8]])
CURVES = curves_of(count_at_thresholds(SCORES, np.array([0, 0, 1])), 0)


def _shown(step: int, side: Side, class_name: str | None = None) -> ShownPictures:
    return pictures_at(RESULTS, step=step, side=side, class_name=class_name)


def _images(shown: ShownPictures) -> list[str]:
    return [result.image for result in shown.results]


def test_ratios_at_a_threshold_stand_in_words() -> None:
    assert numbers_at(CURVES, 75) == {
        "coverage": "66.7 %",
        "accuracy": "100.0 %",
        "precision": "100.0 %",
        "recall": "50.0 %",
        "f1": "66.7 %",
    }


def test_what_is_not_defined_is_a_dash() -> None:
    found = numbers_at(CURVES, 100)

    assert (found["coverage"], found["accuracy"], found["precision"]) == ("0.0 %", "–", "–")


def test_mistakes_that_reach_the_threshold_are_kept() -> None:
    assert _images(_shown(70, "kept")) == ["circle/1.png"]
    assert _images(_shown(71, "kept")) == []
    assert _shown(71, "kept").nothing == "No mistake reaches this threshold."


def test_below_the_threshold_the_network_abstains_right_or_wrong() -> None:
    shown = _shown(85, "abstained")

    assert _images(shown) == ["circle/1.png", "square/0.png"]
    assert shown.title == "Abstained at 0.85"


def test_a_class_shows_its_pictures_and_those_taken_for_it() -> None:
    shown = _shown(95, "abstained", "square")

    assert _images(shown) == ["circle/1.png", "square/0.png"]
    assert shown.title == "Abstained at 0.95, square"
