"""Which pixels of which picture are taken for what, kept sparse: a picture shows few of all pairs of classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.ops.confusion import Indices

Shares = npt.NDArray[np.float64]
_PICTURE, _TRUE, _TAKEN, _PIXELS = range(4)
_NO_ENTRIES: Final = np.zeros((0, 4), np.int64)


def confusion_entries(table: Indices, *, picture: int) -> Indices:
    """The entries (pairs of classes that occur, 4) of a table (classes, classes) of ``count_pixel_confusion``."""
    true, taken = np.nonzero(table)
    return np.column_stack([np.full(len(true), picture), true, taken, table[true, taken]]).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class PictureConfusions:
    """The confusion of the pixels of each of many pictures.

    Attributes:
        entries: (entries, 4) int64: number of the picture, true class, class it is taken for, and how many pixels.
        pictures: their number.
        classes: their number.
    """

    entries: Indices
    pictures: int
    classes: int

    @classmethod
    def of(cls, entries: Sequence[Indices], *, classes: int) -> "PictureConfusions":
        """Join the ``confusion_entries`` of each picture."""
        return cls(np.concatenate([_NO_ENTRIES, *entries]), len(entries), classes)

    @classmethod
    def checked(cls, entries: Indices, *, pictures: int, classes: int) -> "PictureConfusions":
        """Entries that come from a file.

        Raises:
            ValueError: they are no such entries, or those of other pictures or classes.
        """
        is_table = entries.ndim == 2 and entries.shape[1] == 4 and entries.dtype == np.int64
        if not is_table or (entries < 0).any():
            raise ValueError(f"These are no confusions. Received: {entries.dtype} {entries.shape}.")
        largest = entries.max(axis=0, initial=-1)
        if largest[_PICTURE] >= pictures or largest[_TRUE : _TAKEN + 1].max() >= classes:
            raise ValueError(f"Other pictures or classes. Received: {largest.tolist()} of {pictures} and {classes}.")
        return cls(entries, pictures, classes)

    def pixels(self, *, true: int, taken: int) -> Indices:
        """(pictures,) how many pixels of one class are taken for another, or for itself."""
        return self._counted((self.entries[:, _TRUE] == true) & (self.entries[:, _TAKEN] == taken))

    def ious(self, class_index: int) -> Shares:
        """(pictures,) IoU of a class in each picture; NaN where it occurs neither in truth nor in prediction."""
        is_true, is_taken = self.entries[:, _TRUE] == class_index, self.entries[:, _TAKEN] == class_index
        wholes = self._counted(is_true | is_taken)
        return _shares(self._counted(is_true & is_taken), wholes)

    def missed(self, *, background: int | None, class_index: int | None = None) -> Shares:
        """(pictures,) share of the pixels of one class, or of all, that are taken for background; NaN without any.

        Where every class stands for something, those that are taken for another class. The background itself is not
        missed.
        """
        true, taken = self.entries[:, _TRUE], self.entries[:, _TAKEN]
        is_asked = true != background if class_index is None else true == class_index
        is_missed = true != taken if background is None else (true != taken) & (taken == background)
        return _shares(self._counted(is_asked & is_missed), self._counted(is_asked))

    def classes_of(self) -> tuple[tuple[int, ...], ...]:
        """For each picture the classes that occur in its truth or its prediction, ascending."""
        found = np.zeros((self.pictures, self.classes), bool)
        for column in (_TRUE, _TAKEN):
            found[self.entries[:, _PICTURE], self.entries[:, column]] = True
        return tuple(tuple(np.flatnonzero(row).tolist()) for row in found)

    def _counted(self, is_counted: npt.NDArray[np.bool_]) -> Indices:
        counted = self.entries[is_counted]
        # Sums of whole numbers are exact in float64, up to 2 to the power of 53.
        sums = np.bincount(counted[:, _PICTURE], counted[:, _PIXELS], minlength=self.pictures)
        return sums.astype(np.int64)


def _shares(parts: Indices, wholes: Indices) -> Shares:
    return np.divide(parts, wholes, out=np.full(len(parts), np.nan), where=wholes > 0)
