"""The edges of histograms are round, few, and hold every value."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.dataset import Measure
from engine.dataset.index.histogram import Bar, Histogram, aspect_edges, count_edges, length_edges, range_words


def test_lengths_that_differ_little_get_round_steps() -> None:
    edges = length_edges(400, 711)

    assert edges[:3] == (400, 420, 440)
    assert edges[-1] == 720


def test_pictures_of_one_size_get_one_bar() -> None:
    assert length_edges(28, 28) == (28, 29)


def test_lengths_that_differ_much_get_steps_that_grow() -> None:
    assert length_edges(1, 100_000)[:6] == (1, 2, 4, 8, 16, 32)


def test_few_objects_get_a_bar_for_each_number() -> None:
    assert count_edges(4) == (0, 1, 2, 3, 4, 5)


def test_many_objects_keep_a_bar_for_none() -> None:
    edges = count_edges(100)

    assert edges[:4] == (0, 1, 6, 11)
    assert edges[-1] > 100


def test_square_lies_in_the_middle_of_its_bar() -> None:
    low, high = aspect_edges(1.0, 1.0)

    assert low * high == pytest.approx(1.0)
    assert high / low == pytest.approx(2**0.25)


@given(st.lists(st.floats(0.01, 60_000), min_size=2, max_size=2))
def test_every_length_lies_between_two_edges(ends: list[float]) -> None:
    low, high = sorted(ends)
    edges = length_edges(low, high)

    assert edges[0] <= low
    assert edges[-1] > high
    assert len(edges) <= 28
    assert all(first < second for first, second in pairwise(edges))


@given(st.integers(1, 10_000))
def test_every_count_lies_between_two_edges(most: int) -> None:
    edges = count_edges(most)

    assert edges[-1] > most
    assert len(edges) <= 27
    assert all(first < second for first, second in pairwise(edges))


@pytest.mark.parametrize(
    ("bar", "is_whole", "words"),
    [
        (Bar(8, 9, 1), True, "8"),
        (Bar(64, 91, 1), True, "64 to 90"),
        (Bar(64, 91, 1), False, "64 to 91"),
        (Bar(0.917, 1.0905, 1), False, "0.92 to 1.09"),
        (Bar(None, 0.125, 1), False, "up to 0.12"),
        (Bar(8, None, 1), False, "8 and more"),
        (Bar(1024, 2048, 1), True, "1,024 to 2,047"),
    ],
)
def test_ranges_are_written_as_people_do(bar: Bar, is_whole: bool, words: str) -> None:
    assert range_words(bar, is_whole=is_whole) == words


def test_the_total_is_what_the_bars_hold() -> None:
    assert Histogram(Measure.BOX_SIDE, (Bar(0, 1, 3), Bar(1, 2, 4))).total == 7
