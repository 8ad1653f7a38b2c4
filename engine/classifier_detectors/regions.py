"""R-CNN: proposals, what a classifier makes of them, a linear machine for each class, and mended boxes.

Girshick et al. 2014 (1311.2524, section 2): selective search proposes boxes of any class; each is warped to the size of
the classifier, whose features go to one support vector machine a class; a linear regressor moves each box to where the
object is; greedy suppression, class by class.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np

from engine.classifier_detectors.choosing import keep_best
from engine.classifier_detectors.classifying import class_features, crop_multiply_adds
from engine.classifier_detectors.crops import Floats, Pixels, cut_crops
from engine.classifier_detectors.effort import Effort
from engine.contract.classifier_detectors import RegionClassifier
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder, write_atomically
from engine.model_store import LoadedRun
from engine.ops.boxes.finding import Choice
from engine.ops.detections.objects import FoundBoxes, found_boxes
from models.boxes.deltas import UNIT_VARIANCES, decode_deltas
from models.selective_search.proposing import FAST, SINGLE
from models.selective_search.searching import search_boxes

MACHINES_NAME, BOXES_NAME = "machines.npy", "boxes.npy"
_STEEPNESS = 2.0
_KEPT_RUNS = 4


@dataclass(frozen=True, slots=True, eq=False)
class RegionWeights:
    """What R-CNN learns beside its classifier; the last feature is the constant 1.

    Attributes:
        machines: (features + 1, classes) weights of margins.
        boxes: (features + 1, classes, 4) weights of the changes of boxes.
    """

    machines: Floats
    boxes: Floats

    def margins(self, features: Floats) -> Floats:
        """(n, classes) of features (n, features)."""
        found: Floats = features @ self.machines[:-1] + self.machines[-1]
        return found

    def changes(self, features: Floats) -> Floats:
        """(n, classes, 4): how a box moves and grows if it is of a class."""
        return np.tensordot(features, self.boxes[:-1], axes=1) + self.boxes[-1]

    def save(self, folder: Path) -> None:
        """Write both into a folder."""
        folder.mkdir(exist_ok=True)
        for name, values in ((MACHINES_NAME, self.machines), (BOXES_NAME, self.boxes)):
            stream = BytesIO()
            np.save(stream, values, allow_pickle=False)
            write_atomically(folder / name, stream.getvalue())

    @classmethod
    def load(cls, folder: Path) -> "RegionWeights":
        """Read both.

        Raises:
            UserError: a file is missing or was changed.
        """
        try:
            return cls(*(np.load(folder / name, allow_pickle=False) for name in (MACHINES_NAME, BOXES_NAME)))
        except (OSError, ValueError) as error:
            raise UserError(
                f"Cannot read what the detector has learned. Received: {folder}: {error}.", "Repeat the run."
            ) from error


@dataclass(frozen=True, slots=True, eq=False)
class SeenRegions:
    """The proposals of a picture with what the classifier makes of them.

    Attributes:
        boxes_xyxy: (n, 4) in pixels of the picture.
        features: (n, features).
    """

    boxes_xyxy: Floats
    features: Floats


def see_regions(run: LoadedRun, asked: RegionClassifier, picture: Pixels) -> SeenRegions:
    """Propose boxes in a picture (H, W, channels), and look at each."""
    mode = FAST if asked.search == "fast" else SINGLE
    boxes = search_boxes(picture, mode=mode, side_px=asked.side_px, most=asked.proposals)
    return SeenRegions(boxes, look_at_boxes(run, picture, boxes))


def look_at_boxes(run: LoadedRun, picture: Pixels, boxes_xyxy: Floats) -> Floats:
    """(n, features) of boxes (n, 4)."""
    return class_features(run, cut_crops(picture, boxes_xyxy, size_px=(run.input.height, run.input.width)))


def find_by_regions(
    run: LoadedRun, asked: RegionClassifier, picture: Pixels, choice: Choice
) -> tuple[FoundBoxes, Effort]:
    """The objects of a picture (H, W, channels), and what it took to find them."""
    seen = see_regions(run, asked, picture)
    cost = len(seen.boxes_xyxy) * crop_multiply_adds(run)
    effort = Effort(len(seen.boxes_xyxy), cost, cost)
    if not len(seen.boxes_xyxy):
        return found_boxes([], [], []), effort
    weights = _weights_of(run)
    scores = 1 / (1 + np.exp(-_STEEPNESS * weights.margins(seen.features)))
    boxes = mended(seen.boxes_xyxy, weights.changes(seen.features))
    return keep_best(boxes, scores, asked, choice, size_px=(picture.shape[0], picture.shape[1])), effort


def mended(boxes_xyxy: Floats, changes: Floats) -> Floats:
    """(n, classes, 4) boxes (n, 4), changed as each class asks for (n, classes, 4)."""
    decoded = decode_deltas(
        changes.astype(np.float32), boxes_xyxy[:, None].astype(np.float32), variances=UNIT_VARIANCES
    )
    return np.asarray(decoded, np.float64)


@lru_cache(maxsize=_KEPT_RUNS)
def _weights_of(run: LoadedRun) -> RegionWeights:
    return RegionWeights.load(RunFolder(Path(run.path)).detector)
