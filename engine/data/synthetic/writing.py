"""Writes a sample dataset as ordinary files, all of it or nothing."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from PIL import Image

from engine.contract.errors import UserError
from engine.data.synthetic.classification import SIDE_PX, draw

SampleKind = Literal["classification"]
KINDS: tuple[str, ...] = get_args(SampleKind)
# Every fifth picture is for validation; five has no factor in common with the number of classes, so all get some.
VALIDATION_EVERY = 5
_REPORT_EVERY = 50


def write_sample(
    kind: SampleKind,
    folder: Path,
    *,
    count: int,
    seed: int,
    size_px: int = SIDE_PX,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> None:
    """Write a sample dataset into a new folder: ``train/<class>`` and ``validation/<class>`` with PNG pictures.

    The folder appears when it is complete. A picture depends on the seed and its number only: a larger sample begins
    with the same pictures. ``on_progress`` may raise to stop; nothing is left then.

    Raises:
        UserError: the folder is not empty, or cannot be written.
    """
    if kind not in KINDS:
        raise UserError(f"There is no such sample. Received: {kind}.", f"Choose {' or '.join(KINDS)}.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"Cannot write the sample. Received: {folder}, which is not empty.", "Choose another folder.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as error:
        raise _cannot_write(folder, error) from error
    try:
        _write_pictures(unfinished, count=count, seed=seed, size_px=size_px, on_progress=on_progress)
        unfinished.chmod(0o755)
        _put_in_place(unfinished, folder)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write_pictures(
    folder: Path, *, count: int, seed: int, size_px: int, on_progress: Callable[[str, int, int], None] | None
) -> None:
    made: set[Path] = set()
    for number in range(count):
        drawing = draw(seed, number, side=size_px)
        split = "validation" if number % VALIDATION_EVERY == VALIDATION_EVERY - 1 else "train"
        place = folder / split / drawing.label
        if place not in made:
            place.mkdir(parents=True)
            made.add(place)
        Image.fromarray(drawing.pixels).save(place / f"{number:05d}.png", compress_level=1)
        if on_progress is not None and (number + 1) % _REPORT_EVERY == 0:
            on_progress("Drawing pictures", number + 1, count)


def _put_in_place(unfinished: Path, folder: Path) -> None:
    if folder.exists():
        folder.rmdir()
    os.replace(unfinished, folder)


def _cannot_write(folder: Path, error: OSError) -> UserError:
    return UserError(
        f"Cannot write the sample. Received: {folder}: {error.strerror or error}.",
        "Choose a folder that you may write to, on a disk with room.",
    )
