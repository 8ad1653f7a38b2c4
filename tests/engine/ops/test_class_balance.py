import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.contract.annotations import NO_CLASS
from engine.ops.class_balance import count_classes, median_frequency_weights

# The third class occurs in one picture only, where it is half of it; the fourth nowhere.
COUNTS = np.array([[90, 10, 0, 0], [40, 10, 50, 0]])


def test_known_pixels_are_counted_by_class() -> None:
    assert count_classes(np.array([[0, 2, NO_CLASS], [2, 2, 0]], np.uint8), classes=4).tolist() == [2, 0, 3, 0]


def test_a_class_beyond_the_last_is_refused() -> None:
    with pytest.raises(ValueError, match="4 with 4 classes"):
        count_classes(np.array([[0, 4]], np.uint8), classes=4)


def test_median_frequencies_of_a_worked_example() -> None:
    # Frequencies are 130/200, 20/200 and 50/100; their median is 0.5.
    assert median_frequency_weights(COUNTS, largest=math.inf) == pytest.approx((0.5 / 0.65, 5.0, 1.0, 1.0))


def test_a_very_rare_class_is_limited() -> None:
    counts = np.array([[1_000_000, 1], [1_000_000, 1], [1_000_000, 0]])

    assert median_frequency_weights(counts, largest=20.0)[1] == 20.0


def test_without_pixels_all_classes_count_the_same() -> None:
    assert median_frequency_weights(np.zeros((2, 3), np.int64), largest=20.0) == (1.0, 1.0, 1.0)


@given(arrays(np.int64, (1, 4), elements=st.integers(1, 1000)))
def test_in_one_picture_every_class_gets_the_same_share(counts: np.ndarray) -> None:
    weights = np.array(median_frequency_weights(counts, largest=math.inf))

    shares = weights * counts[0]
    assert shares == pytest.approx(np.full(4, shares[0]))
