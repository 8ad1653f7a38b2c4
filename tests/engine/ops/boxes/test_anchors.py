import numpy as np
import pytest

from engine.ops.boxes.anchor_clusters import cluster_shapes, shape_ious
from models.boxes.anchors import FASTER_RCNN_RATIOS, FASTER_RCNN_SIZES_PX, anchor_grid, anchor_shapes
from models.boxes.default_boxes import SSD300, default_boxes
from tests.engine.ops.boxes import plain_boxes


def test_faster_rcnn_has_nine_anchors_at_each_position() -> None:
    shapes = anchor_shapes(FASTER_RCNN_SIZES_PX, FASTER_RCNN_RATIOS)

    grid = anchor_grid(shapes, rows=3, columns=5, stride_px=16)

    assert shapes.shape == (9, 2)
    np.testing.assert_allclose(shapes.prod(axis=1), np.repeat([128**2, 256**2, 512**2], 3), rtol=1e-6)
    np.testing.assert_allclose(shapes[:, 1] / shapes[:, 0], [0.5, 1, 2] * 3, rtol=1e-6)
    assert grid.shape == (3 * 5 * 9, 4)
    assert grid.dtype == np.float32


def test_anchors_lie_around_the_centres_of_their_cells_row_by_row() -> None:
    grid = anchor_grid([[4, 2], [6, 6]], rows=2, columns=2, stride_px=8)

    assert grid[:3].tolist() == [[2, 3, 6, 5], [1, 1, 7, 7], [10, 3, 14, 5]]
    assert grid[4].tolist() == [2, 11, 6, 13]


def test_ssd300_has_as_many_default_boxes_as_its_paper_says() -> None:
    boxes = default_boxes(SSD300, side_px=300)

    counts = [each.cells**2 * each.boxes_per_cell for each in SSD300]
    assert counts == [38**2 * 4, 19**2 * 6, 10**2 * 6, 5**2 * 6, 3**2 * 4, 4]
    assert boxes.shape == (8732, 4)


def test_default_boxes_have_the_sizes_and_shapes_of_the_paper() -> None:
    boxes = default_boxes(SSD300, side_px=300)

    # The last map has one cell: square, larger square, and the shapes 1:2 and 2:1.
    sizes = boxes[-4:, 2:] - boxes[-4:, :2]
    np.testing.assert_allclose(boxes[-4:, :2] + sizes / 2, 150, atol=1e-3)
    np.testing.assert_allclose(sizes[:2, 0], [270, 300 * np.sqrt(0.9 * 1.075)], rtol=1e-5)
    np.testing.assert_allclose(sizes.prod(axis=1)[[0, 2, 3]], 270**2, rtol=1e-5)
    np.testing.assert_allclose(sizes[2:, 0] / sizes[2:, 1], [2, 0.5], rtol=1e-5)


def test_shapes_are_compared_as_boxes_on_one_centre() -> None:
    shapes, others = np.array([[4.0, 2.0], [3.0, 3.0]]), np.array([[2.0, 4.0], [4.0, 2.0], [1.0, 1.0]])
    centred = [[[-w / 2, -h / 2, w / 2, h / 2] for w, h in each] for each in (shapes, others)]

    expected = [[plain_boxes.iou(one, other) for other in centred[1]] for one in centred[0]]

    np.testing.assert_allclose(shape_ious(shapes, others), expected)


def test_clusters_find_the_shapes_that_boxes_were_made_of() -> None:
    chance = np.random.default_rng(1)
    true = np.array([[8, 8], [10, 40], [60, 20], [100, 100]])
    shapes = np.repeat(true, 30, axis=0) * chance.uniform(0.95, 1.05, (120, 2))

    found = cluster_shapes(chance.permutation(shapes), count=4, seed=0)

    np.testing.assert_allclose(found.shapes_px, true, rtol=0.03)
    assert found.mean_iou > 0.93


def test_a_small_shape_counts_as_much_as_a_large_one() -> None:
    # By Euclidean distance 4 and 8 px would be one cluster, as 400 and 420 are two.
    shapes = np.array([[4, 4], [8, 8], [400, 400], [420, 420]] * 5)

    found = cluster_shapes(shapes, count=3, seed=0)

    np.testing.assert_allclose(found.shapes_px, [[4, 4], [8, 8], [410, 410]])


def test_clustering_is_the_same_for_a_seed_and_never_worse_with_more_shapes() -> None:
    shapes = np.random.default_rng(2).uniform(5, 200, (80, 2))

    found = [cluster_shapes(shapes, count=count, seed=3) for count in (1, 3, 9)]

    assert np.array_equal(found[1].shapes_px, cluster_shapes(shapes, count=3, seed=3).shapes_px)
    assert found[0].mean_iou < found[1].mean_iou < found[2].mean_iou
    np.testing.assert_allclose(found[0].shapes_px, [shapes.mean(axis=0)], rtol=1e-6)


def test_fewer_different_boxes_than_shapes_give_as_many_as_there_are() -> None:
    found = cluster_shapes([[5, 5], [5, 5], [9, 3]], count=9, seed=0)

    assert found.shapes_px.tolist() == [[5, 5], [9, 3]]
    assert found.nearest.tolist() == [0, 0, 1]
    assert found.mean_iou == 1.0


@pytest.mark.parametrize("shapes", [[], [[0, 5]]])
def test_boxes_without_area_have_no_shape(shapes: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        cluster_shapes(shapes, count=2, seed=0)
