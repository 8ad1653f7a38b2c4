"""Looks up in a dataset's index what masks a picture has, so that they can be shown."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.annotations import NO_CLASS, AnnotationKind, IndexedAnnotation, MaskCodes
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.masks.arrays import draw_classes

_MASKS = (AnnotationKind.MASK, AnnotationKind.CLASS_MASK)


@dataclass(frozen=True, slots=True)
class MaskDrawing:
    """The masks of one picture, not read yet.

    Attributes:
        annotations: masks of the picture.
        root: the dataset's folder.
        codes: of its class masks.
        class_indices: index by class name.
    """

    annotations: tuple[IndexedAnnotation, ...]
    root: Path
    codes: MaskCodes | None
    class_indices: Mapping[str, int]

    def draw(self, *, width: int, height: int, max_side: int | None = None) -> NDArray[np.uint8]:
        """(h, w) class indices of a picture of ``width`` x ``height`` pixels, as ``draw_classes`` gives them."""
        return draw_classes(
            self.annotations,
            width=width,
            height=height,
            root=self.root,
            codes=self.codes,
            class_indices=self.class_indices,
            max_side=max_side,
        )

    def draw_onto(self, pixels: NDArray[np.uint8], *, width: int, height: int) -> NDArray[np.uint8]:
        """(h, w) class indices for the whole picture as it is shown, in (h, w, 3) ``pixels``."""
        shown = pixels.shape[1], pixels.shape[0]
        drawn = self.draw(width=width, height=height, max_side=max(shown))
        # Both sides were rounded by different programs: one pixel may be missing.
        if drawn.shape != pixels.shape[:2]:
            drawn = np.asarray(Image.fromarray(drawn).resize(shown, Image.Resampling.NEAREST))
        return drawn


def find_mask_drawings(index_path: str | None, paths: Iterable[str]) -> dict[str, MaskDrawing]:
    """The masks of those pictures that have some, by absolute path; none where there is no index (any more)."""
    if index_path is None:
        return {}
    try:
        with DatasetIndex(Path(index_path)) as index:
            return _drawings(index, paths)
    except (UserError, sqlite3.Error):
        return {}


def _drawings(index: DatasetIndex, paths: Iterable[str]) -> dict[str, MaskDrawing]:
    rows = {path: index.image(_relative(path, index.root)) for path in paths}
    found = index.annotations_of([row.id for row in rows.values() if row is not None])
    codes, classes = index.mask_codes(), index.classes()[:NO_CLASS]
    class_indices = {name: number for number, name in enumerate(classes)}
    drawings = {}
    for path, row in rows.items():
        masks = tuple(one for one in found.get(row.id, ()) if one.kind in _MASKS) if row is not None else ()
        if masks:
            drawings[path] = MaskDrawing(masks, index.root, codes, class_indices)
    return drawings


def _relative(path: str, root: Path) -> str:
    """A path as the index has it; one from elsewhere stays as it is, and the index does not know it."""
    place = Path(path)
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else path
