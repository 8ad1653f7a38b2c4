"""The program itself may end: its training does not."""

import os
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import is_process_there
from tests.e2e.test_whole_way import TRAINING_MS
from tests.shared_data import REPOSITORY

# The real program, whose user presses "Try it" and closes the window at the first sign of training.
PROGRAM = """
import gui.app
from engine.contract.trials import trial_of

class Impatient(gui.app.App):
    def open(self, paths=()):
        super().open(paths)
        self.session.run_followed.connect(self.follow)
        self.client.warmed_up.connect(self.start)
    def start(self, _event):
        self.session.try_it(trial_of("templates"))
    def follow(self, follower):
        follower.events_arrived.connect(self.leave)
    def leave(self, events):
        if any(event.type == "batches_done" for event in events):
            self.window.close()

gui.app.App = Impatient
gui.app.main()
"""


def test_a_training_outlives_the_program(qtbot: QtBot, home: Path) -> None:
    environment = {**os.environ, "FOVEA_HOME": str(home)}

    code = subprocess.run([sys.executable, "-c", PROGRAM], cwd=REPOSITORY, env=environment, timeout=120).returncode

    (run,) = (home / "runs").iterdir()
    folder = RunFolder(run)
    pid = folder.read_state().pid
    assert code == 0
    assert pid is not None
    qtbot.waitUntil(lambda: not is_process_there(pid), timeout=TRAINING_MS)
    assert folder.read_state().status is RunStatus.FINISHED
