"""A config for a detector that asks a trained classifier about parts of pictures, with reasons. Knows no Keras."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from engine.contract.classifier_detectors import BACKGROUND, ClassifierDetector, RegionClassifier, SlidingWindows
from engine.contract.config import NetworkConfig, RunConfig, TaskName, TrainingConfig, WeightsSource
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.splits.changes import current_split_config
from engine.ops.boxes.anchor_clusters import cluster_shapes
from engine.tasks.box_truth import box_classes, boxes_of
from engine.tasks.defaults import dataset_of

SLIDING_WINDOW, RCNN = "sliding-window", "r-cnn"
NAMES: Final = (SLIDING_WINDOW, RCNN)
"""What ``--model`` calls them."""
WINDOW_SHAPES = 8
LEAST_SIDE_PX = 4.0

Because = Callable[[str, str], None]


def propose_classifier_detector(
    index: DatasetIndex, name: str, weights: WeightsSource | None
) -> tuple[RunConfig, dict[str, str]]:
    """Choose how a classifier is asked for the boxes of a dataset.

    Args:
        index: a dataset with boxes.
        name: one of ``NAMES``.
        weights: of the classifier, which knows the classes of the dataset.

    Returns:
        The config, and one sentence of reason by the dotted name of each field that was chosen.

    Raises:
        UserError: there is no classifier, or it does not know the classes; the dataset has no boxes.
    """
    summary = index.summary()
    if TaskName.DETECTION not in summary.tasks:
        raise UserError(f"There are no boxes to find. Received: {summary.place}.", "Draw boxes.")
    classes = box_classes(index)
    place, classifier = _classifier(weights, name)
    _require_classes(classes, classifier, place)
    reasons: dict[str, str] = {}
    network = NetworkConfig(name=name, graph=classifier.network.graph, weights=WeightsSource(origin="run", path=place))
    config = RunConfig(
        task=TaskName.DETECTION,
        dataset=dataset_of(summary),
        split=current_split_config(index.path),
        network=network,
        input=classifier.input,
        training=TrainingConfig(epochs=1),
        classes=classes,
        detector=_detector(index, name, classifier.classes, classes, reasons.__setitem__),
    )
    return config, reasons


def _classifier(weights: WeightsSource | None, name: str) -> tuple[str, RunConfig]:
    if weights is None or weights.origin != "run":
        raise UserError(
            f"{name} asks a classifier that has learned crops of the boxes. Received: none.",
            "Write crops with main.py data crops, train a classifier on them, and give its run: --from RUN.",
        )
    config = RunFolder(Path(weights.path)).read_config()
    if config.task is not TaskName.CLASSIFICATION:
        raise UserError(
            f"This run does not tell classes of pictures apart. Received: {weights.path}, which learned {config.task}.",
            "Give the run of a classifier that has learned crops of the boxes.",
        )
    return weights.path, config


def _require_classes(classes: tuple[str, ...], classifier: RunConfig, place: str) -> None:
    unknown = [name for name in classes if name not in classifier.classes]
    if unknown:
        raise UserError(
            f"The classifier does not know all classes of the boxes. Received: {place}, without {', '.join(unknown)}.",
            "Train it on crops of this dataset: main.py data crops.",
        )


def _detector(
    index: DatasetIndex, name: str, outputs: tuple[str, ...], classes: tuple[str, ...], because: Because
) -> ClassifierDetector:
    background = BACKGROUND if BACKGROUND in outputs else None
    if background is None:
        because("detector.background", "The classifier has no class for background: everything is some object to it.")
    if name == RCNN:
        because("detector.proposals", "So many boxes of selective search hold nearly every object (Uijlings 2013).")
        return RegionClassifier(outputs=outputs, background=background)
    because("detector.shapes_px", f"The {WINDOW_SHAPES} shapes around which the training boxes gather.")
    return SlidingWindows(outputs=outputs, background=background, shapes_px=_shapes(index, classes))


def _shapes(index: DatasetIndex, classes: tuple[str, ...]) -> tuple[tuple[float, float], ...]:
    """Widths and heights of windows, by k-means of the boxes for training."""
    rows = [row for row in index.rows(labelled=False) if row.split in (None, Split.TRAIN)]
    truth = boxes_of(index, rows, classes).values()
    boxes = np.concatenate([np.zeros((0, 4)), *(one.boxes_xyxy[~one.is_crowd] for one in truth)])
    sizes = np.maximum(boxes[:, 2:] - boxes[:, :2], LEAST_SIDE_PX)
    if not len(sizes):
        raise UserError("There are no boxes for training. Received: a split without any.", "Divide the pictures anew.")
    found = cluster_shapes(sizes, count=WINDOW_SHAPES, seed=1).shapes_px
    return tuple((round(float(width), 1), round(float(height), 1)) for width, height in found)
