"""What an engine tells of the stages of two detectors, made by hand: pictures of 96 x 64 pixels."""

from typing import Final

import numpy as np

from engine.contract.box_stages import BoxStagesSeen, RegionSeen, SeenStage
from engine.contract.boxes import TrueBox
from engine.contract.framing import Array

CLASSES: Final = ("leaf", "nut")
TRUTH: Final = (
    TrueBox(label="leaf", box_xyxy=(2, 4, 30, 34)),
    TrueBox(label="nut", box_xyxy=(40, 10, 90, 60)),
    TrueBox(label="nut", box_xyxy=(70, 0, 96, 20), is_crowd=True),
)
Answer = tuple[BoxStagesSeen, list[Array]]


def cells(rows: int, columns: int, each: int) -> np.ndarray:
    """Cells of a map over the picture, as many times as there are places in each."""
    y, x = np.meshgrid(np.arange(rows) * 64 / rows, np.arange(columns) * 96 / columns, indexing="ij")
    corners = np.stack([x, y, x + 96 / columns, y + 64 / rows], axis=-1).reshape(-1, 4)
    return np.repeat(corners, each, axis=0).astype(np.float32)


def one_stage(run: str, image: str, *, knows_truth: bool = True) -> Answer:
    """Two maps: 2 x 3 cells with one place each, and one cell with two."""
    places = np.concatenate([cells(2, 3, 1), cells(1, 1, 2)])
    boxes = places.copy()
    boxes[0], boxes[1], boxes[7] = (3, 4, 30, 34), (2, 4, 31, 35), (42, 12, 90, 58)
    scores = np.zeros((8, 2), np.float32)
    scores[0, 0], scores[1, 0], scores[7, 1], scores[3, 1] = 0.9, 0.6, 0.8, 0.2
    matches = np.array([0, 0, -1, -1, -2, -1, -1, 1], np.int32)
    values = np.array([0.7, 0.4, 0.1, 0, 0.3, 0, 0, 0.55], np.float32)
    told = SeenStage(
        place="default box", maps=((2, 3, 1), (1, 1, 2)), rule="The rule of default boxes.", measure="IoU", least=0.5
    )
    stage = [places, boxes[:, None], scores, np.zeros(0, np.float32), matches, values]
    return _answer(run, image, (told,), [stage], knows_truth=knows_truth)


def two_stages(run: str, image: str) -> Answer:
    """Six anchors, of which three propose regions; one proposal is missing."""
    anchors = cells(2, 3, 1)
    objectness = np.array([0.9, 0.2, 0.1, 0.3, 0.8, 0.7], np.float32)
    proposed = anchors + np.array([1, 2, 3, 4], np.float32)
    matches = np.array([0, -1, -1, -2, 1, 1], np.int32)
    first = SeenStage(place="anchor", maps=((2, 3, 1),), rule="The rule of anchors.", measure="IoU", least=0.7)
    origins = np.array([0, 4, 5, -1], np.int32)
    regions = np.concatenate([proposed[origins[:3]], np.zeros((1, 4), np.float32)])
    boxes = np.stack([regions, regions + np.float32(2)], axis=1)
    scores = np.array([[0.95, 0.01], [0.1, 0.7], [0.05, 0.6], [0, 0]], np.float32)
    second = SeenStage(place="proposal", maps=(), rule="The rule of proposals.", measure="IoU", least=0.5)
    stages = [
        [anchors, proposed[:, None], objectness[:, None], objectness, matches, np.full(6, 0.5, np.float32)],
        [
            regions, boxes, scores, np.zeros(0, np.float32),
            np.array([0, 1, -1, -2], np.int32), np.array([0.8, 0.6, 0.2, 0], np.float32),
        ],
    ]  # fmt: skip
    return _answer(run, image, (first, second), stages, origins=origins)


def read_region(run: str, image: str, region: int) -> tuple[RegionSeen, list[Array]]:
    """Two by two bins of one region, read at four points of a map with three channels."""
    told = RegionSeen(run=run, image=image, region=region, reader="RoI align", layer="level1", map_shape=(16, 24, 3))
    points = np.array([[5, 5], [9, 5], [5, 9], [9, 9]], np.float32)
    return told, [cells(2, 2, 1).reshape(2, 2, 4) / 4, points, np.arange(12, dtype=np.float32).reshape(2, 2, 3)]


def _answer(
    run: str,
    image: str,
    told: tuple[SeenStage, ...],
    stages: list[list[Array]],
    *,
    origins: Array | None = None,
    knows_truth: bool = True,
) -> Answer:
    nothing = np.zeros(0, np.int32)
    arrays = [array for stage in stages for array in (stage if knows_truth else [*stage[:4], nothing, nothing])]
    event = BoxStagesSeen(
        run=run,
        image=image,
        classes=CLASSES,
        stages=told,
        truth=TRUTH if knows_truth else None,
        size=(96, 64),
        area_xyxy=(0, 0, 96, 64),
        has_regions=origins is not None,
        is_mean=origins is not None,
    )
    return event, [*arrays, nothing if origins is None else origins]
