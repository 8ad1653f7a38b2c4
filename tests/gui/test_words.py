"""Numbers and times read as people say them."""

import pytest

from gui import words


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (15, "15 s"), (189, "3 min 9 s"), (600, "10 min"), (2040, "34 min"), (4320, "1 h 12 min")],
)
def test_durations_read_as_people_say_them(seconds: float, text: str) -> None:
    assert words.duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(5, "just now"), (600, "10 min ago"), (7200, "2 h ago"), (100_000, "yesterday"), (300_000, "3 days ago")],
)
def test_the_past_reads_as_people_say_it(seconds: float, text: str) -> None:
    assert words.ago(seconds) == text


@pytest.mark.parametrize(
    ("number", "text"), [(None, "–"), (0, "0"), (950, "950"), (614_656, "615 k"), (1_130_000_000, "1.13 G")]
)
def test_large_numbers_keep_three_digits(number: int | None, text: str) -> None:
    assert words.short_count(number) == text


def test_sizes_are_in_bytes_of_a_thousand() -> None:
    assert words.byte_size(746_496) == "746 kB"


def test_shares_have_one_decimal_and_dashes_where_unknown() -> None:
    assert words.percent(0.8857) == "88.6 %"
    assert words.percent(None) == "–"


def test_shapes_are_joined_by_the_times_sign() -> None:
    assert words.shape((27, 27, 96)) == "27 × 27 × 96"


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "1 s"), (350, "6 min"), (6300, "about 1 h 45 min")])
def test_the_time_left_is_rough(seconds: float, text: str) -> None:
    assert words.time_left(seconds) == text
