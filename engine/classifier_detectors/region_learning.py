"""What R-CNN learns beside its classifier: machines from hard negatives, and regressors from near proposals.

Girshick et al. 2014 (1311.2524, sections 2.3 and 3.5, appendix C).
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.classifier_detectors.crop_dataset import is_object, overlaps_of
from engine.classifier_detectors.crops import Floats, Pixels
from engine.classifier_detectors.regions import RegionWeights, SeenRegions, look_at_boxes, see_regions
from engine.contract.classifier_detectors import RegionClassifier
from engine.contract.errors import UserError
from engine.data.reading import read_whole
from engine.dataset.pictures.decode import DecodeError
from engine.model_store import LoadedRun
from engine.ops.linear_svm import HardNegativeLearner
from engine.ops.ridge import RidgeSums
from engine.tasks.box_truth import PictureBoxes
from models.boxes.deltas import UNIT_VARIANCES, encode_deltas

OnProgress = Callable[[str, int, int], None]
READING_OBJECTS, MINING = "Looking at objects", "Looking for hard negatives"

NORM = 20.0
"""Features are scaled so that this is their mean length: C and lambda were chosen for it."""
_NEVER = -10.0
"""The margin of a class that nothing could be learned of."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BoxedPicture:
    """A picture to learn from.

    Attributes:
        path: its file.
        truth: its objects, in pixels of the upright picture.
    """

    path: Path
    truth: PictureBoxes


def learn_regions(
    run: LoadedRun, asked: RegionClassifier, pictures: Sequence[BoxedPicture], *, on_progress: OnProgress
) -> RegionWeights:
    """Learn the machine and the regressor of each class of a run.

    Raises:
        UserError: there is no object to learn from.
    """
    positives, scale = _positives(run, pictures, on_progress)
    learners = [HardNegativeLearner(each * scale, penalty=asked.penalty) for each in positives]
    regressors = [RidgeSums(positives[0].shape[1], 4) for _ in positives]
    for number, picture in enumerate(pictures):
        on_progress(MINING, number, len(pictures))
        pixels = _read(run, picture)
        seen = None if pixels is None else see_regions(run, asked, pixels)
        if seen is not None and len(seen.boxes_xyxy):
            scaled = SeenRegions(seen.boxes_xyxy, seen.features * scale)
            _learn_from(scaled, picture.truth, asked, learners, regressors)
    on_progress(MINING, len(pictures), len(pictures))
    return RegionWeights(
        np.stack([_machine(each) for each in learners], axis=1) * _per_feature(scale, positives[0].shape[1])[:, None],
        np.stack([each.solve(asked.ridge) for each in regressors], axis=1)
        * _per_feature(scale, positives[0].shape[1])[:, None, None],
    )


def _positives(run: LoadedRun, pictures: Sequence[BoxedPicture], on_progress: OnProgress) -> tuple[list[Floats], float]:
    """For each class the features of its objects, and what brings all to the wanted length."""
    features, classes = [], []
    for number, picture in enumerate(pictures):
        on_progress(READING_OBJECTS, number, len(pictures))
        is_wanted = is_object(picture.truth)
        pixels = _read(run, picture) if is_wanted.any() else None
        if pixels is not None:
            features.append(look_at_boxes(run, pixels, picture.truth.boxes_xyxy[is_wanted]))
            classes.append(picture.truth.classes[is_wanted])
    if not features:
        raise UserError("There is no object to learn from. Received: no box in the training split.", "Draw boxes.")
    whole, numbers = np.concatenate(features), np.concatenate(classes)
    scale = NORM / max(float(np.linalg.norm(whole, axis=1).mean()), 1e-12)
    return [whole[numbers == one] for one in range(len(run.object_classes))], scale


def _read(run: LoadedRun, picture: BoxedPicture) -> Pixels | None:
    """Its pixels; None where the file is broken, which the log says."""
    try:
        return read_whole(picture.path, channels=run.input.channels)
    except DecodeError as error:
        logger.warning("Left out %s: %s", picture.path, error.reason)
        return None


def _learn_from(
    seen: SeenRegions,
    truth: PictureBoxes,
    asked: RegionClassifier,
    learners: Sequence[HardNegativeLearner],
    regressors: Sequence[RidgeSums],
) -> None:
    overlaps = overlaps_of(seen.boxes_xyxy, truth)
    for one, (learner, regressor) in enumerate(zip(learners, regressors, strict=True)):
        of_class = overlaps[:, truth.classes == one]
        learner.add(seen.features[(of_class < asked.negative_iou).all(axis=1)])
        targets = np.flatnonzero((truth.classes == one) & is_object(truth))
        if len(targets):
            near, nearest = overlaps[:, targets].max(axis=1), targets[overlaps[:, targets].argmax(axis=1)]
            chosen = near > asked.regression_iou
            regressor.add(seen.features[chosen], _changes(truth.boxes_xyxy[nearest], seen.boxes_xyxy)[chosen])


def _changes(boxes_xyxy: Floats, proposals_xyxy: Floats) -> Floats:
    """(n, 4) what makes true boxes of proposals."""
    found = encode_deltas(boxes_xyxy.astype(np.float32), proposals_xyxy.astype(np.float32), variances=UNIT_VARIANCES)
    return np.asarray(found, np.float64)


def _machine(learner: HardNegativeLearner) -> Floats:
    """(features + 1,) weights of one class, the bias last, after a last time of learning."""
    learner.learn()
    if learner.machine is None:
        return np.append(np.zeros(learner.features), _NEVER)
    return np.append(learner.machine.weights, learner.machine.bias)


def _per_feature(scale: float, features: int) -> Floats:
    """(features + 1,) so that weights of scaled features become weights of features as they are."""
    return np.append(np.full(features, scale), 1.0)
