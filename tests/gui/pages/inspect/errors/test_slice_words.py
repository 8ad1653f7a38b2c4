"""What slices are called."""

import pytest

from engine.ops.slices import Attribute, Part, Slice
from gui.pages.inspect.errors.slice_words import (
    difference_words,
    explanation,
    interval_words,
    slice_range,
    slice_title,
    verdict,
)
from tests.gui.pages.inspect.sample_answers import RESULTS

DARK = Part(Attribute.BRIGHTNESS, (0, 1), quarter=0, low=0.0512, high=0.208)


def _slice(*, is_worse: bool) -> Slice:
    return Slice(DARK, accuracy=0.25, interval=(0.1, 0.5), difference=-0.3, is_worse=is_worse)


@pytest.mark.parametrize(
    ("part", "title", "values"),
    [
        (DARK, "Darkest pictures", "0.051 to 0.21"),
        (Part(Attribute.SIZE, (0,), quarter=3, low=40_000, high=212_800), "Largest pictures", "40.0 k to 213 k px"),
        (Part(Attribute.SIZE, (0,), quarter=1, low=784, high=784), "Smaller pictures", "784 px"),
        (Part(Attribute.ASPECT, (0,), quarter=2, low=1.0, high=1.5), "Wider pictures", "1 to 1.5"),
        (Part(Attribute.CONTRAST, (0,), quarter=0, low=0.0, high=0.1), "Lowest contrast", "0 to 0.1"),
        (Part(Attribute.CLASS, (0,), name="cat"), "Class cat", "–"),
        (Part(Attribute.SOURCE, (0,), name="site_2/night"), "Source site_2/night", "–"),
    ],
)
def test_a_slice_is_named_by_what_its_pictures_have_in_common(part: Part, title: str, values: str) -> None:
    assert (slice_title(part), slice_range(part)) == (title, values)


def test_accuracies_are_told_in_hundreds() -> None:
    found = _slice(is_worse=True)

    assert (interval_words(found), difference_words(found)) == ("10.0 % to 50.0 %", "−30.0")


def test_the_verdict_counts_what_chance_does_not_explain() -> None:
    worse, not_worse = _slice(is_worse=True), _slice(is_worse=False)

    assert verdict((worse, not_worse)) == "1 of 2 slices is worse than chance would explain."
    assert verdict((worse, worse)) == "2 of 2 slices are worse than chance would explain."
    assert verdict((not_worse, not_worse)) == "None of 2 slices is worse than chance would explain."
    assert verdict((not_worse,)) == "The only slice is not worse than chance would explain."
    assert verdict(()) == "No slice has at least 10 pictures and leaves some out."


def test_the_whole_is_told_beside_the_confidence() -> None:
    words = explanation(RESULTS)

    assert "66.7 % of all 3 pictures are right" in words
    assert "95 % confidence" in words
