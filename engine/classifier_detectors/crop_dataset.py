"""A dataset of crops, written from a dataset of boxes: what a classifier learns that is to be asked about boxes.

Girshick et al. 2014 (1311.2524, section 2.3): what overlaps an object well enough shows its class, all else shows
background, which is one more class. Crops of a picture belong to the split of the picture.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.classifier_detectors.crops import Floats, Pixels, cut_crops
from engine.contract.classifier_detectors import BACKGROUND
from engine.contract.config import TaskName
from engine.contract.crops import CropOptions
from engine.contract.dataset import ImageRow, Split
from engine.contract.errors import UserError
from engine.data.reading import read_whole
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.pictures.decode import DecodeError
from engine.dataset.writers.destination import new_folder
from engine.dataset.writers.folders import class_folders
from engine.ops.detections.objects import FoundBoxes, compare_boxes, found_boxes, true_boxes
from engine.tasks.box_truth import PictureBoxes, box_classes, boxes_of
from models.selective_search.proposing import SINGLE
from models.selective_search.searching import search_boxes

OnProgress = Callable[[str, int, int], None]

SEARCH_SIDE_PX = 256
MOST_PROPOSALS = 500
MOST_PREVIEWED, MOST_OF_CLASS = 12, 10
"""Pictures that a preview looks at, and crops of a class that it shows."""
_TRIES = 20
# Of the picture's shorter side.
_LEAST_SHARE, _LARGEST_SHARE = 0.06, 0.6
_BYTES_PER_PIXEL = 3


@dataclass(frozen=True, slots=True)
class WrittenCrops:
    """What was written.

    Attributes:
        images: pictures whose crops were taken.
        classes: the number of crops of each class, background included.
        unread: pictures that could not be read, with the reason.
    """

    images: int
    classes: Mapping[str, int]
    unread: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A part of a picture, (side, side, 3), and the class that it shows."""

    label: str
    pixels: Pixels


def write_crops(index: DatasetIndex, out: Path, options: CropOptions, *, on_progress: OnProgress) -> WrittenCrops:
    """Write a folder for each class, in a folder for each split; all of it, or nothing.

    Args:
        index: a dataset with boxes.
        out: a new or empty folder.
        options: which parts, and of which size.
        on_progress: told (what, done, total); may raise to stop.

    Raises:
        UserError: the dataset has no boxes, one of its classes is called background, or ``out`` cannot be written.
    """
    classes = _require_classes(index)
    rows = index.rows(labelled=False)
    truth = boxes_of(index, rows, classes)
    folders = class_folders((*classes, BACKGROUND))
    counts: Counter[str] = Counter()
    unread: dict[str, str] = {}
    planned = sum(_planned(truth, classes, options).values())
    needed = planned * options.size_px**2 * _BYTES_PER_PIXEL
    with new_folder(out, source=index.root.resolve(), needed_bytes=needed) as folder:
        for number, row in enumerate(rows):
            on_progress("Cutting crops", number, len(rows))
            try:
                picture = read_whole(index.root / row.path, channels=3)
            except DecodeError as error:
                unread[row.path] = error.reason
                continue
            crops = crops_of(picture, truth[row.path], classes, options, chance=_chance(options.seed, row))
            for place, crop in enumerate(crops):
                kept = folder / (row.split or Split.TRAIN).value / folders[crop.label]
                kept.mkdir(parents=True, exist_ok=True)
                Image.fromarray(crop.pixels).save(kept / f"{number:06d}-{place:03d}.png", compress_level=1)
                counts[crop.label] += 1
        on_progress("Cutting crops", len(rows), len(rows))
    return WrittenCrops(len(rows) - len(unread), {name: counts[name] for name in (*classes, BACKGROUND)}, unread)


def crops_of(
    picture: Pixels, truth: PictureBoxes, classes: tuple[str, ...], options: CropOptions, *, chance: np.random.Generator
) -> Iterator[Crop]:
    """Each object as it is and a little moved, and some of what is no object."""
    is_wanted = is_object(truth)
    objects, numbers = truth.boxes_xyxy[is_wanted], truth.classes[is_wanted]
    moved = [_moved(box, chance, least_iou=options.near_iou) for box in objects for _ in range(options.moved)]
    boxes = np.concatenate([objects, np.array(moved).reshape(-1, 4)])
    labels = [classes[one] for one in (*numbers, *np.repeat(numbers, options.moved))]
    most = _most_backgrounds(len(objects), options)
    backgrounds = _backgrounds(picture, truth, chance, most=most, far_iou=options.far_iou)
    every = np.concatenate([boxes, backgrounds])
    crops = cut_crops(picture, every, size_px=(options.size_px, options.size_px))
    return (Crop(label, crop) for label, crop in zip([*labels, *[BACKGROUND] * len(backgrounds)], crops, strict=True))


