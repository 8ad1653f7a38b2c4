"""The inside of a network, epoch by epoch, as a training kept it. Free of Qt."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from engine.contract.epoch_inside import EpochInside, KeptMaps
from gui.runs.recently_read import RecentlyRead

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class LayerMaps:
    """Some channels of one layer; ``pixels`` is (pictures, channels, h, w)."""

    kept: KeptMaps
    pixels: Bytes


@dataclass(frozen=True, slots=True)
class Inside:
    """One epoch: its description, the maps of every followed layer, and the filters (n, h, w, channels) or None."""

    told: EpochInside
    maps: tuple[LayerMaps, ...]
    filters: Bytes | None

    def maps_of(self, layer: str) -> LayerMaps | None:
        """The maps of a layer; None where it is not followed."""
        return next((maps for maps in self.maps if maps.kept.layer == layer), None)


class InsideReader:
    """Reads what a run folder knows of the inside, and keeps the epochs read last.

    Args:
        folder: where the previews lie.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recent = RecentlyRead(self._load)

    def epochs(self) -> tuple[int, ...]:
        """The epochs that are there; of a very long run some are removed."""
        names = (path.name[len("epoch_") : -len(".json")] for path in self._folder.glob("epoch_*.json"))
        return tuple(sorted(int(name) for name in names if name.isdigit()))

    def nearest(self, epoch: int) -> int:
        """The last kept epoch up to ``epoch``; 0 where there is none."""
        if (self._folder / f"epoch_{epoch:04d}.json").exists():
            return epoch
        return max((known for known in self.epochs() if known <= epoch), default=0)

    def read(self, epoch: int) -> Inside | None:
        """The inside after an epoch; None where nothing is kept of it, or the files are damaged."""
        return self._recent.read(epoch)

    def _load(self, epoch: int) -> Inside | None:
        name = f"epoch_{epoch:04d}.inside"
        try:
            told = EpochInside.model_validate_json((self._folder / f"{name}.json").read_bytes())
            pixels = np.load(self._folder / f"{name}.npy", allow_pickle=False)
            return _cut(told, pixels)
        except (OSError, ValueError, ValidationError):
            return None


def _cut(told: EpochInside, pixels: Bytes) -> Inside:
    """Cut the row of bytes into its arrays.

    Raises:
        ValueError: it is too short.
    """
    maps, start = [], 0
    for kept in told.maps:
        shape = (told.pictures, len(kept.channels), *kept.size)
        end = start + int(np.prod(shape))
        maps.append(LayerMaps(kept, pixels[start:end].reshape(shape)))
        start = end
    if told.filters is None:
        return Inside(told, tuple(maps), None)
    end = start + int(np.prod(told.filters.shape))
    return Inside(told, tuple(maps), pixels[start:end].reshape(told.filters.shape))
