from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ops.intervals import wilson_interval


def test_it_equals_a_published_example() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 at 95 %.
    low, high = wilson_interval(81, 263, confidence=0.95)

    assert (low, high) == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))


def test_nothing_seen_leaves_room_above() -> None:
    # Newcombe 1998, table I: 0 of 20 at 95 %.
    low, high = wilson_interval(0, 20, confidence=0.95)

    assert (low, high) == (pytest.approx(0.0), pytest.approx(0.1611, abs=1e-4))


@given(st.integers(0, 40), st.integers(1, 40), st.floats(0.5, 0.999))
def test_the_ends_are_where_the_score_test_just_agrees(hits: int, count: int, confidence: float) -> None:
    hits = min(hits, count)
    z = NormalDist().inv_cdf((1 + confidence) / 2)

    low, high = wilson_interval(hits, count, confidence=confidence)

    assert 0 <= low <= hits / count <= high <= 1
    for end in (low, high):
        assert count * (hits / count - end) ** 2 == pytest.approx(z * z * end * (1 - end), abs=1e-9)


def test_more_observations_make_it_narrower() -> None:
    few, many = wilson_interval(5, 10, confidence=0.95), wilson_interval(50, 100, confidence=0.95)

    assert many[1] - many[0] < few[1] - few[0]
