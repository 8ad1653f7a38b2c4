"""Losses of YOLO and SSD, compiled, against plain loops, and what must hold for any boxes and outputs."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from engine.inspect.gradients import value_and_gradients
from engine.losses.cell_boxes import CellBoxLoss
from engine.losses.default_boxes import DefaultBoxLoss
from engine.losses.grid_boxes import GridBoxLoss
from engine.ops.boxes.places import first_in_place
from engine.ops.boxes.truth_rows import pack_truth, unpack_truth
from models.layers.default_box_rows import DefaultBoxRows
from tests.engine.losses import plain_detectors
from tests.engine.ops.boxes.compiling import compiled

PICTURE = (32, 64)
CELLS, BOXES, CLASSES, ROWS = (2, 4), 2, 3, 6
SHAPES = np.array([[0.1, 0.1], [0.4, 0.3]], np.float32)
# Binary fractions, so that both sides find the same ties.
DEFAULTS = ((125, 125, 250, 125), (500, 500, 250, 750))
Drawn = list[tuple[list[float], int, bool]]


def cell_costs(rows: Any, outputs: Any) -> Any:
    return CellBoxLoss()(unpack_truth(rows), outputs, boxes=BOXES, picture_px=PICTURE)


def grid_costs(rows: Any, outputs: Any) -> Any:
    return GridBoxLoss()(unpack_truth(rows), outputs, ops.convert_to_tensor(SHAPES), picture_px=PICTURE)


def default_costs(rows: Any, outputs: Any) -> Any:
    return DefaultBoxLoss()(unpack_truth(rows), outputs, picture_px=PICTURE)


by_cells, by_grid, by_defaults = compiled(cell_costs), compiled(grid_costs), compiled(default_costs)
LOSSES = {"cells": (cell_costs, by_cells), "grid": (grid_costs, by_grid), "default boxes": (default_costs, by_defaults)}


def said(name: str, seed: int, *, size: float = 1.0) -> np.ndarray:
    """Random answers for two pictures."""
    chance = np.random.default_rng(seed)
    match name:
        case "cells":
            return size * chance.normal(0.2, 0.4, (2, *CELLS, 5 * BOXES + CLASSES)).astype(np.float32)
        case "grid":
            return size * chance.normal(0, 1, (2, *CELLS, BOXES, 5 + CLASSES)).astype(np.float32)
        case _:
            maps = [
                size * chance.normal(0, 1, (2, *side, 2 * each)).astype(np.float32)
                for side in ((4, 8), (2, 4))
                for each in (4, 1 + CLASSES)
            ]
            return ops.convert_to_numpy(DefaultBoxRows(DEFAULTS, dtype="float32")(maps))


def truth(*pictures: Drawn) -> np.ndarray:
    return np.stack(
        [
            pack_truth([one[0] for one in each], [one[1] for one in each], [one[2] for one in each], rows=ROWS)
            for each in pictures
        ]
    )


@st.composite
def drawn_pictures(draw: st.DrawFn) -> np.ndarray:
    """Two pictures with none to six boxes on whole pixels, so that ties, borders and 1 px occur; some are crowds."""
    pictures = []
    for _ in range(2):
        boxes: Drawn = []
        for _ in range(draw(st.integers(0, ROWS))):
            x, y = draw(st.integers(0, PICTURE[1] - 1)), draw(st.integers(0, PICTURE[0] - 1))
            right, bottom = draw(st.integers(x + 1, PICTURE[1])), draw(st.integers(y + 1, PICTURE[0]))
            corners = [float(x), float(y), float(right), float(bottom)]
            boxes.append((corners, draw(st.integers(0, CLASSES - 1)), draw(st.integers(0, 4)) == 0))
        pictures.append(boxes)
    return truth(*pictures)


FEW = settings(max_examples=25, deadline=None)


@FEW
@given(drawn_pictures(), st.integers(0, 99))
def test_the_loss_of_the_first_yolo_is_that_of_plain_loops(rows: np.ndarray, seed: int) -> None:
    outputs = said("cells", seed)

    expected = [plain_detectors.cell_loss(each, one, BOXES, PICTURE) for each, one in zip(rows, outputs, strict=True)]

    np.testing.assert_allclose(by_cells(rows, outputs), expected, rtol=1e-4)


@FEW
@given(drawn_pictures(), st.integers(0, 99))
def test_the_loss_of_a_grid_is_that_of_plain_loops(rows: np.ndarray, seed: int) -> None:
    outputs = said("grid", seed)

    expected = [plain_detectors.grid_loss(each, one, SHAPES, PICTURE) for each, one in zip(rows, outputs, strict=True)]

    np.testing.assert_allclose(by_grid(rows, outputs), expected, rtol=1e-4)


@FEW
@given(drawn_pictures(), st.integers(0, 99))
def test_the_loss_of_default_boxes_is_that_of_plain_loops(rows: np.ndarray, seed: int) -> None:
    outputs = said("default boxes", seed)

    costs, counts = zip(
        *(plain_detectors.default_box_loss(each, one, PICTURE) for each, one in zip(rows, outputs, strict=True)),
        strict=True,
    )

    np.testing.assert_allclose(by_defaults(rows, outputs), np.array(costs) / max(1, np.mean(counts)), rtol=1e-4)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize(
    "boxes",
    [
        [],
        [([0, 0, 64, 32], 0, False)],
        [([5, 5, 5, 5], 0, False), ([63, 31, 64, 32], 1, False), ([64, 32, 64, 32], 2, False)],
        [([7, 7, 8, 8], 0, False)] * ROWS,
        [([0, 0, 64, 32], 0, True)],
    ],
)
@pytest.mark.parametrize("size", [0.0, 1.0, 1e4])
def test_losses_and_gradients_are_finite_for_any_boxes_and_outputs(name: str, boxes: Drawn, size: float) -> None:
    costs: Callable[..., Any] = LOSSES[name][0]
    slopes = value_and_gradients(lambda points, inputs: (ops.sum(costs(inputs[0], points[0])), []), [])

    rows, outputs = truth(boxes, []), said(name, 4, size=size)

    assert np.isfinite(ops.convert_to_numpy(costs(rows, outputs))).all()
    assert np.isfinite(ops.convert_to_numpy(slopes([outputs], [rows])[1][0])).all()


def test_what_lies_in_a_crowd_may_be_said_without_cost() -> None:
    everywhere = truth([([0, 0, 64, 32], 0, True)], [])

    for name, (_, run) in LOSSES.items():
        found = run(everywhere, said(name, 5))
        assert found[0] == 0
        assert found[1] > 0


def test_a_perfect_answer_of_the_first_yolo_costs_nothing() -> None:
    box = [20.0, 10.0, 36.0, 30.0]  # centre (28, 20) in row 1, column 1, which begins at (16, 16)
    outputs = np.zeros((1, *CELLS, 5 * BOXES + CLASSES), np.float32)
    outputs[0, 1, 1, :5] = [12 / 16, 4 / 16, np.sqrt(16 / 64), np.sqrt(20 / 32), 1.0]
    outputs[0, 1, 1, 5 * BOXES + 2] = 1.0

    assert by_cells(truth([(box, 2, False)]), outputs) == pytest.approx(0, abs=1e-5)


def test_only_the_predictor_with_the_highest_iou_learns_a_place() -> None:
    outputs = np.zeros((1, *CELLS, 5 * BOXES + CLASSES), np.float32)
    outputs[0, 1, 1, :5] = [0.75, 0.25, 0.1, 0.1, 0.0]
    outputs[0, 1, 1, 5:10] = [0.75, 0.25, 0.5, 0.6, 0.0]
    slopes = value_and_gradients(lambda points, inputs: (ops.sum(cell_costs(inputs[0], points[0])), []), [])

    slope = ops.convert_to_numpy(slopes([outputs], [truth([([20, 10, 36, 30], 2, False)])])[1][0])[0, 1, 1]

    assert not slope[:5].any()
    assert slope[8] != 0
    assert slope[9] < 0


def test_the_first_of_several_objects_takes_a_place() -> None:
    places, is_object = np.array([[3, 1, 3, 1]]), np.array([[False, True, True, True]])

    found = ops.convert_to_numpy(first_in_place(ops.convert_to_tensor(places), is_object, count=5))

    assert found.tolist() == [[-1, 1, -1, 2, -1]]
