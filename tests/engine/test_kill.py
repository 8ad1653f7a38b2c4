"""A training process that is killed with -9, again and again, also while it saves."""

import json
import os
import random
import subprocess
import sys
import time
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
CHILD = """
import sys
from pathlib import Path
from engine import train
from engine.contract.run_folder import RunFolder
from engine.training import epoch_end
from tests.engine.training.small_run import load_stripes
epoch_end.MIN_SECONDS_BETWEEN_SAVES, epoch_end.SAVING_SHARE = 0.0, 1e9  # saves after every epoch
train.load_pictures = load_stripes
folder = RunFolder(Path(sys.argv[1]))
train.resume(folder) if folder.events.exists() else train.train(folder)
"""


def epochs_done(folder: RunFolder) -> list[int]:
    lines = folder.events.read_text().splitlines()
    events = [json.loads(line) for line in lines if line.endswith("}")]
    return [event["epoch"] for event in events if event["type"] == "epoch_done"]


def wait_for_new_epoch(folder: RunFolder, process: subprocess.Popen[bytes]) -> None:
    """Return when the process has finished an epoch, counted from the event that says that it started."""
    started_at = time.time()
    while process.poll() is None and time.time() < started_at + 120:
        lines = folder.events.read_text().splitlines() if folder.events.exists() else []
        events = [json.loads(line) for line in lines if line.endswith("}")]
        if any(event["type"] == "epoch_done" and event["time"] > started_at for event in events):
            return
        time.sleep(0.01)
    pytest.fail("The training did not begin.")


@pytest.mark.slow
def test_no_kill_loses_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = train.create_run(small_config(epochs=100_000), tmp_path / "run")
    chance = random.Random(1)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {**os.environ, "TMPDIR": str(elsewhere)}
    for _ in range(KILLS):
        command = [sys.executable, "-c", CHILD, str(folder.path)]
        process = subprocess.Popen(command, cwd=REPOSITORY, env=environment)
        wait_for_new_epoch(folder, process)
        time.sleep(chance.uniform(0.0, 0.5))
        process.kill()
        process.wait()
        assert not is_alive(folder.read_state())
        assert observed_state(folder.read_state()).status is RunStatus.FAILED
        assert folder.read_config().network.name
        done = epochs_done(folder)
        assert done == list(range(1, len(done) + 1))
    monkeypatch.setattr(train, "load_pictures", load_stripes)

    state = train.resume(folder, epochs=epochs_done(folder)[-1] + 1)

    assert state.status is RunStatus.FINISHED
    assert list(elsewhere.iterdir()) == []
    assert list(folder.path.glob(".*")) == []
    assert epochs_done(folder) == list(range(1, state.epoch + 1))
    assert keras.models.load_model(folder.model, compile=False).output_shape == (None, 2)
