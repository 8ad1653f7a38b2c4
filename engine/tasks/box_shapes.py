"""Shapes that the boxes of a grid start from, found among the boxes of a dataset."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import InputConfig
from engine.contract.dataset import ImageRow
from engine.data.fitting import place
from engine.dataset.index.dataset_index import DatasetIndex
from engine.ops.boxes.anchor_clusters import AnchorClusters, cluster_shapes
from engine.tasks.box_truth import boxes_of, rows_with_truth
from models.nodes.grids import THOUSANDTHS
from models.options import Table

COUNT: Final = 5
"""As many as the second YOLO has (1612.08242, section 2)."""
MOST_BOXES: Final = 20_000


def cluster_boxes(index: DatasetIndex, shown: InputConfig, classes: tuple[str, ...]) -> AnchorClusters | None:
    """Shapes around which the boxes of the training pictures gather, in thousandths of the network's input.

    Args:
        index: the dataset.
        shown: how pictures are fitted to the network.
        classes: of objects.

    Returns:
        Clusters, whose ``shapes_px`` are thousandths; None where no box has an area.
    """
    fitted = [
        np.asarray(place((row.width or 1, row.height or 1), shown).boxes_to_input(boxes))
        for row, boxes in training_boxes(index, classes)
    ]
    boxes = np.concatenate([each.reshape(-1, 4) for each in fitted])
    shapes = THOUSANDTHS * (boxes[:, 2:] - boxes[:, :2]) / [shown.width, shown.height]
    shapes = shapes[(shapes > 0).all(axis=1)]
    if not len(shapes):
        return None
    chosen = np.random.default_rng(0).permutation(len(shapes))[:MOST_BOXES]
    return cluster_shapes(shapes[chosen], count=COUNT, seed=0)


def box_sides(index: DatasetIndex, classes: tuple[str, ...]) -> NDArray[np.float64]:
    """(n,) square roots of the areas of the training pictures' boxes, as shares of the longer side of their picture.

    Args:
        index: the dataset.
        classes: of objects.
    """
    sides = [
        np.sqrt(np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 0.0), axis=1)) / max(row.width or 1, row.height or 1)
        for row, boxes in training_boxes(index, classes)
    ]
    found: NDArray[np.float64] = np.concatenate([np.zeros(0), *sides])
    return found[found > 0]


def training_boxes(index: DatasetIndex, classes: tuple[str, ...]) -> Iterator[tuple[ImageRow, NDArray[np.float64]]]:
    """Pictures to learn from, all where none is said to be, with their boxes (n, 4)."""
    rows = rows_with_truth(index)
    rows = [row for row in rows if row.split == "train"] or rows
    truth = boxes_of(index, rows, classes)
    for row in rows:
        yield row, truth[row.path].boxes_xyxy


def table_of(clusters: AnchorClusters) -> Table:
    """The shapes as an option of a network."""
    return tuple((max(1, round(width)), max(1, round(height))) for width, height in clusters.shapes_px.tolist())
