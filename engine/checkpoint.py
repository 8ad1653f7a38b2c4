"""Checkpoints that survive a kill at any moment, a full disk and a damaged file.

Keras' own BackupAndRestore loses a run when it is killed while it saves and forgets the seeds of random layers, so
that a resumed run differs. Here a checkpoint is a folder that appears under its name only when it is complete.
"""

import hashlib
import io
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from pydantic import ValidationError

from engine.contract.base import Value

WEIGHTS_NAME = "weights.h5"
STATE_NAME = "state.json"
KEPT = 2
logger = logging.getLogger(__name__)


class CheckpointState(Value):
    """Everything beside the arrays that a run needs to go on exactly.

    ``arrays_sha256`` is that of the file with the arrays; ``plan`` holds the changes a person made to the schedule;
    ``positions`` are the sizes of the run's growing files; ``rate`` is only for people who read the file.
    """

    epoch: int
    step: int
    rate: float
    best_epoch: int | None = None
    best_value: float | None = None
    best_loss: float | None = None
    plan: dict[str, float]
    positions: dict[str, int]
    arrays_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A validated checkpoint: every variable by its number and path, and the state beside it."""

    arrays: dict[str, np.ndarray]
    state: CheckpointState


def save_checkpoint(folder: Path, arrays: Mapping[str, np.ndarray], state: CheckpointState) -> Path:
    """Write ``folder/<step>/`` so that it is there completely or not at all, then drop the oldest ones.

    The last two and the one of the best epoch stay.

    Raises:
        OSError: the disk is full; the checkpoints before are untouched.
    """
    folder.mkdir(exist_ok=True)
    binary = _pack(arrays)
    state = state.model_copy(update={"arrays_sha256": hashlib.sha256(binary).hexdigest()})
    target = folder / f"{state.step:09d}"
    temporary = Path(tempfile.mkdtemp(dir=folder, prefix=".saving-"))
    try:
        _write_synced(temporary / WEIGHTS_NAME, binary)
        _write_synced(temporary / STATE_NAME, state.model_dump_json(indent=1).encode())
        shutil.rmtree(target, ignore_errors=True)
        temporary.rename(target)
        _sync_folder(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    _drop_old(folder, state)
    return target


def load_latest(folder: Path) -> Checkpoint | None:
    """The newest sound checkpoint; damaged ones are passed over, None when there is none."""
    for candidate in reversed(_complete(folder)):
        try:
            return _load(candidate)
        except (OSError, ValueError, KeyError) as error:
            logger.warning("Checkpoint %s is damaged (%s); trying the one before", candidate, error)
    return None


def drop_after(folder: Path, step: int) -> None:
    """Remove checkpoints beyond a step and what a kill left unfinished."""
    for leftover in folder.glob(".saving-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for candidate in _complete(folder):
        if int(candidate.name) > step:
            shutil.rmtree(candidate, ignore_errors=True)


def _load(candidate: Path) -> Checkpoint:
    binary = (candidate / WEIGHTS_NAME).read_bytes()
    try:
        state = CheckpointState.model_validate_json((candidate / STATE_NAME).read_bytes())
    except ValidationError as error:
        raise ValueError(f"state.json: {error}") from error
    if hashlib.sha256(binary).hexdigest() != state.arrays_sha256:
        raise ValueError("the sum of weights.h5 is wrong")
    with h5py.File(io.BytesIO(binary), "r") as stream:
        return Checkpoint({name: np.asarray(stream[name]) for name in stream}, state)


def _pack(arrays: Mapping[str, np.ndarray]) -> bytes:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as stream:
        for name, array in arrays.items():
            stream.create_dataset(name, data=array)
    return buffer.getvalue()


def _complete(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name.isdigit())


def _drop_old(folder: Path, newest: CheckpointState) -> None:
    for candidate in _complete(folder)[:-KEPT]:
        if _epoch_of(candidate) != newest.best_epoch:
            shutil.rmtree(candidate, ignore_errors=True)


def _epoch_of(candidate: Path) -> int | None:
    try:
        epoch: int = json.loads((candidate / STATE_NAME).read_bytes())["epoch"]
    except (OSError, ValueError, KeyError):
        return None
    return epoch


def _write_synced(path: Path, binary: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(binary)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
