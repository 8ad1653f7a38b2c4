"""What the boxes of a dataset are like: how large, how many, and the shapes that the boxes of a network start from."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import InputConfig
from engine.contract.dataset import ImageRow
from engine.data.fitting import place
from engine.dataset.index.dataset_index import DatasetIndex
from engine.ops.boxes.anchor_clusters import AnchorClusters, cluster_shapes
from engine.ops.detections.objects import box_areas
from engine.tasks.box_truth import boxes_of, rows_with_truth
from models.nodes.grids import THOUSANDTHS
from models.options import Table

Floats = NDArray[np.float64]
COUNT: Final = 5
"""As many as the second YOLO has (1612.08242, section 2)."""
MOST_BOXES: Final = 20_000


@dataclass(frozen=True)
class TrainingBoxes:
    """The boxes of the pictures to learn from, all pictures where none is said to be one; read once, when asked for.

    Attributes:
        index: the dataset.
        classes: of objects.
    """

    index: DatasetIndex
    classes: tuple[str, ...]

    def sides(self) -> Floats:
        """(n,) square roots of the areas of boxes, as shares of the longer side of their picture; none without area."""
        sides = [np.sqrt(box_areas(boxes)) / max(row.width or 1, row.height or 1) for row, boxes in self._pictures]
        found: Floats = np.concatenate([np.zeros(0), *sides])
        return found[found > 0]

    def most(self) -> int:
        """Boxes of the fullest picture."""
        return max((len(boxes) for _, boxes in self._pictures), default=0)

    def usual(self) -> float:
        """Boxes of a picture, in the mean; 0 without pictures."""
        return float(np.mean([len(boxes) for _, boxes in self._pictures])) if self._pictures else 0.0

    def clusters(self, shown: InputConfig) -> AnchorClusters | None:
        """Shapes around which they gather, in thousandths of the network's input.

        Args:
            shown: how pictures are fitted to the network.

        Returns:
            Clusters, whose ``shapes_px`` are thousandths; None where no box has an area.
        """
        fitted = [
            np.asarray(place((row.width or 1, row.height or 1), shown).boxes_to_input(boxes))
            for row, boxes in self._pictures
        ]
        boxes = np.concatenate([each.reshape(-1, 4) for each in fitted])
        shapes = THOUSANDTHS * (boxes[:, 2:] - boxes[:, :2]) / [shown.width, shown.height]
        shapes = shapes[(shapes > 0).all(axis=1)]
        if not len(shapes):
            return None
        chosen = np.random.default_rng(0).permutation(len(shapes))[:MOST_BOXES]
        return cluster_shapes(shapes[chosen], count=COUNT, seed=0)

    @cached_property
    def _pictures(self) -> tuple[tuple[ImageRow, Floats], ...]:
        """Each picture with its boxes (n, 4)."""
        rows = rows_with_truth(self.index)
        rows = [row for row in rows if row.split == "train"] or rows
        truth = boxes_of(self.index, rows, self.classes)
        return tuple((row, truth[row.path].boxes_xyxy) for row in rows)


def table_of(clusters: AnchorClusters) -> Table:
    """The shapes as an option of a network."""
    return tuple((max(1, round(width)), max(1, round(height))) for width, height in clusters.shapes_px.tolist())
