"""The label history as files of a run; reading them needs no Keras.

``label_history/`` holds ``pictures.csv``, the training pictures with the labels that they were learned with, one a row,
and ``epoch_NNNN.npy``, a value of ``RECORD`` for each of these rows.
"""

import csv
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.contract.run_folder import write_whole

RECORD: Final = np.dtype([("margin", "<f2"), ("rival", "<u2")])
"""Of a picture in an epoch: its logit margin, NaN where none counts, and the number of the class it is against."""
DISK_BYTES: Final = 64 * 2**20
FEWEST_EPOCHS, MOST_EPOCHS = 16, 128
_PICTURES: Final = "pictures.csv"
_COLUMNS: Final = ("image", "label")
_LARGEST: Final = float(np.finfo(np.float16).max)
logger = logging.getLogger(__name__)
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LearnedPicture:
    """A picture that a run learns from, with the class that it is given as."""

    image: str
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class LabelHistory:
    """What was recorded of N training pictures in E epochs.

    Attributes:
        pictures: in the order of the columns.
        epochs: which epochs they are, counted from 1 and ascending.
        margins: (E, N), logit of the given label minus the largest other one; NaN where none counts.
        rivals: (E, N), index of the class with the largest other logit.
    """

    pictures: tuple[LearnedPicture, ...]
    epochs: tuple[int, ...]
    margins: Floats
    rivals: Ints


class LabelHistoryLog:
    """Writes a file for each epoch, within a bounded place on the disk.

    When there are more epochs than ``most_epochs``, only every second one stays, then every fourth, and so on: an even
    choice, so that their mean is still that of the run. Which stay follows from the last epoch alone, so a resumed run
    ends with the same ones as a run that was never interrupted.

    Args:
        folder: where the files lie.
        pictures: what is learned, in the order of the values.
        epoch: the last one before the run goes on; what was recorded of later ones is dropped.
    """

    def __init__(self, folder: Path, pictures: Sequence[LearnedPicture], *, epoch: int) -> None:
        self._folder = folder
        self._pictures = tuple(pictures)
        self._most = most_epochs(len(pictures))
        try:
            self._begin(epoch)
        except OSError:
            logger.warning("Cannot record how the labels are learned", exc_info=True)

    @property
    def pictures(self) -> int:
        """How many pictures are learned."""
        return len(self._pictures)

    def write(self, epoch: int, *, margins: Floats, rivals: Ints) -> None:
        """Keep an epoch, counted from 1; a full disk costs the record and not the run.

        Args:
            epoch: the last one.
            margins: (N,), NaN where none counts.
            rivals: (N,) class indices.
        """
        stride = _stride(epoch, self._most)
        try:
            if _is_kept(epoch, stride):
                records = np.empty(self.pictures, RECORD)
                records["margin"] = np.clip(margins, -_LARGEST, _LARGEST)
                records["rival"] = rivals
                stream = io.BytesIO()
                np.save(stream, records, allow_pickle=False)
                write_whole(_file_of(self._folder, epoch), stream.getvalue())
            if stride != _stride(epoch - 1, self._most):
                self._drop(epoch, stride)
        except OSError:
            logger.warning("Cannot record how the labels were learned in epoch %d", epoch, exc_info=True)

    def _begin(self, epoch: int) -> None:
        self._folder.mkdir(exist_ok=True)
        for unfinished in self._folder.glob(".*"):
            unfinished.unlink()
        if _read_pictures(self._folder) == self._pictures:
            self._drop(epoch, stride=1)
            return
        self._drop(0, stride=1)
        table = io.StringIO(newline="")
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows((picture.image, picture.label) for picture in self._pictures)
        write_whole(self._folder / _PICTURES, table.getvalue().encode(errors="surrogateescape"))

    def _drop(self, last: int, stride: int) -> None:
        for epoch, file in _files(self._folder).items():
            if epoch > last or not _is_kept(epoch, stride):
                file.unlink(missing_ok=True)


def read_label_history(folder: Path) -> LabelHistory | None:
    """What a run recorded; None where it recorded nothing, as runs of earlier versions did.

    Epochs whose file is damaged are left out.
    """
    pictures = _read_pictures(folder)
    found = {epoch: _read_epoch(file, len(pictures)) for epoch, file in _files(folder).items()}
    sound = {epoch: records for epoch, records in sorted(found.items()) if records is not None}
    if not pictures or not sound:
        return None
    records = np.stack(list(sound.values()))
    return LabelHistory(pictures, tuple(sound), records["margin"].astype(np.float32), records["rival"].astype(np.int64))


def most_epochs(pictures: int) -> int:
    """How many epochs are kept of a run: ``MOST_EPOCHS``, or what ``DISK_BYTES`` hold, but ``FEWEST_EPOCHS``."""
    return max(FEWEST_EPOCHS, min(MOST_EPOCHS, DISK_BYTES // (RECORD.itemsize * max(pictures, 1))))


def _stride(last: int, most: int) -> int:
    """The smallest power of two of which ``most`` steps reach the last epoch."""
    stride = 1
    while stride * most < last:
        stride *= 2
    return stride


def _is_kept(epoch: int, stride: int) -> bool:
    return (epoch - 1) % stride == 0


def _read_epoch(file: Path, pictures: int) -> npt.NDArray[np.void] | None:
    try:
        mapped = np.load(file, mmap_mode="r", allow_pickle=False)  # a map is never larger than its file
    except (OSError, ValueError, EOFError):
        logger.warning("The label history %s is damaged", file, exc_info=True)
        return None
    return np.array(mapped) if mapped.dtype == RECORD and mapped.shape == (pictures,) else None


def _read_pictures(folder: Path) -> tuple[LearnedPicture, ...]:
    try:
        with (folder / _PICTURES).open(newline="", encoding="utf-8", errors="surrogateescape") as stream:
            return tuple(LearnedPicture(row["image"], row["label"]) for row in csv.DictReader(stream))
    except (OSError, csv.Error, KeyError):
        return ()


def _files(folder: Path) -> dict[int, Path]:
    """The files of all epochs."""
    numbered = {file.stem.removeprefix("epoch_"): file for file in folder.glob("epoch_*.npy")}
    return {int(number): file for number, file in numbered.items() if number.isdecimal()}


def _file_of(folder: Path, epoch: int) -> Path:
    return folder / f"epoch_{epoch:04d}.npy"
