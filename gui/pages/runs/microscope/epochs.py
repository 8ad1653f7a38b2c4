"""The masks that runs kept of a pinned picture, epoch by epoch. Free of Qt."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.dataset.labels.relocated import relocated_pictures
from gui.pages.runs.microscope.pane_masks import Codes, Judged, TrueMask, judge
from gui.pages.runs.microscope.reading import SeenRun
from gui.runs.preview_masks import mask_over
from gui.runs.previews import PreviewReader

MOST_SIDE_PX: Final = 512


@dataclass(frozen=True, slots=True)
class Watched:
    """A picture as the epochs are looked at.

    Attributes:
        path: relative to the dataset.
        size: (width, height) of the upright picture in pixels.
        truth: what is true of it; None where nobody knows.
    """

    path: str
    size: tuple[int, int]
    truth: TrueMask | None


@dataclass(frozen=True, slots=True, eq=False)
class EpochMask:
    """What a run said of a picture after ``epoch``, the last kept one up to the epoch that was asked for."""

    epoch: int
    judged: Judged


class KeptEpochs:
    """The masks of one run.

    It reads files, and is used by one thread at a time.

    Args:
        run: whose previews.
    """

    def __init__(self, run: SeenRun) -> None:
        self._run = run
        self._reader = PreviewReader(run.previews)
        self._relocated = relocated_pictures(run.paired.root)
        self.epochs = _epochs_of(run.previews)

    @property
    def last(self) -> int:
        """The last epoch of which masks are kept; 0 for none."""
        return self.epochs[-1] if self.epochs else 0

    def has(self, path: str) -> bool:
        """Whether the run followed a picture."""
        return bool(self.epochs) and path in self._run.pinned

    def mask(self, watched: Watched, epoch: int) -> EpochMask | None:
        """What the run said after an epoch, the last kept one up to it; None where it kept nothing of the picture."""
        kept = max((known for known in self.epochs if known <= epoch), default=0)
        found = self._read(watched, kept) if kept else None
        return None if found is None else EpochMask(kept, judge(found, self._run.classes, watched.truth))

    def _read(self, watched: Watched, epoch: int) -> Codes | None:
        found = self._reader.read(epoch)
        if found is None or found.masks is None:
            return None
        images = [self._relocated.present(prediction.image) for prediction in found.preview.predictions]
        if watched.path not in images:
            return None
        width, height = watched.size
        factor = min(MOST_SIDE_PX / max(width, height), 1.0)
        return mask_over(
            found.masks[images.index(watched.path)],
            picture_size=watched.size,
            shown=(0.0, 0.0, float(width), float(height)),
            config=self._run.paired.config.input,
            shape=(max(round(height * factor), 1), max(round(width * factor), 1)),
        )


def _epochs_of(folder: Path) -> tuple[int, ...]:
    names = (path.name[len("epoch_") : -len(".mask.npy")] for path in folder.glob("epoch_*.mask.npy"))
    return tuple(sorted(int(name) for name in names if name.isdigit()))
