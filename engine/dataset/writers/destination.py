"""The new folder that a dataset is written into: all of it, or nothing."""

import errno
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.contract.errors import UserError

_FULL = frozenset((errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)))


@contextmanager
def new_folder(out: Path, *, source: Path, needed_bytes: int) -> Iterator[Path]:
    """A folder beside ``out`` to write into; it becomes ``out`` at the end, and goes away after an error.

    Args:
        out: not there yet, or empty.
        source: folder of the dataset that is read, resolved; nothing is ever written below it.
        needed_bytes: about how much will be written.

    Raises:
        UserError: ``out`` cannot be written, holds something, is within the dataset, or the disk is full.
    """
    target = _checked(out, source)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _check_space(target.parent, needed_bytes)
        unfinished = target.parent / f".{target.name[:40]}.{uuid.uuid4().hex[:8]}.part"
        unfinished.mkdir()
        try:
            yield unfinished
            _put_in_place(unfinished, target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise _cannot_write(target, error) from error


def _checked(out: Path, source: Path) -> Path:
    """Where ``out`` really is."""
    target = Path(os.path.realpath(out.expanduser()))
    if target.is_relative_to(source):
        raise UserError(
            f"Cannot write into the dataset that is read. Received: {out}, which lies in {source}.",
            "Choose a folder outside of it.",
        )
    if target.is_dir() and not any(target.iterdir()):
        return target
    if os.path.lexists(target):
        what = "which is not empty" if target.is_dir() else "which is a file"
        raise UserError(f"Cannot write the dataset. Received: {out}, {what}.", "Choose a new folder.")
    return target


def _check_space(parent: Path, needed_bytes: int) -> None:
    free = shutil.disk_usage(parent).free
    if needed_bytes > free:
        raise UserError(
            f"The disk is too full for the dataset. Received: {parent}, with {_megabytes(free)} free where"
            f" {_megabytes(needed_bytes)} are needed.",
            "Free space, choose another disk, or link the pictures in place of copying them.",
        )


def _put_in_place(unfinished: Path, target: Path) -> None:
    if target.is_dir():
        target.rmdir()  # only an empty one can be; a rename would refuse it on Windows
    unfinished.rename(target)


def _cannot_write(target: Path, error: OSError) -> UserError:
    if error.errno in _FULL:
        return UserError(
            f"The disk became full while the dataset was written; nothing of it was kept. Received: {target.parent}.",
            "Free space, choose another disk, or link the pictures in place of copying them.",
        )
    reason = error.strerror or str(error)
    return UserError(
        f"Cannot write the dataset. Received: {error.filename or target}: {reason}.",
        "Choose a folder that can be written, and leave the dataset as it is meanwhile.",
    )


def _megabytes(number: int) -> str:
    return f"{number / 1e6:,.0f} MB"
