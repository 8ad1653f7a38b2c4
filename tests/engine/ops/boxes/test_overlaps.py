"""Measures of overlap against examples worked by hand, plain loops, and what must hold of their gradients."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from engine.inspect.gradients import value_and_gradients
from models.boxes.overlaps import complete_iou, generalised_iou, iou, pairwise, share_inside
from tests.engine.ops.boxes import plain_boxes
from tests.engine.ops.boxes.compiling import compiled
from tests.engine.ops.boxes.plain_boxes import drawn_boxes

MEASURES = {
    iou: plain_boxes.iou,
    share_inside: plain_boxes.share_inside,
    generalised_iou: plain_boxes.generalised_iou,
    complete_iou: plain_boxes.complete_iou,
}
WITH_SLOPE = (iou, generalised_iou, complete_iou)
# Their common part is 10 x 20 of 30 x 40 and 20 x 20, the box around both 40 x 40.
ONE, OTHER = [0.0, 0.0, 30.0, 40.0], [20.0, 20.0, 40.0, 40.0]


def values(tensor: Any) -> np.ndarray:
    return ops.convert_to_numpy(tensor)


def test_measures_of_a_worked_example() -> None:
    assert values(iou(ONE, OTHER)) == pytest.approx(200 / 1400)
    assert values(share_inside(OTHER, ONE)) == pytest.approx(0.5)
    assert values(generalised_iou(ONE, OTHER)) == pytest.approx(200 / 1400 - 200 / 1600)


def test_boxes_apart_have_no_iou_and_a_generalised_one_below_zero() -> None:
    apart = [10.0, 0.0, 20.0, 10.0]

    assert values(iou([0, 0, 5, 10], apart)) == 0.0
    assert values(generalised_iou([0, 0, 5, 10], apart)) == pytest.approx(-50 / 200)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_box_has_everything_in_common_with_itself(measure: Callable[..., Any]) -> None:
    assert values(measure(ONE, ONE)) == 1.0


@pytest.mark.parametrize("empty", [[5, 5, 5, 5], [5, 5, 5, 9], [9, 9, 5, 5]])
def test_a_box_without_area_overlaps_nothing_not_even_itself(empty: list[int]) -> None:
    assert values(iou(empty, empty)) == 0.0
    assert values(iou([0, 0, 20, 20], empty)) == 0.0
    assert values(share_inside(empty, [0, 0, 20, 20])) == 0.0


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_every_measure_is_that_of_plain_loops(seed: int) -> None:
    chance = np.random.default_rng(seed)
    boxes, others = drawn_boxes(chance, (6,)), drawn_boxes(chance, (7,))

    for measure, plain in MEASURES.items():
        expected = [[plain(one.tolist(), other.tolist()) for other in others] for one in boxes]
        np.testing.assert_allclose(values(pairwise(measure, boxes, others)), expected, atol=2e-6)


@pytest.mark.parametrize("measure", MEASURES)
def test_compiled_measures_are_the_same(measure: Callable[..., Any]) -> None:
    chance = np.random.default_rng(3)
    boxes, others = drawn_boxes(chance, (2, 6)), drawn_boxes(chance, (2, 7))

    found = compiled(lambda one, other: pairwise(measure, one, other))(boxes, others)

    assert found.shape == (2, 6, 7)
    np.testing.assert_allclose(found, values(pairwise(measure, boxes, others)), atol=1e-6)


@pytest.mark.parametrize("measure", WITH_SLOPE)
def test_gradients_are_finite_where_boxes_have_no_area_or_are_equal(measure: Callable[..., Any]) -> None:
    boxes = np.array([[5, 5, 5, 5], [5, 5, 5, 9], [9, 9, 5, 5], [0, 0, 8, 8], [0, 0, 0, 0]], np.float32)
    run = value_and_gradients(lambda points, inputs: (ops.sum(pairwise(measure, points[0], inputs[0])), []), [])

    slopes = values(run([boxes], [boxes])[1][0])

    assert np.isfinite(slopes).all()


@pytest.mark.parametrize("measure", [generalised_iou, complete_iou])
def test_boxes_apart_are_drawn_to_each_other(measure: Callable[..., Any]) -> None:
    run = value_and_gradients(lambda points, inputs: (ops.sum(measure(points[0], inputs[0])), []), [])

    slope = values(run([np.array([[0, 0, 4, 4]], np.float32)], [np.array([[10, 10, 14, 14]], np.float32)])[1][0])[0]

    assert slope[2] > 0
    assert slope[3] > 0
