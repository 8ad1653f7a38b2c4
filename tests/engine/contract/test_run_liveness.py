"""Telling a living run from a dead one."""

import os
import subprocess
import sys
import time

import pytest

from engine.contract.run_events import RunState, RunStatus
from engine.contract.run_liveness import is_alive, is_process_there

NOW = 1_000_000.0


def state(status: RunStatus = RunStatus.RUNNING, *, pid: int | None = None, silence: float = 0.5) -> RunState:
    return RunState(status=status, pid=os.getpid() if pid is None else pid, heartbeat=NOW - silence)


def test_a_process_that_shows_itself_is_alive() -> None:
    assert is_alive(state(), now=NOW)


@pytest.mark.parametrize("status", [RunStatus.FINISHED, RunStatus.STOPPED, RunStatus.FAILED])
def test_a_run_that_ended_is_not_alive(status: RunStatus) -> None:
    assert not is_alive(state(status), now=NOW)


def test_a_process_id_that_was_used_again_does_not_count() -> None:
    assert not is_alive(state(silence=3600.0), now=NOW)


def test_a_killed_process_is_noticed_at_once() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert is_process_there(process.pid)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and not yet collected
    is_there_before_collecting = is_process_there(process.pid)
    process.communicate()
    assert not is_there_before_collecting
    assert not is_alive(RunState(status=RunStatus.RUNNING, pid=process.pid, heartbeat=time.time()))
