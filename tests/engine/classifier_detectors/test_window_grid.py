import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from engine.classifier_detectors.crops import with_context
from engine.classifier_detectors.window_grid import WindowGrid, window_grid
from engine.data.fitting import PAD_VALUE
from tests.engine.ops.boxes.plain_boxes import iou


def grid_of(size_px: tuple[int, int], shape_px: tuple[float, float]) -> WindowGrid:
    return window_grid(size_px, shape_px, window_px=(24, 24), stride_px=(4, 4))


@pytest.mark.parametrize("shape", [(20.0, 20.0), (12.0, 30.0), (60.0, 16.0)])
@pytest.mark.parametrize("corner", [(0, 0), (1, 1), (0.5, 0.3)])
def test_some_window_lies_well_over_a_box_of_its_shape_wherever_that_is(
    shape: tuple[float, float], corner: tuple[float, float]
) -> None:
    rows, columns = 70, 90
    x, y = corner[0] * (columns - shape[0]), corner[1] * (rows - shape[1])

    boxes = grid_of((rows, columns), shape).boxes()

    assert max(iou(box, (x, y, x + shape[0], y + shape[1])) for box in boxes.tolist()) > 0.7


@given(st.integers(5, 80), st.integers(5, 80), st.floats(4, 100), st.floats(4, 100))
def test_windows_and_canvas_agree(rows: int, columns: int, width: float, height: float) -> None:
    grid = grid_of((rows, columns), (width, height))
    canvas = grid.canvas(np.zeros((rows, columns, 3), np.uint8))

    assert canvas.shape[:2] == grid.canvas_px
    assert len(grid.boxes()) == len(grid.crops(canvas)) == grid.windows


def test_a_window_shows_its_box_with_context() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (48, 60, 3), np.uint8)
    grid = grid_of((48, 60), (24 * 195 / 227, 24 * 195 / 227))  # at the picture's own size
    crops = grid.crops(grid.canvas(picture))
    inside = [place for place, box in enumerate(with_context(grid.boxes())) if box.min() >= 0 and box[2] <= 60]

    left, top, right, bottom = np.rint(with_context(grid.boxes())[inside[5]]).astype(int)

    assert_allclose(grid.scale, 1)
    assert_array_equal(crops[inside[5]], picture[top:bottom, left:right])


def test_around_the_picture_is_grey() -> None:
    grid = grid_of((48, 60), (20, 20))

    canvas = grid.canvas(np.zeros((48, 60, 3), np.uint8))

    assert (canvas[: grid.margin_px[0]] == PAD_VALUE).all()
    assert not canvas[grid.margin_px[0] : 40, grid.margin_px[1] : 40].any()
