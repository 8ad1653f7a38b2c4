"""Outlines that a run suggests are accepted in the real window, saved, and read again in a later session."""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.annotations import Polygon
from engine.contract.boxes import PictureBoxes
from engine.contract.config import TaskName
from engine.contract.events import Predicted
from engine.dataset.masks.found_masks import mask_counts_of
from engine.ops.detections.mask_parts import MaskPart
from gui.app import App
from gui.drawing.viewer import DrawingViewer
from gui.pages.data.page import DataPage
from tests.e2e.drawing_window import show_first_picture
from tests.engine.dataset.labels.drawn_dataset import SIZE, annotations_of, save_coco
from tests.engine.dataset.small_datasets import opened
from tests.gui.sample_runs import sample_config, write_run

LONGEST_MS = 60_000
PICTURE = "images/a.png"
ROWS = np.array([[30, 15, 38, 28, 0, 0.9, 2], [14, 18, 24, 28, 1, 0.7, 9]], np.float32)
CAT, DOG = ((30, 15), (38, 15), (38, 28), (30, 28)), ((14, 18), (24, 18), (24, 28), (14, 28))


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return save_coco(tmp_path / "data")


def outlines_on(dataset: Path) -> dict[str | None, tuple[tuple[float, float], ...]]:
    """The outlines of the picture by their classes, as they are read."""
    with opened(dataset) as index:
        found = annotations_of(index, PICTURE)
    return {item.label: item.geometry.rings[0] for item in found if isinstance(item.geometry, Polygon)}


def _shows(viewer: DrawingViewer, count: int) -> bool:
    return len(viewer._hand.shapes) == count


def suggest(qtbot: QtBot, app: App, page: DataPage) -> None:
    """Switch suggestions on, and say what a network would say: the run has none, and the engine says so first."""
    app.session.library.refresh()
    page.pictures.preview.bar.suggest.click()
    suggesting = page._suggesting
    qtbot.waitUntil(lambda: "network" in suggesting.bar.words, timeout=LONGEST_MS)
    parts = [MaskPart(30, 15, np.ones((13, 8), np.bool_)), MaskPart(14, 18, np.ones((10, 10), np.bool_))]
    masks = tuple(mask_counts_of(part, height=SIZE[1], width=SIZE[0]) for part in parts)
    said = PictureBoxes(image=PICTURE, width=SIZE[0], height=SIZE[1], boxes=(), candidate_masks=masks)
    suggesting._on_predicted(Predicted(run="finder", predictions=(said,)), [ROWS])
    qtbot.waitUntil(lambda: len(suggesting.suggestions) == 2)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_accepted_outlines_are_polygons_of_the_file_and_are_read_again(qtbot: QtBot, app: App, dataset: Path) -> None:
    write_run("finder", sample_config().model_copy(update={"classes": ("cat", "dog"), "task": TaskName.INSTANCE}))
    wait = partial(qtbot.waitUntil, timeout=LONGEST_MS)
    viewer = show_first_picture(app, dataset, wait)
    page = app.window.page("data")
    assert isinstance(page, DataPage)
    suggest(qtbot, app, page)

    qtbot.keyClick(viewer, Qt.Key.Key_A)
    qtbot.keyClick(viewer, Qt.Key.Key_A)
    wait(lambda: app.session.undo_stack.count() == 2)
    wait(page.column.corrections.save.isEnabled)
    labelled = app.session.labels.open_dataset
    assert labelled is not None
    with qtbot.waitSignal(app.session.labels.corrected, timeout=LONGEST_MS):
        app.session.labels.save(labelled)
    app.window.close()

    again = App()
    qtbot.addWidget(again.window)
    again.open()
    viewer = show_first_picture(again, dataset, wait)
    wait(partial(_shows, viewer, 4))
    rings = [item.shape.rings for item in viewer._hand.shapes]
    again.window.close()

    written = json.loads((dataset / "labels.json").read_text())["annotations"][-2:]
    assert [one["segmentation"] for one in written] == [[[v for p in ring for v in p]] for ring in (CAT, DOG)]
    assert rings == [(), (), (CAT,), (DOG,)]
    assert outlines_on(dataset) == {"cat": CAT, "dog": DOG}
