"""The winners of pooling are those that a loop finds, and give what Keras pools."""

import keras
import numpy as np
import pytest

from engine.inspect.pooling_winners import BESIDE, pooling_winners, window_of_pooling
from models.layers.dilated_pooling import DilatedPooling as DilatedPoolingLayer
from models.layers.maximum_unpooling import MaximumUnpooling
from models.nodes import AveragePooling, DilatedPooling, MaximumPooling
from models.nodes.windows import SlidingWindow

VALUES = np.random.default_rng(3).permutation(7 * 9).reshape(7, 9).astype(np.float32) - 20


def slow_winner(values: np.ndarray, window: SlidingWindow, out: tuple[int, int]) -> tuple[int, int]:
    """Look at the cells of one window, one after the other."""
    (top, _), (left, _) = window.borders((values.shape[0], values.shape[1]))
    best, place = -np.inf, (BESIDE, BESIDE)
    for i, j in np.ndindex(*window.kernel):
        row = out[0] * window.stride[0] + i * window.dilation[0] - top
        column = out[1] * window.stride[1] + j * window.dilation[1] - left
        is_inside = 0 <= row < values.shape[0] and 0 <= column < values.shape[1]
        value = values[row, column] if is_inside else (-np.inf if window.padding == "same" else 0.0)
        if value > best:
            best, place = value, (row, column) if is_inside else (BESIDE, BESIDE)
    return place


@pytest.mark.parametrize(
    "window",
    [
        SlidingWindow((2, 2), (2, 2), "valid"),
        SlidingWindow((3, 2), (2, 1), "same"),
        SlidingWindow((3, 3), (2, 2), (1, 1)),
        SlidingWindow((2, 2), (1, 1), "valid", (3, 2)),
    ],
)
def test_winners_are_those_of_a_loop(window: SlidingWindow) -> None:
    found = pooling_winners(VALUES, window)

    rows, columns = window.output_size((7, 9))
    expected = [[slow_winner(VALUES, window, (row, column)) for column in range(columns)] for row in range(rows)]
    np.testing.assert_array_equal(found.places, expected)
    assert not found.are_tied.any()


@pytest.mark.parametrize(
    ("layer", "operation"),
    [
        (keras.layers.MaxPooling2D(2), MaximumPooling()),
        (keras.layers.MaxPooling2D(3, 2, padding="same"), MaximumPooling((3, 3), (2, 2), "same")),
        (DilatedPoolingLayer((2, 2), (3, 3)), DilatedPooling((2, 2), (3, 3))),
    ],
)
def test_values_at_the_winners_are_what_keras_pools(layer: keras.Layer, operation: object) -> None:
    window = window_of_pooling(operation)
    assert window is not None

    places = pooling_winners(VALUES, window).places

    pooled = np.asarray(layer(VALUES[None, :, :, None]))[0, ..., 0]
    np.testing.assert_array_equal(VALUES[places[..., 0], places[..., 1]], pooled)


def test_unpooling_puts_values_where_the_winners_are_also_of_ties() -> None:
    tied = np.round(VALUES[:6, :8] / 20).astype(np.float32)
    values = np.arange(1, 13, dtype=np.float32).reshape(3, 4)

    found = pooling_winners(tied, SlidingWindow((2, 2), (2, 2), "valid"))

    put_back = np.zeros((6, 8), np.float32)
    put_back[found.places[..., 0], found.places[..., 1]] = values
    expected = np.asarray(MaximumUnpooling()([values[None, :, :, None], tied[None, :, :, None]]))[0, ..., 0]
    np.testing.assert_array_equal(put_back, expected)


def test_windows_of_equal_values_are_told() -> None:
    values = np.array([[0, 0, 0, 1], [0, 0, 0, 0]], np.float32)

    found = pooling_winners(values, SlidingWindow((2, 2), (2, 2), "valid"))

    assert found.are_tied.tolist() == [[True, False]]


def test_other_operations_have_no_winners() -> None:
    assert window_of_pooling(AveragePooling()) is None
    assert window_of_pooling(DilatedPooling(summary="average")) is None
