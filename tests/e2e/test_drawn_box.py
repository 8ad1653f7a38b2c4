"""A box is moved in the real window; window and engine are killed at once, and it lies there all the same."""

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.drawing.viewer import DrawingViewer
from tests.e2e.drawing_window import move_first_box, show_first_picture
from tests.engine.dataset.labels.drawn_dataset import drawn_on, save_coco
from tests.shared_data import REPOSITORY

LONGEST_MS = 60_000
PICTURE = "images/a.png"
GIVEN = [("cat", (2.0, 3.0, 12.0, 15.0)), ("dog", (20.0, 5.0, 28.0, 13.0))]
MOVED = [("cat", (3.0, 13.0, 13.0, 25.0)), GIVEN[1]]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return save_coco(tmp_path / "data")


def first_box(viewer: DrawingViewer) -> tuple[float, ...]:
    """The corners of the first box that the viewer shows."""
    box = viewer._hand.shapes[0].shape.box
    assert box is not None
    return box.x_min, box.y_min, box.x_max, box.y_max


def _lies_at(viewer: DrawingViewer, corners: tuple[float, ...]) -> bool:
    return first_box(viewer) == corners


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs a system that kills a window with its engines")
def test_a_box_lies_where_it_was_put_when_window_and_engine_were_killed_at_once(home: Path, dataset: Path) -> None:
    command = [sys.executable, "-m", "tests.e2e.drawing_window", str(dataset)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, start_new_session=True) as window:
        assert window.stdout is not None
        said = window.stdout.readline()
        os.killpg(window.pid, signal.SIGKILL)

    assert said == b"kept\n"
    assert drawn_on(dataset, PICTURE) == MOVED


def test_both_steps_are_taken_back_in_a_later_session(qtbot: QtBot, app: App, dataset: Path) -> None:
    wait = partial(qtbot.waitUntil, timeout=LONGEST_MS)
    viewer = show_first_picture(app, dataset, wait)
    move_first_box(app, viewer, wait)
    app.window.close()

    again = App()
    qtbot.addWidget(again.window)
    again.open()
    viewer = show_first_picture(again, dataset, wait)
    qtbot.waitUntil(again.session.undo_stack.canUndo, timeout=LONGEST_MS)
    found = first_box(viewer)
    again.session.undo_stack.undo()
    again.session.undo_stack.undo()
    qtbot.waitUntil(partial(_lies_at, viewer, GIVEN[0][1]), timeout=LONGEST_MS)
    again.window.close()

    assert found == MOVED[0][1]
