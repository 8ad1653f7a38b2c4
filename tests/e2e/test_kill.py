"""A training killed at any moment, again and again, loses nothing."""

import os
import random
import signal
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer
from pytestqt.qtbot import QtBot

from engine.contract.history import read_history
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import is_alive
from gui.app import App
from gui.notice import Notice
from tests.e2e.test_whole_way import (
    ANSWER_MS,
    TRAINING_MS,
    drawn_losses,
    drop_and_train,
    is_over,
    train_page,
    wait_for_curve,
)

KILLS = 20
MORE_EPOCHS_THAN_TIME = 5000
LONGEST_WAIT_MS = 4000


def kill_after(qtbot: QtBot, app: App, folder: RunFolder, *, wait_ms: int) -> int:
    """Kill the training some time after it came to life; the milliseconds until the window says so."""
    follower = app.session.follower
    assert follower is not None
    qtbot.waitUntil(lambda: is_alive(folder.read_state()), timeout=ANSWER_MS)
    qtbot.wait(wait_ms)
    pid = folder.read_state().pid
    assert pid is not None
    timer = QElapsedTimer()
    timer.start()
    os.kill(pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: follower.state is not None and follower.state.status is RunStatus.FAILED, timeout=ANSWER_MS)
    return int(timer.elapsed())


@pytest.mark.slow
def test_a_run_killed_twenty_times_is_resumed_each_time_and_ends_whole(qtbot: QtBot, app: App, shapes: Path) -> None:
    moments = random.Random(5)
    notices: list[Notice] = []
    app.session.noticed.connect(notices.append)
    folder = drop_and_train(qtbot, app, shapes, epochs=MORE_EPOCHS_THAN_TIME)
    delays = []
    for _ in range(KILLS):
        delays.append(kill_after(qtbot, app, folder, wait_ms=moments.randrange(LONGEST_WAIT_MS)))
        with qtbot.waitSignal(app.session.run_followed, timeout=ANSWER_MS):
            app.session.resume(folder.path)
    delays.append(kill_after(qtbot, app, folder, wait_ms=LONGEST_WAIT_MS))
    last = len(read_history(folder.history)) + 2
    with qtbot.waitSignal(app.session.run_followed, timeout=ANSWER_MS):
        app.session.resume(folder.path, epochs=last)
    qtbot.waitUntil(lambda: is_over(app), timeout=TRAINING_MS)
    wait_for_curve(qtbot, app, folder)

    record = train_page(app).run.record
    epochs = [int(row["epoch"]) for row in read_history(folder.history)]
    assert max(delays) < 2000
    strange = [f"{notice.text}\n{notice.details}" for notice in notices if "killed" not in notice.text]
    assert "\n".join(strange) == ""
    assert len(notices) == KILLS + 1
    assert epochs == list(range(1, last + 1))
    assert len(drawn_losses(train_page(app).run)) == last * record.steps_per_epoch
    assert np.isfinite(drawn_losses(train_page(app).run)).all()
