"""The window asks a detector to look at a picture in another way."""

import numpy as np
import pytest

from engine.answers.networks import describe_model, predict
from engine.contract.commands import DescribeModel, Predict
from engine.contract.events import ModelDescribed, Predicted
from engine.handlers.context import Cancelled
from tests.engine.answers.test_box_stages import PICTURE, SIDE, write_run
from tests.engine.dataset.small_datasets import ignore_progress
from tests.engine.tasks.boxed_dataset import write_boxes


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A run with random weights, and a picture that is wider than its input."""
    dataset = tmp_path_factory.mktemp("pictures") / "boxes"
    write_boxes(dataset, pictures=4, side=SIDE)
    return write_run(dataset, "dense-detector"), str(dataset / PICTURE)


def candidates(run: tuple[str, str], *, in_tiles: bool = False, is_soft: bool = False) -> np.ndarray:
    command = Predict(run=run[0], images=(run[1],), in_tiles=in_tiles, is_soft=is_soft)
    event, (rows,) = predict(command, ignore_progress)
    assert isinstance(event, Predicted)
    assert event.is_soft == is_soft
    return np.asarray(rows)


def test_a_detector_says_that_it_can_look_in_other_ways(run: tuple[str, str]) -> None:
    described, _ = describe_model(DescribeModel(run=run[0]))

    assert isinstance(described, ModelDescribed)
    assert described.looks_by_choice


def test_soft_suppression_lowers_scores_under_better_boxes_and_raises_none(run: tuple[str, str]) -> None:
    usual, soft = candidates(run), candidates(run, is_soft=True)

    assert soft[0, 5] == pytest.approx(usual[0, 5], abs=1e-5)
    assert soft[:, 5].sum() < usual[: len(soft), 5].sum() - 1e-3


def test_tiles_of_a_large_picture_bring_boxes_of_their_own(run: tuple[str, str]) -> None:
    usual, tiled = candidates(run), candidates(run, in_tiles=True)

    assert {tuple(row) for row in tiled[:, :4].round(2)} - {tuple(row) for row in usual[:, :4].round(2)}


def test_a_look_in_tiles_can_be_cancelled(run: tuple[str, str]) -> None:
    def cancel(what: str, _done: int, _total: int) -> None:
        if what.startswith("Looking at tiles"):
            raise Cancelled

    with pytest.raises(Cancelled):
        predict(Predict(run=run[0], images=(run[1],), in_tiles=True), cancel)
