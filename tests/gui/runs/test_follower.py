"""A run is followed through its folder, whoever writes it."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.run_events import Acknowledged, CheckpointSaved, Control, RunEvent, RunState, RunStatus
from engine.contract.run_folder import RunFolder, write_atomically
from gui.runs.follower import RunFollower


@pytest.fixture
def follower(qtbot: QtBot, tmp_path: Path) -> Iterator[RunFollower]:
    follower = RunFollower(tmp_path, patience_ms=100)
    follower.start()
    yield follower
    follower.stop()


def append(folder: RunFolder, event: RunEvent) -> None:
    with folder.events.open("a") as stream:
        stream.write(event.model_dump_json() + "\n")


def test_new_events_arrive(qtbot: QtBot, follower: RunFollower) -> None:
    with qtbot.waitSignal(follower.events_arrived, timeout=5000) as arrived:
        append(follower.folder, CheckpointSaved(time=1.0, epoch=2, step=8))

    assert [event.step for event in arrived.args[0]] == [8]


def test_a_control_line_is_written_and_its_acknowledgement_told(qtbot: QtBot, follower: RunFollower) -> None:
    control_id = follower.send("set_learning_rate", 0.01)

    written = Control.model_validate_json(follower.folder.control.read_text())
    with qtbot.waitSignal(follower.acknowledged, timeout=5000) as acknowledged:
        append(follower.folder, Acknowledged(time=1.0, control_id=control_id))

    assert (written.verb, written.value) == ("set_learning_rate", 0.01)
    assert acknowledged.args[0] == control_id


def test_a_run_whose_process_is_gone_has_failed(qtbot: QtBot, follower: RunFollower) -> None:
    beyond_any_pid = 2**22 + 1
    with qtbot.waitSignal(follower.state_changed, timeout=5000) as changed:
        follower.folder.write_state(
            RunState(status=RunStatus.RUNNING, pid=beyond_any_pid, heartbeat=time.time(), epoch=3)
        )

    assert changed.args[0].status == RunStatus.FAILED
    assert "Resume" in changed.args[0].hint
    assert not follower.is_active


def test_a_log_cut_back_by_a_resume_is_told_anew(qtbot: QtBot, follower: RunFollower) -> None:
    with qtbot.waitSignal(follower.events_arrived, timeout=5000):
        append(follower.folder, CheckpointSaved(time=1.0, epoch=1, step=8))

    cut = CheckpointSaved(time=1.0, epoch=1, step=4).model_dump_json() + "\n"
    with qtbot.waitSignals([follower.restarted, follower.events_arrived], timeout=5000, order="strict"):
        write_atomically(follower.folder.events, cut)


def test_a_run_that_does_not_end_when_asked_is_overdue(qtbot: QtBot, follower: RunFollower) -> None:
    follower.folder.write_state(RunState(status=RunStatus.RUNNING, pid=os.getpid(), heartbeat=time.time()))

    with qtbot.waitSignal(follower.overdue, timeout=5000):
        follower.send("finish")
