"""The way of a person with masks: open them, train, watch masks of pinned pictures, see in Inspect what is wrong."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.config import TaskName
from engine.data.synthetic.writing import write_sample
from engine.ops.mask_difference import Difference
from gui.app import App
from gui.pages.inspect.page import InspectPage
from gui.pages.train.page import TrainPage
from tests.e2e.test_whole_way import ANSWER_MS, TRAINING_MS, drop, is_over

WRONG = (Difference.MISS, Difference.FALSE, Difference.WRONG_CLASS)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty scenes with two kinds of objects."""
    folder = tmp_path_factory.mktemp("e2e") / "table"
    write_sample("semantic", folder, count=20, seed=3, size_px=32, objects=("button", "leaf"))
    return folder


def test_from_masks_on_disk_to_what_is_wrong_with_a_predicted_one(qtbot: QtBot, app: App, table: Path) -> None:
    drop(app, table)
    qtbot.waitUntil(lambda: app.session.plan.config is not None, timeout=ANSWER_MS)
    app.session.plan.set_field("training.epochs", 2)
    app.window.show_page("train")
    train = app.window.page("train")
    assert isinstance(train, TrainPage)

    qtbot.mouseClick(train.buttons.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_over(app), timeout=TRAINING_MS)
    qtbot.waitUntil(lambda: train.run.epoch == 2, timeout=ANSWER_MS)
    follower = app.session.follower
    assert follower is not None
    config = follower.folder.read_config()
    masks = [tile.mask for tile in train.run.pinned.tiles]

    assert (config.task, config.classes) == (TaskName.SEMANTIC, ("background", "button", "leaf"))
    assert len(masks) == 4
    assert all(mask is not None and mask.shape == (32, 32) and mask.max() < 3 for mask in masks)

    app.session.inspect(follower.folder.path)
    inspect = app.window.page("inspect")
    assert isinstance(inspect, InspectPage)
    viewer = inspect.picture.viewer
    qtbot.waitUntil(lambda: viewer.masks is not None and viewer.masks.truth is not None, timeout=TRAINING_MS)
    seen = viewer.masks
    assert seen is not None
    assert seen.difference is not None
    assert seen.truth is not None

    assert seen.classes == config.classes
    assert seen.predicted.shape == seen.truth.shape == seen.difference.shape
    wrong = seen.predicted != seen.truth
    told = sum(seen.areas_of(code)[0] for code in WRONG)
    assert told == np.count_nonzero(wrong)
