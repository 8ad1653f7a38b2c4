import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.contract.annotations import NO_CLASS
from engine.ops.border_weights import border_weights, weight_map

instances = arrays(
    np.int32, array_shapes(min_dims=2, max_dims=2, max_side=14), elements=st.sampled_from([0, 0, 0, 1, 2, 4])
)


def plain(objects: np.ndarray, w_0: float, sigma: float) -> np.ndarray:
    """The equation as it is printed: at each pixel, the distances to all objects, pixel by pixel."""
    weights = np.zeros(objects.shape)
    for row, column in np.ndindex(*objects.shape):
        distances = sorted(
            np.hypot(*(np.argwhere(objects == one) - (row, column)).T).min() for one in np.unique(objects[objects > 0])
        )
        if len(distances) >= 2:
            weights[row, column] = w_0 * math.exp(-((distances[0] + distances[1]) ** 2) / (2 * sigma**2))
    return weights


def test_the_gap_between_two_objects_is_heavy() -> None:
    row = np.array([[1, 1, 0, 0, 0, 2, 2, 0, 0]])

    found = border_weights(row)

    # From the left: 0 and 5, 0 and 4, in the gap 1 and 3, 2 and 2, 3 and 1; right of all, 1 and 6, 2 and 7.
    sums = [5, 4, 4, 4, 4, 4, 5, 7, 9]
    expected = [10 * math.exp(-(one**2) / 50) for one in sums]
    assert found.dtype == np.float32
    assert found[0].tolist() == pytest.approx(expected)


def test_on_objects_the_own_distance_is_zero() -> None:
    found = border_weights(np.array([[1, 2, 2]]))

    assert found[0].tolist() == pytest.approx([10 * math.exp(-1 / 50), 10 * math.exp(-1 / 50), 10 * math.exp(-4 / 50)])


@pytest.mark.parametrize("row", [[0, 0, 0], [0, 3, 0]])
def test_fewer_than_two_objects_have_no_border(row: list[int]) -> None:
    assert not border_weights(np.array([row])).any()


@settings(deadline=None)
@given(instances, st.sampled_from([0.7, 2.0, 5.0]))
def test_weights_are_those_of_the_equation(objects: np.ndarray, sigma: float) -> None:
    expected = plain(objects, 10.0, sigma)

    found = border_weights(objects, sigma_px=sigma)

    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1.01e-4)


def test_the_map_adds_the_weights_of_classes_and_leaves_out_unknown_pixels() -> None:
    classes = np.array([[0, 1, NO_CLASS]], np.uint8)
    borders = np.array([[2.0, 0.5, 3.0]], np.float32)

    assert weight_map(classes, borders, class_weights=(1.0, 4.0)).tolist() == [[3.0, 4.5, 0.0]]


@pytest.mark.parametrize("numbers", [{"sigma_px": 0.0}, {"w_0": -1.0}])
def test_numbers_that_make_no_sense_are_refused(numbers: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="Received"):
        border_weights(np.zeros((2, 2), np.int32), **numbers)
