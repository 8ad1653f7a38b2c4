"""What a calibration means, in sentences."""

import pytest

from engine.contract.calibration import Calibration, Reliability, ReliabilityBin, Temperature
from gui.pages.inspect.errors.calibration_words import numbers_of, pictures_of_bin, table_of, verdict
from tests.gui.pages.inspect.sample_answers import RESULTS

BINS = (
    ReliabilityBin(low=0.0, high=0.5, images=0, accuracy=None, mean_score=None),
    ReliabilityBin(low=0.5, high=1.0, images=4, accuracy=0.5, mean_score=0.75),
)
BEFORE = Reliability(bins=BINS, expected_error=0.25, maximum_error=0.25, loss=0.9)
SOFTER = Temperature(value=1.5, split="validation", dataset="shapes", images=120)
FITTED = Calibration(before=BEFORE, after=BEFORE, temperature=SOFTER)
ANEW = FITTED.model_copy(update={"temperature": SOFTER.model_copy(update={"value": 1.7})})


def test_a_fitted_temperature_says_on_what() -> None:
    assert verdict(FITTED, split="validation", newest=FITTED) == (
        "Fitted on 120 validation pictures: the network is too sure of itself. Which class comes first does not change."
    )


def test_a_sharpening_temperature_says_the_opposite() -> None:
    sharper = FITTED.model_copy(update={"temperature": SOFTER.model_copy(update={"value": 0.6})})

    assert "could be surer of itself" in verdict(sharper, split="validation", newest=None)


def test_test_pictures_say_that_it_was_not_fitted_on_them() -> None:
    found = verdict(FITTED, split="test", newest=FITTED)

    assert found.startswith("Fitted on 120 validation pictures, applied to the test pictures as it is:")
    assert "anew" not in found


def test_a_temperature_that_was_fitted_anew_since_is_told() -> None:
    assert verdict(FITTED, split="test", newest=ANEW).endswith("fitted anew since: evaluate these pictures again.")


def test_a_temperature_that_does_not_help_the_test_pictures_is_told() -> None:
    worse = FITTED.model_copy(update={"after": BEFORE.model_copy(update={"loss": 0.95})})

    assert "does not help here: the loss of these pictures is higher" in verdict(worse, split="test", newest=FITTED)


def test_without_a_temperature_the_reason_stands_there() -> None:
    found = Calibration(before=BEFORE, reason="All pictures are of one class.")

    assert verdict(found, split="test", newest=None) == "All pictures are of one class."


def test_numbers_and_their_absence_stand_in_words() -> None:
    assert numbers_of(BEFORE) == ("25.0 %", "25.0 %", "0.900")
    assert numbers_of(None) == ("–", "–", "–")


def test_a_bar_has_the_pictures_whose_score_lies_in_it() -> None:
    assert [result.image for result in pictures_of_bin(RESULTS, 10, is_scaled=False)] == ["circle/1.png"]


@pytest.mark.parametrize(("number", "images"), [(5, ["circle/1.png"]), (10, [])])
def test_with_a_temperature_the_scaled_score_decides(number: int, images: list[str]) -> None:
    results = (RESULTS[0], RESULTS[1].model_copy(update={"scaled_score": 0.4}))

    assert [result.image for result in pictures_of_bin(results, number, is_scaled=True)] == images


def test_the_table_leaves_empty_what_is_not_known() -> None:
    assert table_of(BINS) == [(0.0, 0.5, 0, "", "", ""), (0.5, 1.0, 4, 0.5, 0.75, 0.25)]
