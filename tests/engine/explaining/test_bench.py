from pathlib import Path

import numpy as np
import pytest

from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.contract.trust import MethodTrust, TrustTable
from engine.explaining.bench import CENTRE, RANDOM, measure_trust
from engine.explaining.known_masks import find_known_masks
from engine.handlers.context import Cancelled
from engine.model_store import load_run
from tests.engine.masked_run import BLUE, write_masked_run, write_squares


def ignore_progress(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def cancel_late(_what: str, done: int, _total: int) -> None:
    """Nobody wants it any more, after the weights were randomised."""
    if done > 3:
        raise Cancelled


def row_of(table: TrustTable, method: str) -> MethodTrust:
    return next(row for row in table.methods if row.method == method)


def test_methods_stand_beside_maps_that_know_nothing(residual_run: RunFolder) -> None:
    table = measure_trust(
        load_run(residual_run.path), "validation", methods=("gradcam",), pictures=2, on_progress=ignore_progress
    )

    assert [row.method for row in table.methods] == ["gradcam", RANDOM, CENTRE]
    assert (table.pictures, table.placed) == (2, 0)
    assert 0 <= row_of(table, "gradcam").deletion <= 1
    assert row_of(table, "gradcam").pointing is None
    assert 0 <= row_of(table, "gradcam").chance <= 1
    assert (row_of(table, RANDOM).likeness, row_of(table, RANDOM).chance) == (None, None)


def test_a_method_that_the_network_does_not_allow_says_why(linear_run: RunFolder) -> None:
    table = measure_trust(
        load_run(linear_run.path), "validation", methods=("cam", "saliency"), pictures=1, on_progress=ignore_progress
    )

    assert row_of(table, "cam").note
    assert row_of(table, "cam").deletion is None
    assert row_of(table, "saliency").note == ""
    assert row_of(table, "saliency").likeness < 1


def test_a_cancelled_bench_leaves_the_network_as_it_was(linear_run: RunFolder) -> None:
    run = load_run(linear_run.path)
    before = [weight.copy() for weight in run.model.get_weights()]

    with pytest.raises(Cancelled):
        measure_trust(run, "validation", methods=("saliency",), pictures=3, on_progress=cancel_late)

    for weight, expected in zip(run.model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(weight, expected)


def test_an_unknown_method_is_refused_by_the_bench(linear_run: RunFolder) -> None:
    with pytest.raises(UserError, match="no such method"):
        measure_trust(load_run(linear_run.path), "validation", methods=("tea leaves",), on_progress=ignore_progress)


def test_pictures_that_went_away_are_said_to_be_missing(linear_run: RunFolder, colours: Path) -> None:
    for path in colours.rglob("*.png"):
        path.unlink()

    with pytest.raises(UserError, match="Cannot find pictures"):
        measure_trust(load_run(linear_run.path), "validation", methods=("saliency",), on_progress=ignore_progress)


def test_maps_of_masks_are_measured_where_the_class_really_is(tmp_path: Path) -> None:
    run = load_run(write_masked_run(tmp_path / "run", write_squares(tmp_path / "squares")).path)

    table = measure_trust(
        run, "validation", methods=("hirescam", "saliency", "cam"), pictures=2, on_progress=ignore_progress
    )

    assert (table.pictures, table.placed) == (2, 2)
    assert row_of(table, "hirescam").pointing == 1.0
    assert row_of(table, "cam").note
    assert row_of(table, "hirescam").deletion < row_of(table, RANDOM).deletion
    assert abs(row_of(table, "saliency").likeness) <= 1


def test_a_class_that_is_not_there_has_no_place(tmp_path: Path) -> None:
    dataset = write_squares(tmp_path / "squares")
    run = load_run(write_masked_run(tmp_path / "run", dataset).path)
    known = find_known_masks(run, ["images/1.png", "missing.png"], ignore_progress)
    assert known is not None
    placement = run.read(dataset / "images" / "1.png")[1]

    blue = known.where("images/1.png", 2, placement)

    assert blue is not None
    rows, columns = np.nonzero(blue)
    left, top, right, bottom = placement.boxes_to_input(np.array(BLUE, float))
    assert abs(columns.min() - left) <= 1
    assert abs(columns.max() + 1 - right) <= 1
    assert abs(rows.min() - top) <= 1
    assert abs(rows.max() + 1 - bottom) <= 1
    assert known.where("images/1.png", 3, placement) is None
    assert known.where("missing.png", 2, placement) is None
