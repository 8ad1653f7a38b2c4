import numpy as np
import pytest

from engine.inspect.localisation import box_iou, localise, points_into


def test_the_box_is_that_of_the_largest_part_above_the_threshold() -> None:
    values = np.zeros((10, 12), "float32")
    values[1:3, 1:3] = 10.0  # higher, but smaller
    values[4:9, 5:11] = 3.0

    found = localise(values, threshold=0.2)

    assert found is not None
    assert found.box_xyxy == (5.0, 4.0, 11.0, 9.0)
    assert found.share == 30 / 120


def test_a_higher_threshold_leaves_the_peak() -> None:
    values = np.zeros((10, 12), "float32")
    values[1:3, 1:3] = 10.0
    values[4:9, 5:11] = 3.0

    found = localise(values, threshold=0.5)

    assert found is not None
    assert found.box_xyxy == (1.0, 1.0, 3.0, 3.0)


def test_a_map_without_positive_values_has_no_box() -> None:
    assert localise(np.full((3, 3), -1.0, "float32")) is None


@pytest.mark.parametrize(("box", "expected"), [((2, 1, 4, 3), True), ((0, 0, 2, 2), False)])
def test_a_map_points_where_it_is_highest(box: tuple[int, ...], expected: bool) -> None:
    values = np.zeros((5, 6), "float32")
    values[2, 3] = 1.0

    assert points_into(values, [box]) is expected


def test_iou_of_worked_examples() -> None:
    assert box_iou((0, 0, 2, 2), (1, 1, 3, 3)) == pytest.approx(1 / 7)
    assert box_iou((0, 0, 1, 1), (1, 0, 2, 1)) == 0.0
    assert box_iou((0, 0, 2, 3), (0, 0, 2, 3)) == 1.0
