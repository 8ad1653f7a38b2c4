"""What a detector says of pictures, in pixels of the upright originals."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.classifier_detectors.asking import ask_for_objects
from engine.classifier_detectors.effort import Effort
from engine.contract.boxes import SUPPRESSING_IOU, AskingEffort, FoundBox, PictureBoxes
from engine.contract.classifier_detectors import ClassifierDetector
from engine.data.fitting import Placement
from engine.data.reading import read_whole
from engine.dataset.masks.found_masks import mask_counts_of
from engine.dataset.pictures.decode import DecodeError
from engine.model_store import LoadedRun, Pixels
from engine.ops.boxes.finding import Choice
from engine.ops.detections.choosing import choose_objects, overlaps_within
from engine.ops.detections.mask_parts import MaskPart
from engine.ops.detections.objects import FoundBoxes
from engine.predicting.finder import CANDIDATES, MEASURED, finder_of
from engine.predicting.tiled_boxes import find_in_tiles

OnProgress = Callable[[str, int, int], None]
BATCH = 8
READING = "Looking at pictures"


@dataclass(frozen=True, slots=True)
class FoundInPicture:
    """The objects of one picture file.

    Attributes:
        image: as it was asked for.
        size: (width, height) of the upright original.
        found: in its pixels, best first.
        effort: what it took to ask a classifier about parts of the picture; None for a network that says boxes itself.
        seconds: that this took.
        masks: of each object; none where the network says only boxes.
    """

    image: str
    size: tuple[int, int]
    found: FoundBoxes
    effort: Effort | None = None
    seconds: float = 0.0
    masks: tuple[MaskPart, ...] = ()


@dataclass(frozen=True, slots=True)
class BoxPrediction:
    """What is shown of one picture, and what it was chosen from.

    Attributes:
        said: the objects, in words and numbers.
        candidates: best first, in pixels of the original; classes are numbered as the network's outputs are.
        masks: of each candidate; none where the network says only boxes.
    """

    said: PictureBoxes
    candidates: FoundBoxes
    masks: tuple[MaskPart, ...] = ()

    def rows(self) -> NDArray[np.float32]:
        """(n, ``CANDIDATE_COLUMNS``) the candidates as rows of numbers: corners, class, score, place."""
        found = self.candidates
        places = np.full(len(found.scores), -1) if found.places is None else found.places
        return np.column_stack([found.boxes_xyxy, found.classes, found.scores, places]).astype(np.float32)


def find_in_pictures(
    run: LoadedRun, images: Sequence[Path], *, on_progress: OnProgress, choice: Choice = MEASURED
) -> tuple[list[FoundInPicture], dict[str, str]]:
    """Look at picture files.

    Returns:
        What was found in those that could be read, in their order, and the reason for each of the others.
    """
    problems: dict[str, str] = {}
    return list(_find_each(run, images, problems, on_progress=on_progress, choice=choice, asked=None)), problems


def predict_boxes(
    run: LoadedRun,
    images: Sequence[Path],
    problems: dict[str, str],
    *,
    on_progress: OnProgress,
    asked: ClassifierDetector | None = None,
) -> Iterator[BoxPrediction]:
    """The same for people, one by one: objects at the usual thresholds, beside the candidates for other ones.

    The reason for each picture that cannot be read goes into ``problems``. ``asked`` is how a classifier is asked about
    parts of pictures, where that shall be otherwise than its run says.
    """
    for each in _find_each(run, images, problems, on_progress=on_progress, choice=CANDIDATES, asked=asked):
        yield BoxPrediction(_said(run, each), _as_outputs(run, each.found), each.masks)


def _find_each(
    run: LoadedRun,
    images: Sequence[Path],
    problems: dict[str, str],
    *,
    on_progress: OnProgress,
    choice: Choice,
    asked: ClassifierDetector | None,
) -> Iterator[FoundInPicture]:
    own = None if run.config is None else run.config.detector
    asked = None if own is None else asked or own
    if asked is not None:
        yield from _ask_classifier(run, asked, images, problems, on_progress=on_progress, choice=choice)
        return
    choice = replace(choice, is_soft=run.looking.is_soft)
    if run.looking.in_tiles:
        yield from _look_in_tiles(run, images, problems, on_progress=on_progress, choice=choice)
        return
    batch = min(BATCH, len(images))  # One size for all: another one would be compiled anew.
    for start in range(0, len(images), BATCH):
        on_progress(READING, start, len(images))
        read = read_pictures(run, images[start : start + BATCH], problems)
        if read:
            yield from _find(run, read, choice, batch=batch)
    on_progress(READING, len(images), len(images))


def _said(run: LoadedRun, each: FoundInPicture) -> PictureBoxes:
    found = each.found
    least = np.array([run.looking.least_score(name) for name in run.object_classes])
    # Of boxes whose scores were lowered instead, all may stay.
    iou = 1.0 if run.looking.is_soft else SUPPRESSING_IOU
    # A better box always has a higher score than what it suppresses, so that thresholds may follow.
    chosen = choose_objects(found, overlaps_within(found), score_threshold=0.0, iou_threshold=iou).is_kept & (
        found.scores >= least[found.classes]
    )
    width, height = each.size
    boxes = tuple(
        FoundBox(
            label=run.object_classes[found.classes[place]],
            score=float(found.scores[place]),
            box_xyxy=tuple(found.boxes_xyxy[place].tolist()),
            mask_counts=mask_counts_of(each.masks[place], height=height, width=width) if each.masks else None,
        )
        for place in np.flatnonzero(chosen)
    )
    return PictureBoxes(image=each.image, width=width, height=height, boxes=boxes, effort=_effort(each))


def _effort(each: FoundInPicture) -> AskingEffort | None:
    if each.effort is None:
        return None
    windows, multiply_adds, alone = each.effort
    return AskingEffort(parts=windows, multiply_adds=multiply_adds, alone=alone, seconds=round(each.seconds, 4))


def _as_outputs(run: LoadedRun, found: FoundBoxes) -> FoundBoxes:
    """The same with the numbers of classes among the network's outputs, as whoever looks into the network counts."""
    numbers = np.array([run.classes.index(name) for name in run.object_classes], np.int64)
    return replace(found, classes=numbers[found.classes])


