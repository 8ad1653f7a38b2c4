"""The pinned pictures of a run, epoch by epoch: what the network said of them, and where it looked. Free of Qt."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from engine.contract.run_events import Preview
from gui.runs.recently_read import RecentlyRead


@dataclass(frozen=True, slots=True)
class EpochPreview:
    """One epoch.

    Attributes:
        preview: what the network said.
        maps: (N, h, w) float32 over the network's input; None where the network has none.
        masks: (N, h, w) uint8, the class of each pixel of the middle of the input; None where it says nothing of them.
    """

    preview: Preview
    maps: NDArray[np.float32] | None
    masks: NDArray[np.uint8] | None = None


class PreviewReader:
    """Reads the previews of a run folder and keeps those read last, so that scrubbing is smooth."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recent = RecentlyRead(self._load)

    def read(self, epoch: int) -> EpochPreview | None:
        """The preview of an epoch; None when there is none."""
        return self._recent.read(epoch)

    def _load(self, epoch: int) -> EpochPreview | None:
        name = f"epoch_{epoch:04d}"
        try:
            preview = Preview.model_validate_json((self._folder / f"{name}.json").read_bytes())
        except (OSError, ValidationError):
            return None
        count = len(preview.predictions)
        return EpochPreview(preview, self._array(f"{name}.cam.npy", count), self._array(f"{name}.mask.npy", count))

    def _array(self, name: str, count: int) -> NDArray[Any] | None:
        """The array of a file with something for each of ``count`` pictures; None without one."""
        try:
            found = np.load(self._folder / name, allow_pickle=False)
        except (OSError, ValueError):
            return None
        return found if len(found) == count else None
