"""The objects of one picture, true and found, with how much each overlaps each: what all scores start from."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class TrueBoxes:
    """What is true of a picture.

    Attributes:
        boxes_xyxy: (n, 4) in pixels.
        classes: (n,) their numbers.
        is_crowd: (n,), whether it stands for many objects, of which any number may be found.
        areas_px: (n,) of the objects, which decide whether they are small or large; those of masks where there are
            some, else those of boxes.
    """

    boxes_xyxy: Floats
    classes: Numbers
    is_crowd: Flags
    areas_px: Floats


@dataclass(frozen=True, slots=True, eq=False)
class FoundBoxes:
    """What a network has found in a picture.

    Attributes:
        boxes_xyxy: (m, 4) in pixels.
        classes: (m,) their numbers.
        scores: (m,) in [0, 1].
        places: (m,) which of all boxes that were said each one is; None where nobody kept that.
    """

    boxes_xyxy: Floats
    classes: Numbers
    scores: Floats
    places: Numbers | None = None

    def at(self, kept: Numbers | Flags) -> "FoundBoxes":
        """Some of them: their numbers, or for each of all whether it is one of them."""
        places = None if self.places is None else self.places[kept]
        return FoundBoxes(self.boxes_xyxy[kept], self.classes[kept], self.scores[kept], places)


@dataclass(frozen=True, slots=True, eq=False)
class ComparedObjects:
    """A picture whose objects, as boxes or as masks, were laid over each other.

    Attributes:
        overlaps: (m, n) the IoU of each found object with each true one, in [0, 1]; with a crowd, the share of the
            found one that lies within it.
        true_classes: (n,).
        is_crowd: (n,).
        true_areas_px: (n,).
        found_classes: (m,).
        scores: (m,).
        found_areas_px: (m,).
    """

    overlaps: Floats
    true_classes: Numbers
    is_crowd: Flags
    true_areas_px: Floats
    found_classes: Numbers
    scores: Floats
    found_areas_px: Floats


@dataclass(frozen=True, slots=True, eq=False)
class PictureObjects:
    """The objects of one picture, true and found, in pixels of the original.

    Attributes:
        true: n objects.
        found: m objects.
        mask_overlaps: (m, n) the IoU of their masks as ``ComparedObjects`` has it; None where boxes are compared.
    """

    true: TrueBoxes
    found: FoundBoxes
    mask_overlaps: Floats | None = None

    def compared(self) -> ComparedObjects:
        """Found objects laid over true ones: their masks where these are known, else their boxes."""
        if self.mask_overlaps is None:
            return compare_boxes(self.true, self.found)
        return _compared(self.mask_overlaps, self.true, self.found)

    def above(self, score: float) -> "PictureObjects":
        """Without what was found with a lower score."""
        kept = self.found.scores >= score
        overlaps = None if self.mask_overlaps is None else self.mask_overlaps[kept]
        return PictureObjects(self.true, self.found.at(kept), overlaps)


def true_boxes(
    boxes_xyxy: npt.ArrayLike,
    classes: npt.ArrayLike,
    *,
    is_crowd: npt.ArrayLike | None = None,
    areas_px: npt.ArrayLike | None = None,
) -> TrueBoxes:
    """What is true of a picture; without ``is_crowd`` there is no crowd, without ``areas_px`` those of boxes count."""
    boxes = np.asarray(boxes_xyxy, np.float64).reshape(-1, 4)
    crowd = np.zeros(len(boxes), np.bool_) if is_crowd is None else np.asarray(is_crowd, np.bool_).reshape(-1)
    areas = box_areas(boxes) if areas_px is None else np.asarray(areas_px, np.float64).reshape(-1)
    return TrueBoxes(boxes, np.asarray(classes, np.int64).reshape(-1), crowd, areas)


def found_boxes(boxes_xyxy: npt.ArrayLike, classes: npt.ArrayLike, scores: npt.ArrayLike) -> FoundBoxes:
    """What was found in a picture."""
    boxes = np.asarray(boxes_xyxy, np.float64).reshape(-1, 4)
    return FoundBoxes(boxes, np.asarray(classes, np.int64).reshape(-1), np.asarray(scores, np.float64).reshape(-1))


def compare_boxes(truth: TrueBoxes, found: FoundBoxes) -> ComparedObjects:
    """Lay found boxes over true ones."""
    return _compared(_overlaps(found.boxes_xyxy, truth.boxes_xyxy, truth.is_crowd), truth, found)


def box_areas(boxes_xyxy: Floats) -> Floats:
    """(n,) areas; 0 for a box without width or height, or inside out."""
    sizes = np.maximum(boxes_xyxy[:, 2:] - boxes_xyxy[:, :2], 0.0)
    return sizes[:, 0] * sizes[:, 1]


def overlaps_of(boxes_xyxy: Floats, others_xyxy: Floats) -> Floats:
    """(m, n) the IoU of each box with each other one, in [0, 1]."""
    return _overlaps(boxes_xyxy, others_xyxy, np.zeros(len(others_xyxy), np.bool_))


def _compared(overlaps: Floats, truth: TrueBoxes, found: FoundBoxes) -> ComparedObjects:
    return ComparedObjects(
        overlaps=overlaps,
        true_classes=truth.classes,
        is_crowd=truth.is_crowd,
        true_areas_px=truth.areas_px,
        found_classes=found.classes,
        scores=found.scores,
        found_areas_px=box_areas(found.boxes_xyxy),
    )


def _overlaps(found: Floats, true: Floats, is_crowd: Flags) -> Floats:
    first = np.maximum(found[:, None, :2], true[None, :, :2])
    sides = np.maximum(np.minimum(found[:, None, 2:], true[None, :, 2:]) - first, 0.0)
    of_found, of_true = box_areas(found)[:, None], box_areas(true)[None]
    common = np.where((of_found > 0) & (of_true > 0), sides[..., 0] * sides[..., 1], 0.0)
    whole = np.where(is_crowd[None], of_found, of_found + of_true - common)
    return np.divide(common, whole, out=np.zeros_like(common), where=whole > 0)
