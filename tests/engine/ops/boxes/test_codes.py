"""Codes of boxes against examples worked by hand, and there and back again, compiled."""

import math
from typing import Any

import numpy as np
import pytest
from keras import ops

from engine.ops.boxes.distances import decode_distances, encode_distances
from engine.ops.boxes.grid_cells import decode_anchored, decode_cells, encode_anchored, encode_cells
from models.boxes.deltas import SSD_VARIANCES, UNIT_VARIANCES, decode_deltas, encode_deltas
from tests.engine.ops.boxes.compiling import compiled

PICTURE = (60.0, 80.0)


def values(tensor: Any) -> np.ndarray:
    return ops.convert_to_numpy(tensor)


def drawn(seed: int, *shape: int) -> np.ndarray:
    """Boxes with sides from 1 px on within the picture, some on its border."""
    chance = np.random.default_rng(seed)
    first = chance.uniform(0, 40, (*shape, 2))
    boxes = np.concatenate([first, first + chance.uniform(1, 20, (*shape, 2))], axis=-1).astype(np.float32)
    boxes.reshape(-1, 4)[0] = [0, 0, PICTURE[1], PICTURE[0]]
    boxes.reshape(-1, 4)[1] = [PICTURE[1] - 1, PICTURE[0] - 1, PICTURE[1], PICTURE[0]]
    return boxes


def test_deltas_of_a_worked_example() -> None:
    anchor, box = [0, 0, 10, 20], [5, 5, 25, 15]

    found = values(encode_deltas(box, anchor, variances=SSD_VARIANCES))

    np.testing.assert_allclose(found, [10 / 10 / 0.1, 0, math.log(2) / 0.2, math.log(0.5) / 0.2], rtol=1e-6)


@pytest.mark.parametrize("variances", [UNIT_VARIANCES, SSD_VARIANCES])
def test_deltas_lead_back_to_the_boxes(variances: tuple[float, float, float, float]) -> None:
    boxes, anchors = drawn(1, 3, 50), drawn(2, 50)
    again = compiled(
        lambda one, other: decode_deltas(encode_deltas(one, other, variances=variances), other, variances=variances)
    )

    np.testing.assert_allclose(again(boxes, anchors), boxes, atol=2e-4)


def test_boxes_without_area_and_wild_outputs_stay_finite() -> None:
    anchor = np.array([[0, 0, 10, 10]], np.float32)

    code = values(encode_deltas([[5, 5, 5, 5]], anchor, variances=UNIT_VARIANCES))
    box = values(decode_deltas([[0, 0, 1e9, 1e9]], anchor, variances=UNIT_VARIANCES))

    assert np.isfinite(code).all()
    np.testing.assert_allclose(box[0, 2:] - box[0, :2], 625, rtol=1e-5)


def test_distances_of_a_worked_example_lead_back() -> None:
    box, point = [10, 20, 40, 60], [15, 50]

    found = encode_distances(box, point)

    assert values(found).tolist() == [5, 30, 25, 10]
    assert values(decode_distances(found, point)).tolist() == box


def test_a_point_outside_has_a_distance_below_zero() -> None:
    assert values(encode_distances([10, 20, 40, 60], [5, 50])).tolist() == [-5, 30, 35, 10]


def test_the_cell_of_a_box_is_that_of_its_centre() -> None:
    found = encode_cells([[20, 10, 40, 30]], rows=6, columns=4, picture_px=PICTURE)

    # The centre (30, 20) lies at column 30 / 20 = 1.5 and row 20 / 10 = 2.
    assert values(found.cells).tolist() == [[2, 1]]
    np.testing.assert_allclose(values(found.values), [[0.5, 0.0, 20 / 80, 20 / 60]], rtol=1e-6)


def test_a_centre_on_the_last_border_belongs_to_the_last_cell() -> None:
    found = encode_cells([[80, 60, 80, 60]], rows=6, columns=4, picture_px=PICTURE)

    assert values(found.cells).tolist() == [[5, 3]]
    assert values(found.values).tolist() == [[1.0, 1.0, 0.0, 0.0]]


def in_their_cells(boxes: np.ndarray, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A grid in which each box stands in its cell, where the boxes are, and their values."""
    code = encode_cells(boxes, rows=rows, columns=columns, picture_px=PICTURE)
    cells = values(code.cells)
    grid = np.zeros((rows, columns, len(boxes), 4), np.float32)
    places = (*cells.T, np.arange(len(boxes)))
    grid[places] = values(code.values)
    return grid, np.stack(places), values(code.values)


def test_cells_lead_back_to_the_boxes() -> None:
    boxes = drawn(4, 40)
    grid, places, _ = in_their_cells(boxes, 7, 5)

    found = compiled(lambda each: decode_cells(each, picture_px=PICTURE))(grid)

    np.testing.assert_allclose(found[tuple(places)], boxes, atol=1e-4)


def test_what_a_network_of_yolo_v2_says_leads_back_to_the_values() -> None:
    _, _, code = in_their_cells(drawn(5, 40), 7, 5)
    shapes = np.random.default_rng(6).uniform(0.05, 0.9, (40, 2)).astype(np.float32)
    again = compiled(lambda one, other: decode_anchored(encode_anchored(one, other), other))

    np.testing.assert_allclose(again(code, shapes), code, atol=2e-4)


def test_an_output_of_zero_is_the_anchor_in_the_middle_of_its_cell() -> None:
    assert values(decode_anchored(np.zeros(4), [0.25, 0.75])).tolist() == [0.5, 0.5, 0.25, 0.75]