def _look_in_tiles(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str], *, on_progress: OnProgress, choice: Choice
) -> Iterator[FoundInPicture]:
    """The same with overlapping parts of the pictures beside the whole ones."""
    for number, image in enumerate(images):
        on_progress(READING, number, len(images))
        try:
            size, (objects, masks) = find_in_tiles(run, image, choice, on_progress=on_progress)
        except DecodeError as error:
            problems[str(image)] = error.reason
            continue
        yield FoundInPicture(str(image), size, objects, masks=masks)
    on_progress(READING, len(images), len(images))


def _ask_classifier(
    run: LoadedRun,
    asked: ClassifierDetector,
    images: Sequence[Path],
    problems: dict[str, str],
    *,
    on_progress: OnProgress,
    choice: Choice,
) -> Iterator[FoundInPicture]:
    """The same for a classifier that is asked about parts of pictures."""
    for number, image in enumerate(images):
        on_progress(READING, number, len(images))
        try:
            picture = read_whole(image, channels=run.input.channels)
        except DecodeError as error:
            problems[str(image)] = error.reason
            continue
        began = time.perf_counter()
        objects, effort = ask_for_objects(run, asked, picture, choice)
        size, seconds = (picture.shape[1], picture.shape[0]), time.perf_counter() - began
        yield FoundInPicture(str(image), size, objects, effort, seconds)
    on_progress(READING, len(images), len(images))


def read_pictures(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str]
) -> list[tuple[str, Pixels, Placement]]:
    """Pictures as they are fitted to the network; the reason for each that cannot be read goes into ``problems``."""
    read = []
    for image in images:
        try:
            pixels, placement = run.read(image)
        except DecodeError as error:
            problems[str(image)] = error.reason
            continue
        read.append((str(image), pixels, placement))
    return read


def _find(
    run: LoadedRun, read: Sequence[tuple[str, Pixels, Placement]], choice: Choice, *, batch: int
) -> list[FoundInPicture]:
    fitted = np.stack([pixels for _, pixels, _ in read])
    padded = np.concatenate([fitted, np.zeros((batch - len(fitted), *fitted.shape[1:]), fitted.dtype)])
    placements = [placement for _, _, placement in read]
    found = finder_of(run, choice).find_masked(run.prepare(padded), placements)
    return [
        FoundInPicture(image, placement.original_size, each, masks=masks)
        for (image, _, placement), (each, masks) in zip(read, found, strict=True)
    ]
