"""Keeps the previews of a run within a bounded place on the disk."""

from collections.abc import Iterable
from pathlib import Path

DISK_BYTES = 64 * 2**20
"""What the previews of one run may take: about 300 epochs of six pictures."""


class KeptEpochs:
    """Removes previews of epochs when they take too much: the first, last and best stay, and an even choice.

    Args:
        folder: where the previews lie.
        limit_bytes: what they may take.

    Attributes:
        total_bytes: what they take.
    """

    def __init__(self, folder: Path, *, limit_bytes: int = DISK_BYTES) -> None:
        self._folder = folder
        self._limit = limit_bytes
        self._stride = 1
        self._sizes: dict[int, int] = {}
        for epoch in _epochs_in(folder):
            self._sizes[epoch] = self._size_of(epoch)

    @property
    def total_bytes(self) -> int:
        return sum(self._sizes.values())

    def add(self, epoch: int, *, best: int | None) -> None:
        """Count an epoch that was written, and remove others when there is no room any more.

        Args:
            epoch: it is the last one now; later ones are left over from before a resumption.
            best: the best epoch so far.

        Raises:
            OSError: a file cannot be removed.
        """
        self._sizes[epoch] = self._size_of(epoch)
        self._remove_others(epoch, best)
        while self.total_bytes > self._limit and self._stride < epoch:
            self._stride *= 2
            self._remove_others(epoch, best)

    def _remove_others(self, last: int, best: int | None) -> None:
        kept = kept_epochs(self._sizes, last=last, best=best, stride=self._stride)
        for epoch in set(self._sizes) - kept:
            for path in _files_of(self._folder, epoch):
                path.unlink(missing_ok=True)
            del self._sizes[epoch]

    def _size_of(self, epoch: int) -> int:
        return sum(path.stat().st_size for path in _files_of(self._folder, epoch))


def kept_epochs(epochs: Iterable[int], *, last: int, best: int | None, stride: int) -> set[int]:
    """The first, the last, the best, and every ``stride``-th epoch; none after ``last``."""
    known = {epoch for epoch in epochs if epoch <= last}
    always = {min(known, default=last), last, best}
    return {epoch for epoch in known if epoch in always or (epoch - 1) % stride == 0}


def _files_of(folder: Path, epoch: int) -> list[Path]:
    return sorted(folder.glob(f"epoch_{epoch:04d}.*"))


def _epochs_in(folder: Path) -> list[int]:
    names = (path.name.removeprefix("epoch_").removesuffix(".json") for path in folder.glob("epoch_*.json"))
    return sorted(int(name) for name in names if name.isdigit())
