"""Tell whether the process behind a run still lives, from its state alone."""

import os
import time
from pathlib import Path

from engine.contract.run_events import RunState, RunStatus

OPEN_STATUSES = frozenset({RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.PAUSED})
SILENCE_SECONDS = 60.0
SILENCE_SECONDS_WITHOUT_PID = 10.0


def is_open(state: RunState) -> bool:
    """Whether the run says of itself that it is going on."""
    return state.status in OPEN_STATUSES


def is_alive(state: RunState, *, now: float | None = None) -> bool:
    """Whether a process is at work on the run.

    A process id alone is not enough, since ids are used again; a heartbeat alone is late, since it needs seconds of
    silence. So the process must exist and must have shown itself within the last minute.

    Args:
        state: what ``state.json`` says.
        now: seconds since 1970; None for the present.
    """
    if not is_open(state) or state.pid is None:
        return False
    silence = (time.time() if now is None else now) - state.heartbeat
    if os.name == "nt":
        return silence < SILENCE_SECONDS_WITHOUT_PID
    return silence < SILENCE_SECONDS and is_process_there(state.pid)


def is_process_there(pid: int) -> bool:
    """Whether a process with this id runs; one that is dead but not yet collected by its parent does not count."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] == "Z"


def observed_state(state: RunState, *, now: float | None = None) -> RunState:
    """``state`` as it really is: a run whose process died has failed, whatever its file still says."""
    if not is_open(state) or state.pid is None or is_alive(state, now=now):
        return state
    return state.model_copy(
        update={
            "status": RunStatus.FAILED,
            "reason": "The training process ended unexpectedly: killed, or out of memory.",
            "hint": "Resume goes on from the last checkpoint.",
            "pid": None,
        }
    )
