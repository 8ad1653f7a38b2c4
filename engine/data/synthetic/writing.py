"""Writes a sample dataset as ordinary files, all of it or nothing."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, assert_never, get_args

from engine.contract.commands import SampleKind
from engine.contract.errors import UserError
from engine.data.synthetic.classification import CLASSES as SHAPES
from engine.data.synthetic.coco_files import CocoWriter, draw_one_object
from engine.data.synthetic.folder_files import ClassFolderWriter, LetterFolderWriter, PlainFolderWriter
from engine.data.synthetic.mask_files import MaskWriter
from engine.data.synthetic.scene import CLASSES

KINDS: tuple[SampleKind, ...] = get_args(SampleKind)
# Every fifth picture is for validation. It has no factor in common with the number of classes, so all get some; and as
# there are fifteen alphabets, every fifth of them is for validation with all its letters.
VALIDATION_EVERY = 5
_REPORT_EVERY = 50
OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How much is drawn where nobody says: number of pictures, and their longest side in pixels."""

    count: int
    side_px: int


SIZES: Final[Mapping[SampleKind, SampleSize]] = {
    "classification": SampleSize(1500, 64),
    "localisation": SampleSize(1500, 64),
    "detection": SampleSize(600, 160),
    "semantic": SampleSize(600, 160),
    "instance": SampleSize(600, 160),
    "unlabelled": SampleSize(1500, 64),
    "pairs": SampleSize(1800, 105),
}


class _Writer(Protocol):
    """Writes one kind of sample."""

    def add(self, number: int, split: str, *, seed: int, side: int) -> None: ...
    def finish(self) -> None: ...


def write_sample(
    kind: SampleKind,
    folder: Path,
    *,
    count: int | None = None,
    seed: int,
    size_px: int | None = None,
    objects: tuple[str, ...] | None = None,
    on_progress: OnProgress | None = None,
) -> None:
    """Write a sample dataset into a new folder, in the format that people use for its task.

    The folder appears when it is complete. A picture depends on the seed and its number only: a larger sample begins
    with the same pictures.

    Args:
        kind: of the task.
        folder: a new or empty one.
        count: pictures; None takes what is sensible (``SIZES``).
        seed: the same one gives the same pictures.
        size_px: longest side; None as for ``count``.
        objects: classes of what lies in scenes; None for all there are.
        on_progress: hears what is done, how much of it, and of how much. It may raise to stop; nothing is left then.

    Raises:
        UserError: the folder is not empty, or cannot be written.
    """
    if kind not in KINDS:
        raise UserError(f"There is no such sample. Received: {kind}.", f"Choose {', '.join(KINDS)}.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"Cannot write the sample. Received: {folder}, which is not empty.", "Choose another folder.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as error:
        raise _cannot_write(folder, error) from error
    size = SampleSize(count or SIZES[kind].count, size_px or SIZES[kind].side_px)
    try:
        _write_pictures(_writer(kind, unfinished, objects or CLASSES), size, seed, on_progress)
        unfinished.chmod(0o755)
        _put_in_place(unfinished, folder)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _writer(kind: SampleKind, folder: Path, objects: tuple[str, ...]) -> _Writer:
    match kind:
        case "classification":
            return ClassFolderWriter(folder)
        case "localisation":
            return CocoWriter(folder, has_masks=False, draw=draw_one_object, classes=SHAPES)
        case "detection":
            return CocoWriter(folder, has_masks=False, classes=objects)
        case "instance":
            return CocoWriter(folder, has_masks=True, classes=objects)
        case "semantic":
            return MaskWriter(folder, objects)
        case "unlabelled":
            return PlainFolderWriter(folder)
        case "pairs":
            return LetterFolderWriter(folder)
        case _:
            assert_never(kind)


def _write_pictures(writer: _Writer, size: SampleSize, seed: int, on_progress: OnProgress | None) -> None:
    for number in range(size.count):
        split = "validation" if number % VALIDATION_EVERY == VALIDATION_EVERY - 1 else "train"
        writer.add(number, split, seed=seed, side=size.side_px)
        if on_progress is not None and (number + 1) % _REPORT_EVERY == 0:
            on_progress("Drawing pictures", number + 1, size.count)
    writer.finish()


def _put_in_place(unfinished: Path, folder: Path) -> None:
    if folder.exists():
        folder.rmdir()
    os.replace(unfinished, folder)


def _cannot_write(folder: Path, error: OSError) -> UserError:
    return UserError(
        f"Cannot write the sample. Received: {folder}: {error.strerror or error}.",
        "Choose a folder that you may write to, on a disk with room.",
    )
