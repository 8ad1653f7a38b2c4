"""Reads the masks that runs kept of a pinned picture, for the epoch that the slider shows."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gui.background import Background
from gui.pages.runs.microscope.epoch_row import NOT_PINNED, EpochRow
from gui.pages.runs.microscope.epochs import EpochMask, KeptEpochs, Watched
from gui.pages.runs.microscope.pane_masks import PaneKey
from gui.pages.runs.microscope.reading import SeenRun

Masks = dict[PaneKey, EpochMask | None]


class Scrubbing(QObject):
    """Follows the slider; what was read for an epoch that was left is dropped.

    Args:
        row: play, slider, and what is shown.
        parent: owner.

    Signals:
        masks_read(dict): what every run said of the picture after the epoch that is shown, None where it kept nothing.
    """

    masks_read = Signal(object)

    def __init__(self, row: EpochRow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self._kept: dict[Path, KeptEpochs] = {}
        self._path = ""
        self._background = Background(self)
        self._background.done.connect(self._on_read)

    def set_runs(self, runs: Sequence[SeenRun]) -> None:
        """Read the masks of other runs."""
        self._kept = {run.path: KeptEpochs(run) for run in runs}

    def set_picture(self, path: str | None) -> None:
        """Offer the epochs of which the runs have kept masks of a picture; the best networks are shown first."""
        self._path = path or ""
        last = max((kept.last for kept in self._kept.values() if kept.has(self._path)), default=0)
        self._row.set_epochs(last, reason="" if last else NOT_PINNED)

    def read(self, watched: Watched) -> None:
        """Read what is kept of a picture for the epoch that is shown."""
        self._background.ask("epoch", partial(_masks_at, dict(self._kept), watched, self._row.epoch))

    @Slot(object, object)
    def _on_read(self, _key: object, found: tuple[str, int, Masks]) -> None:
        path, epoch, masks = found
        if (path, epoch) == (self._path, self._row.epoch):
            self.masks_read.emit(masks)


def _masks_at(kept: dict[Path, KeptEpochs], watched: Watched, epoch: int) -> tuple[str, int, Masks]:
    """What the runs said of a picture after an epoch."""
    return watched.path, epoch, {PaneKey(path): masks.mask(watched, epoch) for path, masks in kept.items()}
