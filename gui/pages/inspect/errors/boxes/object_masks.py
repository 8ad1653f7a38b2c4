"""The masks of an evaluation's objects, and how they lie over each other, read from its folder. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.boxes import BoxEvaluation, BoxResult
from engine.dataset.masks.kept_masks import KeptMasks
from engine.ops.detections.mask_parts import MaskPart
from engine.ops.detections.object_rows import first_rows
from gui.pages.inspect.results import read_mask_overlaps, read_object_masks

Rows = NDArray[np.float32]
_SCORE: Final = 6
_DECODED: Final = 4096


@dataclass(frozen=True, slots=True, eq=False)
class ObjectMasks:
    """What is known of the pixels of objects.

    Attributes:
        kept: one for each object.
        overlaps: as ``MASK_OVERLAPS_FILE`` keeps them.
        sizes: width and height of each picture.
        firsts: row of the first object of each picture.
        true_objects: how many of the objects of each picture are true ones.
    """

    kept: KeptMasks
    overlaps: Rows
    sizes: tuple[tuple[int, int], ...]
    firsts: NDArray[np.intp]
    true_objects: NDArray[np.int64]

    @classmethod
    def read(
        cls, folder: Path, evaluation: BoxEvaluation, rows: Rows | None, results: Sequence[BoxResult]
    ) -> "ObjectMasks | None":
        """Those of an evaluation; None for one of boxes, an older one, or that of other objects.

        Args:
            folder: of the evaluation.
            evaluation: what it says itself.
            rows: its objects, as ``ALL_BOXES_FILE`` keeps them.
            results: its pictures.
        """
        if evaluation.judged_by != "masks":
            return None
        kept, overlaps = read_object_masks(folder), read_mask_overlaps(folder, pictures=len(results))
        if rows is None or kept is None or overlaps is None or len(kept) != len(rows):
            return None
        firsts = first_rows(rows, pictures=len(results))
        is_true = np.isnan(rows[:, _SCORE])
        true = np.bincount(rows[is_true, 0].astype(np.int64), minlength=len(results))
        found = np.diff(firsts) - true
        pictures = overlaps[:, 0].astype(np.int64)
        if (overlaps[:, 1] >= found[pictures]).any() or (overlaps[:, 2] >= true[pictures]).any():
            return None
        sizes = tuple((result.width, result.height) for result in results)
        return cls(kept, overlaps, sizes, firsts, true)

    def true(self, picture: int, place: int) -> MaskPart | None:
        """The pixels of a true object of a picture; None where they cannot be read."""
        return _decoded(self, picture, place)

    def found(self, picture: int, place: int) -> MaskPart | None:
        """Likewise of a found one."""
        return _decoded(self, picture, int(self.true_objects[picture]) + place)


@dataclass(frozen=True, slots=True)
class PictureMasks:
    """The masks of the objects of one picture, decoded when they are asked for.

    Attributes:
        masks: of the whole evaluation.
        picture: its number there.
    """

    masks: ObjectMasks
    picture: int

    def true(self) -> tuple[MaskPart, ...]:
        """Of all true objects; none where one cannot be read."""
        return _all_of([self.masks.true(self.picture, place) for place in range(self._true)])

    def found(self) -> tuple[MaskPart, ...]:
        """Of all found ones; none where one cannot be read."""
        first, after = self.masks.firsts[self.picture], self.masks.firsts[self.picture + 1]
        return _all_of([self.masks.found(self.picture, place) for place in range(int(after - first) - self._true)])

    @property
    def _true(self) -> int:
        return int(self.masks.true_objects[self.picture])


def _all_of(parts: Sequence[MaskPart | None]) -> tuple[MaskPart, ...]:
    known = tuple(part for part in parts if part is not None)
    return known if len(known) == len(parts) else ()


@lru_cache(maxsize=_DECODED)
def _decoded(masks: ObjectMasks, picture: int, place: int) -> MaskPart | None:
    width, height = masks.sizes[picture]
    try:
        part = masks.kept.part(int(masks.firsts[picture]) + place, width=width, height=height)
    except (IndexError, ValueError):
        return None
    return part if part.pixels.size else None
