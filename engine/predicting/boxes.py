"""What a detector says of pictures, in pixels of the upright originals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import ops

from engine.contract.boxes import FoundBox, PictureBoxes
from engine.data.fitting import Placement
from engine.dataset.pictures.decode import DecodeError
from engine.model_store import LoadedRun, Pixels
from engine.ops.boxes.dense_boxes import read_boxes
from engine.ops.boxes.finding import Choice, find_objects
from engine.ops.detections.objects import FoundBoxes, found_boxes
from engine.tasks.detection import Detection
from models.architectures.dense_detector import STRIDE_PX

OnProgress = Callable[[str, int, int], None]
Tensor = Any
BATCH = 8
READING = "Looking at pictures"
LEAST_SCORE = 0.001
"""Of what an evaluation looks at: precision is asked for at every recall."""
SHOWN_SCORE = 0.3
"""Of what is shown where nothing else is chosen."""


@dataclass(frozen=True, slots=True)
class FoundInPicture:
    """The objects of one picture file.

    Attributes:
        image: as it was asked for.
        size: (width, height) of the upright original.
        found: in its pixels, best first.
    """

    image: str
    size: tuple[int, int]
    found: FoundBoxes


class Finder(keras.Model):
    """A detector with what follows it: from prepared pictures to objects, compiled as one."""

    def __init__(self, network: keras.Model, task: Detection, choice: Choice, *, mirrors: bool) -> None:
        super().__init__(name="finder")
        self.network = network
        self._task, self._choice, self._mirrors = task, choice, mirrors
        self.built = True

    def call(self, inputs: Tensor) -> dict[str, Tensor]:
        """Boxes, classes, scores and whether there is an object, each padded to one number."""
        maps = self.network(inputs, training=False)
        if self._mirrors:
            maps = self._task.mean_with_mirrored(maps, self.network(ops.flip(inputs, axis=2), training=False))
        found = find_objects(read_boxes(maps, stride_px=STRIDE_PX), self._choice)
        return {
            "boxes": found.boxes_xyxy,
            "classes": found.classes,
            "scores": found.scores,
            "is_object": found.is_object,
        }


@lru_cache(maxsize=4)
def finder_of(run: LoadedRun) -> Finder:
    """The compiled finder of a run."""
    return Finder(run.model, Detection(run.classes), Choice(score=LEAST_SCORE), mirrors=run.mirrors)


def find_in_pictures(
    run: LoadedRun, images: Sequence[Path], *, on_progress: OnProgress
) -> tuple[list[FoundInPicture], dict[str, str]]:
    """Look at picture files.

    Returns:
        What was found in those that could be read, in their order, and the reason for each of the others.
    """
    found: list[FoundInPicture] = []
    problems: dict[str, str] = {}
    for start in range(0, len(images), BATCH):
        on_progress(READING, start, len(images))
        read = _read(run, images[start : start + BATCH], problems)
        if read:
            found += _find(run, read)
    on_progress(READING, len(images), len(images))
    return found, problems


def predict_boxes(
    run: LoadedRun, images: Sequence[Path], *, on_progress: OnProgress, score_threshold: float = SHOWN_SCORE
) -> tuple[list[PictureBoxes], dict[str, str]]:
    """The same in words and numbers, without what has a lower score than the threshold."""
    found, problems = find_in_pictures(run, images, on_progress=on_progress)
    return [_said(run, each, score_threshold) for each in found], problems


def _said(run: LoadedRun, each: FoundInPicture, score_threshold: float) -> PictureBoxes:
    width, height = each.size
    rows = zip(each.found.boxes_xyxy.tolist(), each.found.classes, each.found.scores, strict=True)
    boxes = tuple(
        FoundBox(label=run.classes[one], score=float(score), box_xyxy=tuple(box))
        for box, one, score in rows
        if score >= score_threshold
    )
    return PictureBoxes(image=each.image, width=width, height=height, boxes=boxes)


def _read(run: LoadedRun, images: Sequence[Path], problems: dict[str, str]) -> list[tuple[str, Pixels, Placement]]:
    read = []
    for image in images:
        try:
            pixels, placement = run.read(image)
        except DecodeError as error:
            problems[str(image)] = error.reason
            continue
        read.append((str(image), pixels, placement))
    return read


def _find(run: LoadedRun, read: Sequence[tuple[str, Pixels, Placement]]) -> list[FoundInPicture]:
    # One size of batch: another one would be compiled anew.
    fitted = np.stack([pixels for _, pixels, _ in read])
    padded = np.concatenate([fitted, np.zeros((BATCH - len(fitted), *fitted.shape[1:]), fitted.dtype)])
    answer = finder_of(run).predict_on_batch(run.prepare(padded))
    found = []
    for number, (image, _, placement) in enumerate(read):
        kept = np.asarray(answer["is_object"][number])
        boxes = placement.boxes_to_original(np.asarray(answer["boxes"][number], np.float64)[kept])
        said = found_boxes(
            boxes, np.asarray(answer["classes"][number])[kept], np.asarray(answer["scores"][number])[kept]
        )
        found.append(FoundInPicture(image, placement.original_size, said))
    return found
