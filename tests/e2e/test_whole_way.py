"""The way of a person who has never read a manual: drop a folder, train, ask why, close, come back."""

import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.contract.events import Explained
from engine.contract.run_events import BatchesDone, RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import is_process_there
from gui.app import App
from gui.pages.train.page import TrainPage
from gui.pages.train.run_view import RunView
from gui.settings import SettingsStore

TRAINING_MS = 120_000
ANSWER_MS = 60_000


def drop(app: App, path: Path) -> None:
    """Drop a file or folder on the window, as a file manager does."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    middle = QPointF(app.window.rect().center())
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(app.window, QDragEnterEvent(middle.toPoint(), action, mime, button, keys))
    QApplication.sendEvent(app.window, QDropEvent(middle, action, mime, button, keys))


def train_page(app: App) -> TrainPage:
    page = app.window.page("train")
    assert isinstance(page, TrainPage)
    return page


def is_over(app: App) -> bool:
    """Whether the watched run has finished and its process has left."""
    follower = app.session.follower
    if follower is None or follower.state is None or follower.state.status is not RunStatus.FINISHED:
        return False
    return follower.state.pid is None or not is_process_there(follower.state.pid)


def drop_and_train(qtbot: QtBot, app: App, dataset: Path, *, epochs: int) -> RunFolder:
    """Drop a dataset, take everything that is proposed except for the number of epochs, and press Start."""
    drop(app, dataset)
    qtbot.waitUntil(lambda: app.session.plan.config is not None, timeout=ANSWER_MS)
    app.session.plan.set_field("training.epochs", epochs)
    app.window.show_page("train")
    qtbot.mouseClick(train_page(app).buttons.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: app.session.follower is not None, timeout=ANSWER_MS)
    assert app.session.follower is not None
    return app.session.follower.folder


def drawn_losses(view: RunView) -> list[float]:
    """The raw loss curve as the plot holds it."""
    return [float(loss) for loss in view.plot.points("loss").y]


def told_losses(folder: RunFolder) -> list[float]:
    """The losses in the run's own log."""
    lines = folder.events.read_text().splitlines()
    batches = [BatchesDone.model_validate_json(line) for line in lines if '"type":"batches_done"' in line]
    return [math.nan if loss is None else loss for event in batches for loss in event.losses]


def wait_for_curve(qtbot: QtBot, app: App, folder: RunFolder) -> None:
    view = train_page(app).run
    qtbot.waitUntil(lambda: len(drawn_losses(view)) == len(told_losses(folder)), timeout=ANSWER_MS)


def test_from_a_dropped_folder_to_the_reason_of_a_prediction(qtbot: QtBot, app: App, shapes: Path) -> None:
    drop_and_train(qtbot, app, shapes, epochs=2)
    qtbot.waitUntil(lambda: is_over(app), timeout=TRAINING_MS)
    assert app.session.follower is not None
    run = app.session.follower.folder
    picture = next((shapes / "validation" / "star").glob("*.png"))

    with qtbot.waitSignal(app.session.inspection.explained, timeout=ANSWER_MS) as explained:
        app.session.inspect(run.path)
        app.session.inspection.change(image=picture)

    explanation, (heat,) = explained.args
    assert isinstance(explanation, Explained)
    assert (explanation.method, heat.ndim) == ("cam", 2)
    assert np.ptp(heat) > 0
    assert float(heat.mean()) + (explanation.bias or 0) == pytest.approx(explanation.logit, abs=1e-3)
    assert run.model.is_file()
    assert app.window.page_name == "inspect"


def test_a_run_goes_on_without_the_window_and_its_curve_has_no_hole(
    qtbot: QtBot, app: App, home: Path, shapes: Path
) -> None:
    epochs = 24  # Enough that the run still goes on when a window is open again on a busy machine.
    folder = drop_and_train(qtbot, app, shapes, epochs=epochs)
    qtbot.waitUntil(lambda: train_page(app).run.record.epoch >= 2, timeout=TRAINING_MS)
    app.window.close()
    epochs_at_close = folder.read_state().epoch

    again = App(settings=SettingsStore(home / "settings.json"))
    qtbot.addWidget(again.window)
    again.open()
    qtbot.waitUntil(lambda: again.session.follower is not None, timeout=ANSWER_MS)
    qtbot.waitUntil(lambda: is_over(again), timeout=TRAINING_MS)
    wait_for_curve(qtbot, again, folder)
    again.window.close()

    losses = drawn_losses(train_page(again).run)
    assert folder.read_state().epoch == epochs > epochs_at_close
    assert len(losses) == epochs * train_page(again).run.record.steps_per_epoch
    assert np.isfinite(losses).all()
