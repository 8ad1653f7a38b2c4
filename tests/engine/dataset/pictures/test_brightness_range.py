import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.dataset.pictures.brightness_range import to_eight_bits

GREYS = arrays(np.int32, array_shapes(min_dims=2, max_dims=2, max_side=8), elements=st.integers(-70_000, 70_000))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([[0, 4095]], np.uint16), [0, 255]),
        (np.array([[0, 65535]], np.uint16), [0, 255]),
        (np.array([[0, 5140]], np.uint16), [0, 20]),
        (np.array([[-100, 0, 100]], np.int32), [0, 128, 255]),
        (np.array([[0.0, 0.5, 1.0]], np.float32), [0, 128, 255]),
        (np.array([[0.0, 10.0, 40.0]], np.float32), [0, 64, 255]),
        (np.array([[7, 7]], np.int32) - 100, [0, 0]),
    ],
)
def test_values_are_scaled_by_the_rule(values: np.ndarray, expected: list[int]) -> None:
    pixels, words = to_eight_bits(values)

    assert pixels[0].tolist() == expected
    assert words.endswith("8 bits.")


def test_what_is_no_number_is_black() -> None:
    pixels, _ = to_eight_bits(np.array([[np.nan, np.inf, 0.0, 1.0]], np.float32))

    assert pixels[0].tolist() == [0, 0, 0, 255]


@settings(deadline=None)
@given(GREYS)
def test_brighter_values_never_become_darker(values: np.ndarray) -> None:
    pixels, _ = to_eight_bits(values)

    assert (np.diff(pixels.ravel()[np.argsort(values.ravel(), kind="stable")].astype(int)) >= 0).all()
