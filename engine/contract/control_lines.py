"""Writing to a run's ``control.jsonl``, by whoever steers the training."""

import uuid
from pathlib import Path

from engine.contract.run_events import Control


def write_control(path: Path, control: Control) -> None:
    """Append a line for the process that trains.

    Raises:
        OSError: the run folder cannot be written.
    """
    with path.open("ab") as stream:
        stream.write(control.model_dump_json().encode() + b"\n")


def new_control_id() -> str:
    """An id that no other line has."""
    return uuid.uuid4().hex
