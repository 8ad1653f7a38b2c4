"""RoI pooling and RoI align against loops over every bin and point, with regions of any kind."""

from typing import Any

import numpy as np
import pytest
from keras import ops

from engine.inspect.gradients import value_and_gradients
from models.boxes.roi_align import align_rois
from models.boxes.roi_pooling import pool_rois
from tests.engine.ops.boxes import plain_rois
from tests.engine.ops.boxes.compiling import compiled

STRIDE, BINS = 4.0, (3, 2)
MAPS = np.random.default_rng(1).normal(size=(2, 11, 9, 3)).astype(np.float32)
# Inside, on the border, one cell, without area, beyond the map, far away, inside out; halves of cells.
REGIONS = np.array(
    [
        [2, 3, 30, 40], [0, 0, 36, 44], [8, 8, 11, 11], [10, 10, 10, 10], [-20, -9, 17, 21], [300, 300, 400, 400],
        [20, 30, 4, 6], [-6, -6, -2, -2], [30, 38, 50, 70], [6, 10, 6, 34],
    ],
    np.float32,
)  # fmt: skip
ROIS = np.stack([REGIONS, REGIONS[::-1]])


def of_all(plain: Any, *more: Any) -> np.ndarray:
    return np.stack([[plain(maps, roi, *more) for roi in rois] for maps, rois in zip(MAPS, ROIS, strict=True)])


def test_pooling_is_exactly_that_of_plain_loops() -> None:
    found = compiled(lambda maps, rois: pool_rois(maps, rois, stride_px=STRIDE, bins=BINS))(MAPS, ROIS)

    assert found.shape == (2, 10, 3, 2, 3)
    assert np.array_equal(found, of_all(plain_rois.pooled, STRIDE, BINS))


def test_seven_bins_over_any_number_of_cells_are_exact() -> None:
    # 5 / 7 * 7 is more than 5 in single precision, whose ceiling would be a cell too many.
    maps = np.arange(12, dtype=np.float32).reshape(1, 1, 12, 1)
    rois = np.array([[[0, 0, size - 1, 0] for size in range(1, 13)]], np.float32)

    found = np.asarray(pool_rois(maps, rois, stride_px=1.0, bins=(1, 7)))[0, :, 0, :, 0]

    assert found.tolist() == [[-(-(bin + 1) * size // 7) - 1 for bin in range(7)] for size in range(1, 13)]


@pytest.mark.parametrize("samples", [1, 2, 3])
def test_align_is_that_of_plain_loops(samples: int) -> None:
    run = compiled(lambda maps, rois: align_rois(maps, rois, stride_px=STRIDE, bins=BINS, samples=samples))

    np.testing.assert_allclose(run(MAPS, ROIS), of_all(plain_rois.aligned, STRIDE, BINS, samples), atol=1e-5)


def test_a_map_that_rises_steadily_is_read_at_the_centres_of_bins() -> None:
    # The value of a cell is the x of its centre in pixels: only an aligned region reads its own centres.
    maps = np.broadcast_to((np.arange(8, dtype=np.float32) + 0.5)[None, None, :, None] * 4, (1, 8, 8, 1))

    found = align_rois(maps, np.array([[[6, 6, 22, 22]]], np.float32), stride_px=4.0, bins=(1, 4))

    np.testing.assert_allclose(np.asarray(found).ravel(), [8, 12, 16, 20], rtol=1e-6)


@pytest.mark.parametrize("read", [pool_rois, align_rois])
def test_what_is_read_of_a_map_learns_and_nothing_else(read: Any) -> None:
    run = value_and_gradients(
        lambda points, inputs: (ops.sum(read(points[0], inputs[0], stride_px=4.0, bins=(2, 2))), []), []
    )

    slope = ops.convert_to_numpy(run([MAPS], [np.array([[[4, 4, 16, 16]]] * 2, np.float32)])[1][0])

    # Four bins of one value each, for two pictures and three channels.
    assert slope.sum() == pytest.approx(2 * 3 * 4, rel=1e-5)
    assert slope[:, 5:].any() == slope[:, :, 5:].any() == np.False_
