"""What a pane shows of a picture: its mask, how far that is right, and the class vector of every pixel. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import NO_CLASS
from engine.contract.class_vectors import ClassVectorsRead
from engine.contract.framing import Array
from engine.ops.pixel_confusion import count_pixel_confusion
from engine.ops.segmentation_scores import score_confusion
from gui.pictures.pixels import resized_mask
from gui.viewer.mask_layers import PictureMasks

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PaneKey:
    """Which pane: that of a run, asked as always or by shift-and-stitch; without a run, that of the truth."""

    run: Path | None = None
    is_stitched: bool = False


TRUTH = PaneKey()


@dataclass(frozen=True, slots=True, eq=False)
class PaneAnswer:
    """What a network says of a picture.

    Attributes:
        classes: their names.
        mask: (height, width) the class of every pixel.
        vectors: (rows, columns, classes) probabilities, one vector for every square of ``step`` pixels.
        step: side of the squares in pixels.
    """

    classes: tuple[str, ...]
    mask: Codes
    vectors: NDArray[np.float16]
    step: int

    @classmethod
    def of(cls, event: ClassVectorsRead, arrays: Sequence[Array]) -> "PaneAnswer":
        """The answer of the engine."""
        return cls(event.classes, np.asarray(arrays[0], np.uint8), np.asarray(arrays[1], np.float16), event.step)

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return self.mask.nbytes + self.vectors.nbytes

    def vector_at(self, pixel: tuple[int, int]) -> NDArray[np.float16]:
        """The probabilities of all classes at a pixel (column, row), or at the one that was told for its square."""
        rows, columns = self.vectors.shape[:2]
        column, row = pixel
        return np.asarray(self.vectors[min(row // self.step, rows - 1), min(column // self.step, columns - 1)])


@dataclass(frozen=True, slots=True, eq=False)
class TrueMask:
    """What is true of a picture: (height, width) class indices, ``NO_CLASS`` where nobody knows."""

    classes: tuple[str, ...]
    mask: Codes

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return self.mask.nbytes

    def among(self, classes: tuple[str, ...]) -> Codes:
        """The same in the order of another network's classes; ``NO_CLASS`` where that one does not know the class."""
        if classes == self.classes:
            return self.mask
        table = np.full(256, NO_CLASS, np.uint8)
        for index, name in enumerate(self.classes):
            table[index] = classes.index(name) if name in classes else NO_CLASS
        return table[self.mask]

    def name_at(self, pixel: tuple[int, int]) -> str:
        """The class of a pixel (column, row); empty where nobody knows."""
        column, row = pixel
        height, width = self.mask.shape
        code = int(self.mask[min(row, height - 1), min(column, width - 1)])
        return self.classes[code] if code < len(self.classes) else ""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A mask beside what is true.

    Attributes:
        masks: as a viewer lays them over the picture.
        iou: mean over the classes that occur in either, in [0, 1]; None where nothing is known.
    """

    masks: PictureMasks
    iou: float | None


def judge_truth(truth: TrueMask) -> Judged:
    """The true mask itself."""
    return Judged(PictureMasks.of(truth.classes, truth.mask, None), None)


def judge(mask: Codes, classes: tuple[str, ...], truth: TrueMask | None) -> Judged:
    """Compare a mask with the truth; where the mask says nothing, nothing is compared.

    Args:
        mask: (h, w) class indices, perhaps fewer pixels than the picture has; ``NO_CLASS`` where nothing is said.
        classes: names of the classes.
        truth: of the picture; None where nobody knows.
    """
    if truth is None:
        return Judged(PictureMasks.of(classes, mask, None), None)
    true = truth.among(classes)
    if true.shape != mask.shape:
        true = resized_mask(true, width=mask.shape[1], height=mask.shape[0])
    true = np.where(mask == NO_CLASS, np.uint8(NO_CLASS), true)
    scores = score_confusion(count_pixel_confusion(true, mask, classes=len(classes)))
    return Judged(PictureMasks.of(classes, mask, true), scores.mean_iou)
