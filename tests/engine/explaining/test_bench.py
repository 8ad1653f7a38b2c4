from pathlib import Path

import numpy as np
import pytest

from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.contract.trust import MethodTrust, TrustTable
from engine.explaining.bench import CENTRE, RANDOM, measure_trust
from engine.handlers.context import Cancelled
from engine.model_store import load_run


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
    assert (table.pictures, table.boxed) == (2, 0)
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