def preview_crops(
    index: DatasetIndex, options: CropOptions, *, on_progress: OnProgress
) -> tuple[list[Crop], Mapping[str, int]]:
    """Some crops of each class, as they would be written, and how many of each there would be.

    Raises:
        UserError: there is nothing to cut out, as for ``write_crops``.
    """
    classes = _require_classes(index)
    rows = index.rows(labelled=False)
    truth = boxes_of(index, rows, classes)
    shown: dict[str, list[Crop]] = {name: [] for name in (*classes, BACKGROUND)}
    looked_at = [row for row in rows if is_object(truth[row.path]).any()][:MOST_PREVIEWED]
    for number, row in enumerate(looked_at):
        on_progress("Cutting crops", number, len(looked_at))
        try:
            picture = read_whole(index.root / row.path, channels=3)
        except DecodeError:
            continue  # the writing tells about it
        for crop in crops_of(picture, truth[row.path], classes, options, chance=_chance(options.seed, row)):
            shown[crop.label].append(crop)
    some = [crop for crops in shown.values() for crop in crops[:MOST_OF_CLASS]]
    return some, _planned(truth, classes, options)


def overlaps_of(boxes_xyxy: Floats, truth: PictureBoxes) -> Floats:
    """(m, n) IoU of boxes with the objects of a picture; with a crowd the share of the box that lies in it."""
    return compare_boxes(
        true_boxes(truth.boxes_xyxy, truth.classes, is_crowd=truth.is_crowd), _of_no_class(boxes_xyxy)
    ).overlaps


def _require_classes(index: DatasetIndex) -> tuple[str, ...]:
    classes = box_classes(index)
    if TaskName.DETECTION not in index.summary().tasks:
        raise UserError(f"There are no boxes to cut out. Received: {index.root}.", "Choose a dataset with boxes.")
    if BACKGROUND in classes:
        raise UserError(
            f"Crops that show no object are of the class {BACKGROUND}, which the dataset has already. Received: "
            f"{', '.join(classes[:10])}.",
            "Give that class another name.",
        )
    return classes


def _planned(truth: Mapping[str, PictureBoxes], classes: tuple[str, ...], options: CropOptions) -> dict[str, int]:
    """Crops of each class; of background as many as there are at most."""
    numbers = [one.classes[is_object(one)] for one in truth.values()]
    counts = np.bincount(np.concatenate([np.zeros(0, np.int64), *numbers]), minlength=len(classes))
    planned = {name: int(count) * (1 + options.moved) for name, count in zip(classes, counts, strict=True)}
    return planned | {BACKGROUND: sum(2 * (_most_backgrounds(len(each), options) // 2) for each in numbers)}


def _most_backgrounds(objects: int, options: CropOptions) -> int:
    return max(options.least_backgrounds, options.backgrounds * objects)


def is_object(truth: PictureBoxes) -> NDArray[np.bool_]:
    """(n,) which boxes of a picture hold one object; crowds and boxes without area do not."""
    holds_one: NDArray[np.bool_] = ~truth.is_crowd & (truth.boxes_xyxy[:, 2:] > truth.boxes_xyxy[:, :2]).all(axis=1)
    return holds_one


def _chance(seed: int, row: ImageRow) -> np.random.Generator:
    return np.random.default_rng([seed, *row.path.encode()])


def _moved(box: Floats, chance: np.random.Generator, *, least_iou: float) -> Floats:
    """A box moved and resized a little; as it is where no try stays near enough."""
    sides = np.tile(box[2:] - box[:2], 2)
    tries = box + chance.uniform(-0.2, 0.2, (_TRIES, 4)) * sides
    truth = PictureBoxes(box[None], np.zeros(1, np.int64), np.zeros(1, np.bool_), np.ones(1))
    near = np.flatnonzero(overlaps_of(tries, truth)[:, 0] >= least_iou)
    return np.asarray(tries[near[0]] if len(near) else box)


def _backgrounds(
    picture: Pixels, truth: PictureBoxes, chance: np.random.Generator, *, most: int, far_iou: float
) -> Floats:
    """Some boxes that overlap no object: proposals, which look like something, and boxes anywhere, which do not."""
    proposals = search_boxes(picture, mode=SINGLE, side_px=SEARCH_SIDE_PX, most=MOST_PROPOSALS)
    anywhere = _boxes_anywhere(picture, chance, most)
    far = [boxes[(overlaps_of(boxes, truth) < far_iou).all(axis=1)] for boxes in (proposals, anywhere)]
    return np.concatenate([_some(each, chance, most // 2) for each in far])


def _some(far: Floats, chance: np.random.Generator, most: int) -> Floats:
    return far[np.sort(chance.permutation(len(far))[:most])]


def _boxes_anywhere(picture: Pixels, chance: np.random.Generator, count: int) -> Floats:
    """(count, 4) boxes of all sizes within a picture, more of them at its border than by chance."""
    height, width = picture.shape[:2]
    side = min(height, width) * np.exp(chance.uniform(np.log(_LEAST_SHARE), np.log(_LARGEST_SHARE), count))
    ratio = np.exp(chance.uniform(-0.5, 0.5, count) / 2)
    sizes = np.stack([side * ratio, side / ratio], axis=1)
    room = np.array([width, height]) - sizes
    first = np.clip(chance.uniform(-0.3, 1.3, (count, 2)) * room, 0, room)
    return np.concatenate([first, first + sizes], axis=1)


def _of_no_class(boxes_xyxy: Floats) -> FoundBoxes:
    return found_boxes(boxes_xyxy, np.zeros(len(boxes_xyxy)), np.zeros(len(boxes_xyxy)))
