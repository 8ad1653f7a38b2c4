"""Measures the mask of one picture of any size, of which some rows are in memory at a time."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import MaskConfig
from engine.contract.mask_doubts import DoubtfulArea
from engine.dataset.pictures.regions.code_plane import CodePlane
from engine.dataset.pictures.regions.opening import opened_regions
from engine.dataset.pictures.regions.source import Region
from engine.evaluating.doubts import LARGEST_AT_ONCE_PIXELS, DoubtPlanes, doubtful_areas
from engine.evaluating.measured_scores import MeasuredScores
from engine.evaluating.objects import MatchedObjects, match_objects
from engine.model_store import LoadedRun
from engine.ops.boundary_f1 import BoundaryTally, boundary_tolerance
from engine.ops.confusion import Indices
from engine.predicting.mask_network import mask_network
from engine.predicting.masks import separate
from engine.tasks.mask_truth import MaskTruth, require_same_size
from engine.tiling.parts import parts_of, strips_of

LARGEST_WITH_OBJECTS_PIXELS = LARGEST_AT_ONCE_PIXELS
"""Telling objects apart takes some sixty bytes a pixel, which larger pictures have no room for."""

_LEAST_TOLERANCE_PX = 1.5
_SIDE_PX = 1024
Codes = NDArray[np.uint8]
Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class MeasuredPicture:
    """What was found of one picture.

    Attributes:
        width: of the upright picture in pixels.
        height: likewise.
        confusion: (classes, classes) pixels of which class, taken for which.
        boundaries: boundary F1 of each class.
        objects: how single objects are found.
        predicted_objects: how many were told apart; None where they are not asked for, or the picture is too large.
        trust: how far the mask can be trusted.
        areas: what speaks against it.
        planes: true and predicted classes, as long as the picture is being measured.
        has_untold_objects: they would have been told apart in a smaller picture.
    """

    width: int
    height: int
    confusion: Indices
    boundaries: tuple[float | None, ...]
    objects: MatchedObjects
    predicted_objects: int | None
    trust: float | None
    areas: tuple[DoubtfulArea, ...]
    planes: DoubtPlanes
    has_untold_objects: bool


@contextmanager
def measured_picture(
    run: LoadedRun, root: Path, path: str, truth: MaskTruth, *, codes: Codes, step: Step
) -> Iterator[MeasuredPicture]:
    """Measure a picture; its planes lie on the disk until the end.

    Args:
        run: the network.
        root: folder of the dataset.
        path: of the picture in it.
        truth: what is drawn on it.
        codes: (256,) the run's class for every class of the dataset.
        step: called often; may raise to stop.

    Raises:
        UserError: picture or mask cannot be read, or there is no room on the disk.
    """

    def watch(_what: str, _done: int, _total: int) -> None:
        step()

    with ExitStack() as stack:
        true = stack.enter_context(_true_plane(truth, path, codes, step))
        source = stack.enter_context(opened_regions(root / path, on_progress=watch))
        height, width = source.height, source.width
        require_same_size(picture=(height, width), mask=(true.height, true.width), path=path)
        predicted, doubts = (stack.enter_context(CodePlane(height=height, width=width)) for _ in range(2))
        planes = DoubtPlanes(true, predicted, doubts)
        scores = MeasuredScores(planes, classes=len(run.classes))
        mask_network(run).predict(source, [scores], on_progress=watch)
        asks_objects = (MaskConfig() if run.config is None else run.config.masks).objects != "none"
        is_too_large = height * width > LARGEST_WITH_OBJECTS_PIXELS
        objects, count = (MatchedObjects(), None) if is_too_large else _objects(run, truth, path, predicted)
        yield MeasuredPicture(
            width=width,
            height=height,
            confusion=scores.confusion,
            boundaries=_boundaries(true, predicted, classes=len(run.classes), step=step),
            objects=objects,
            predicted_objects=count,
            trust=scores.trust.trust(),
            areas=doubtful_areas(planes, classes=run.classes, step=step),
            planes=planes,
            has_untold_objects=is_too_large and (asks_objects or truth.has_objects(path)),
        )


@contextmanager
def _true_plane(truth: MaskTruth, path: str, codes: Codes, step: Step) -> Iterator[CodePlane]:
    picture = truth.pictures[path]
    if picture.width * picture.height <= LARGEST_AT_ONCE_PIXELS:
        classes = truth.classes(path)
        with CodePlane(height=classes.shape[0], width=classes.shape[1]) as plane:
            plane.write(codes[classes], top=0)
            yield plane
        return
    with CodePlane(height=picture.height, width=picture.width) as plane:
        truth.paint_classes_onto(plane, path, step=step)
        for top, bottom in strips_of(0, plane.height, width=plane.width):
            step()
            plane.write(codes[plane.rows(top, bottom)], top=top)
        yield plane


def _objects(run: LoadedRun, truth: MaskTruth, path: str, predicted: CodePlane) -> tuple[MatchedObjects, int | None]:
    found = separate(predicted.rows(0, predicted.height), MaskConfig() if run.config is None else run.config.masks)
    matched = match_objects(truth, path, None if found is None else found.labels)
    return matched, None if found is None else len(found.classes)


def _boundaries(true: CodePlane, predicted: CodePlane, *, classes: int, step: Step) -> tuple[float | None, ...]:
    height, width = true.height, true.width
    tolerance = max(_LEAST_TOLERANCE_PX, boundary_tolerance(height=height, width=width))
    tally = BoundaryTally(classes=classes, tolerance_px=tolerance)
    whole = Region(top=0, bottom=height, left=0, right=width)
    for part in parts_of(whole, side_px=_SIDE_PX, margin_px=tally.margin_px, height=height, width=width):
        step()
        tally.add(true.read(part.window), predicted.read(part.window), inside=part.inside)
    return tally.scores()
