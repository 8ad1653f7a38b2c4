"""The pinned pictures of a run, epoch by epoch: what the network said of them, and where it looked. Free of Qt."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from engine.contract.run_events import Preview
from gui.runs.recently_read import RecentlyRead


@dataclass(frozen=True, slots=True)
class EpochPreview:
    """One epoch; ``maps`` is (N, h, w) float32 over the network's input, or None where the network has none."""

    preview: Preview
    maps: NDArray[np.float32] | None


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
        try:
            maps = np.load(self._folder / f"{name}.cam.npy", allow_pickle=False)
        except (OSError, ValueError):
            return EpochPreview(preview, None)
        return EpochPreview(preview, maps if len(maps) == len(preview.predictions) else None)
