"""Asks a classifier about windows all over a picture: crop by crop, or all at once by a fully convolutional network.

Sermanet et al. 2014, OverFeat (1312.6229, section 3.5): what the layers compute for one window they have mostly
computed for its neighbour. So the network with convolutions in place of dense layers is given the whole picture, once
for each shape of windows, and says of all windows of a grid what it would say of each. That is exact where no layer
pads.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.classifier_detectors.choosing import class_columns, keep_best
from engine.classifier_detectors.classifying import class_scores, crop_multiply_adds
from engine.classifier_detectors.crops import Floats, Pixels
from engine.classifier_detectors.effort import Effort
from engine.classifier_detectors.window_grid import WindowGrid, window_grid
from engine.contract.classifier_detectors import SlidingWindows
from engine.fully_convolutional import free_window_network, window_multiply_adds
from engine.inspect.class_heat_map import window_scores
from engine.model_store import LoadedRun
from engine.ops.boxes.finding import Choice
from engine.ops.detections.objects import FoundBoxes
from models.options import Pair


@dataclass(frozen=True, slots=True)
class ScoredWindows:
    """What a classifier says of the windows of a picture.

    Attributes:
        boxes_xyxy: (n, 4) what each is for, in pixels of the picture.
        scores: (n, outputs) in [0, 1].
    """

    boxes_xyxy: Floats
    scores: Floats


def find_by_windows(
    run: LoadedRun, asked: SlidingWindows, picture: Pixels, choice: Choice
) -> tuple[FoundBoxes, Effort]:
    """The objects of a picture (H, W, channels), and what it took to find them."""
    scored = score_windows(run, asked, picture)
    chosen = scored.scores[:, class_columns(run.object_classes, asked.outputs)]
    boxes = np.repeat(scored.boxes_xyxy[:, None], len(run.object_classes), axis=1)
    size_px = picture.shape[0], picture.shape[1]
    return keep_best(boxes, chosen, asked, choice, size_px=size_px), window_effort(run, asked, size_px)


def score_windows(run: LoadedRun, asked: SlidingWindows, picture: Pixels) -> ScoredWindows:
    """Ask about every window of a picture (H, W, channels).

    Raises:
        UserError: the network cannot be made fully convolutional.
    """
    grids = grids_of(run, asked, (picture.shape[0], picture.shape[1]))
    ask = _convolutional_scores if asked.evaluation == "convolutional" else _crop_scores
    return ScoredWindows(
        np.concatenate([grid.boxes() for grid in grids]),
        np.concatenate([ask(run, grid, grid.canvas(picture)) for grid in grids]),
    )


def window_effort(run: LoadedRun, asked: SlidingWindows, size_px: Pair) -> Effort:
    """What it takes to ask about a picture of some rows and columns."""
    grids = grids_of(run, asked, size_px)
    windows = sum(grid.windows for grid in grids)
    alone = windows * crop_multiply_adds(run)
    if asked.evaluation == "crops":
        return Effort(windows, alone, alone)
    return Effort(windows, sum(_canvas_multiply_adds(run, grid.canvas_px) for grid in grids), alone)


def grids_of(run: LoadedRun, asked: SlidingWindows, size_px: Pair) -> list[WindowGrid]:
    """The windows of each shape; they lie as far apart as whole strides of the network allow, in both evaluations."""
    network = free_window_network(run)
    window_px = (run.input.height, run.input.width)
    down, right = (
        stride * max(1, round(asked.stride * window / stride))
        for stride, window in zip(network.stride_px, window_px, strict=True)
    )
    return [window_grid(size_px, shape, window_px=window_px, stride_px=(down, right)) for shape in asked.shapes_px]


def _crop_scores(run: LoadedRun, grid: WindowGrid, canvas: Pixels) -> Floats:
    return class_scores(run, grid.crops(canvas))


def _convolutional_scores(run: LoadedRun, grid: WindowGrid, canvas: Pixels) -> Floats:
    network = free_window_network(run)
    prepared = run.preparation.for_any_size().apply(canvas[np.newaxis])
    scores = window_scores(np.asarray(network.model(prepared, training=False), np.float32)[0])
    steps = [stride // least for stride, least in zip(grid.stride_px, network.stride_px, strict=True)]
    chosen = scores[:: steps[0], :: steps[1]][: grid.counts[0], : grid.counts[1]]
    return chosen.reshape(-1, chosen.shape[-1]).astype(np.float64)


@lru_cache(maxsize=256)
def _canvas_multiply_adds(run: LoadedRun, canvas_px: Pair) -> int:
    return window_multiply_adds(run, canvas_px)
