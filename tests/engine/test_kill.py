"""A training process that is killed with -9, again and again, also while it saves."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import keras
import pytest

from engine import train
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import is_alive, observed_state
from tests.engine.training.small_run import load_stripes, small_config
from tests.shared_data import REPOSITORY

KILLS = 20
# Imports what takes seconds once, and makes a process for every run folder that it reads.
NURSERY = """
import os, sys
from pathlib import Path
from engine import train
from engine.contract.run_folder import RunFolder
from engine.training import epoch_end
from tests.engine.training.small_run import load_stripes
epoch_end.MIN_SECONDS_BETWEEN_SAVES, epoch_end.SAVING_SHARE = 0.0, 1e9  # saves after every epoch
train.load_pictures = load_stripes
for line in sys.stdin:
    if (pid := os.fork()) == 0:
        folder = RunFolder(Path(line.strip()))
        train.resume(folder) if folder.events.exists() else train.train(folder)
        os._exit(0)
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Nursery:
    """Starts trainings in processes of their own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._commands, self._answers = process.stdin, process.stdout

    def start(self, folder: RunFolder) -> int:
        """The number of a new process that trains into the folder."""
        self._commands.write(f"{folder.path}\n")
        self._commands.flush()
        return int(self._answers.readline())

    def exit_code(self) -> int:
        """How the process ended, once it has."""
        return int(self._answers.readline())


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    """Its processes keep their temporary files in a folder ``elsewhere``."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {**os.environ, "TMPDIR": str(elsewhere)}
    command = [sys.executable, "-c", NURSERY]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdin=pipe, stdout=pipe, text=True, start_new_session=True
    ) as process:
        yield Nursery(process)
        os.killpg(process.pid, signal.SIGKILL)  # also a training that goes on because the test has failed


def epochs_done(folder: RunFolder) -> list[int]:
    lines = folder.events.read_text().splitlines()
    events = [json.loads(line) for line in lines if line.endswith("}")]
    return [event["epoch"] for event in events if event["type"] == "epoch_done"]


def wait_for_new_epoch(folder: RunFolder, *, since: float) -> None:
    """Return when an epoch has been finished after a moment."""
    while time.time() < since + 120:
        lines = folder.events.read_text().splitlines() if folder.events.exists() else []
        events = [json.loads(line) for line in lines if line.endswith("}")]
        if any(event["type"] == "epoch_done" and event["time"] > since for event in events):
            return
        time.sleep(0.01)
    pytest.fail("The training did not begin.")


@pytest.mark.slow
def test_no_kill_loses_a_run(tmp_path: Path, nursery: Nursery, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = train.create_run(small_config(epochs=100_000), tmp_path / "run")
    chance = random.Random(1)
    for _ in range(KILLS):
        started_at = time.time()
        pid = nursery.start(folder)
        wait_for_new_epoch(folder, since=started_at)
        time.sleep(chance.uniform(0.0, 0.5))
        os.kill(pid, signal.SIGKILL)
        assert nursery.exit_code() == -signal.SIGKILL
        assert not is_alive(folder.read_state())
        assert observed_state(folder.read_state()).status is RunStatus.FAILED
        assert folder.read_config().network.name
        done = epochs_done(folder)
        assert done == list(range(1, len(done) + 1))
    monkeypatch.setattr(train, "load_pictures", load_stripes)

    state = train.resume(folder, epochs=epochs_done(folder)[-1] + 1)

    assert state.status is RunStatus.FINISHED
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert list(folder.path.glob(".*")) == []
    assert epochs_done(folder) == list(range(1, state.epoch + 1))
    assert keras.models.load_model(folder.model, compile=False).output_shape == (None, 2)
