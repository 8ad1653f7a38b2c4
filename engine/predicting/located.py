"""What a network for one class and one box says of pictures, and the box of its class activation map beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.contract.boxes import BoxXYXY, FoundBox, PictureBoxes
from engine.data.fitting import Placement
from engine.model_store import LoadedRun, Pixels
from engine.ops.detections.objects import FoundBoxes
from engine.predicting.boxes import BATCH, READING, BoxPrediction, read_pictures
from engine.predicting.cam_boxes import cam_boxes_of
from engine.predicting.finder import ONLY_BOX, finder_of

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class LocatedInPicture:
    """The class and the box of one picture file.

    Attributes:
        image: as it was asked for.
        size: (width, height) of the upright original.
        found: one box in its pixels.
        cam_box: of the class activation map; None where the map has nothing above zero.
    """

    image: str
    size: tuple[int, int]
    found: FoundBoxes
    cam_box: BoxXYXY | None

    @property
    def label(self) -> int:
        """The number of the class."""
        return int(self.found.classes[0])

    @property
    def box(self) -> BoxXYXY:
        """The one that is said."""
        left, top, right, bottom = self.found.boxes_xyxy[0].tolist()
        return left, top, right, bottom


def locate_in_pictures(
    run: LoadedRun, images: Sequence[Path], *, on_progress: OnProgress
) -> tuple[list[LocatedInPicture], dict[str, str]]:
    """Look at picture files.

    Returns:
        What is said of those that could be read, in their order, and the reason for each of the others.
    """
    problems: dict[str, str] = {}
    return list(_locate_each(run, images, problems, on_progress=on_progress)), problems


def predict_location(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str], *, on_progress: OnProgress
) -> Iterator[BoxPrediction]:
    """The same for people, one by one; the only candidate of a picture is its box.

    The reason for each picture that cannot be read goes into ``problems``.
    """
    for each in _locate_each(run, images, problems, on_progress=on_progress):
        yield BoxPrediction(_said(run, each), each.found)


def _locate_each(
    run: LoadedRun, images: Sequence[Path], problems: dict[str, str], *, on_progress: OnProgress
) -> Iterator[LocatedInPicture]:
    batch = min(BATCH, len(images))  # One size for all: another one would be compiled anew.
    for start in range(0, len(images), BATCH):
        on_progress(READING, start, len(images))
        read = read_pictures(run, images[start : start + BATCH], problems)
        if read:
            yield from _locate(run, read, batch=batch)
    on_progress(READING, len(images), len(images))


def _said(run: LoadedRun, each: LocatedInPicture) -> PictureBoxes:
    box = FoundBox(label=run.object_classes[each.label], score=float(each.found.scores[0]), box_xyxy=each.box)
    width, height = each.size
    return PictureBoxes(image=each.image, width=width, height=height, boxes=(box,), cam_box_xyxy=each.cam_box)


def _locate(run: LoadedRun, read: Sequence[tuple[str, Pixels, Placement]], *, batch: int) -> list[LocatedInPicture]:
    fitted = np.stack([pixels for _, pixels, _ in read])
    padded = np.concatenate([fitted, np.zeros((batch - len(fitted), *fitted.shape[1:]), fitted.dtype)])
    placements = [placement for _, _, placement in read]
    prepared = run.prepare(padded)
    found = finder_of(run, ONLY_BOX).find(prepared, placements)
    classes = np.zeros(batch, np.int64)
    classes[: len(found)] = [each.classes[0] for each in found]
    boxes = cam_boxes_of(run).find(prepared, classes, placements)
    return [
        LocatedInPicture(image, placement.original_size, each, box)
        for (image, _, placement), each, box in zip(read, found, boxes, strict=True)
    ]
