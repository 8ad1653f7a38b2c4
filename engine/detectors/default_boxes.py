"""SSD: default boxes of several maps, which change a little and have a class or none."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from keras import ops

from engine.detectors.stages import AssignmentRule, BoxStage, first, overlaps_of_matches
from engine.losses.default_boxes import DefaultBoxLoss, read_default_boxes
from engine.ops.boxes.finding import ScoredBoxes
from engine.ops.boxes.truth_rows import TruthRows
from models.graph import Graph
from models.nodes import DefaultBoxRows
from models.nodes.grids import CORNERS

Tensor = Any


@dataclass(frozen=True, slots=True)
class DefaultBoxHead:
    """Rows (B, default boxes, 8 + 1 + classes): corners, changes, logits of the background and of every class.

    Attributes:
        maps: rows, columns and boxes of a cell of each map, the finest first.
        picture_px: height and width of the network's input.
        costs: of what is said.
    """

    maps: tuple[tuple[int, int, int], ...]
    picture_px: tuple[int, int]
    costs: DefaultBoxLoss = field(default_factory=DefaultBoxLoss)

    @classmethod
    def of(cls, graph: Graph) -> "DefaultBoxHead":
        node = graph.node(graph.outputs[0])
        assert isinstance(node.operation, DefaultBoxRows)
        measured = graph.shapes()
        height, width, _ = measured[graph.inputs[0]]
        sides = [measured[name][:2] for name in node.inputs[::2]]
        maps = tuple(
            (rows, columns, len(one) // 2) for (rows, columns), one in zip(sides, node.operation.shapes, strict=True)
        )
        return cls(maps, (height, width))

    def loss(self, truth: TruthRows, outputs: Tensor) -> Tensor:
        return self.costs(truth, outputs, picture_px=self.picture_px)

    def read(self, outputs: Tensor) -> ScoredBoxes:
        """The softmax of a default box, without the share of the background."""
        said = read_default_boxes(outputs, picture_px=self.picture_px)
        return ScoredBoxes(said.boxes_xyxy, ops.softmax(said.logits)[..., 1:])

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """The mean of changes and logits of default boxes that are each other's mirror images."""
        back = ops.take(mirrored, self._mirrored_places(), axis=1)
        said = ops.concatenate([-back[..., CORNERS : CORNERS + 1], back[..., CORNERS + 1 :]], axis=-1)
        return ops.concatenate([outputs[..., :CORNERS], (outputs[..., CORNERS:] + said) / 2.0], axis=-1)

    def look(self, truth: TruthRows | None, outputs: Tensor) -> BoxStage:
        """Places are the default boxes."""
        said, found = read_default_boxes(outputs, picture_px=self.picture_px), self.read(outputs)
        matches = values = None
        if truth is not None:
            learned = self.costs.matches(truth, said)
            matches, values = first(learned), first(overlaps_of_matches(said.anchors_xyxy[None], learned, truth))
        return BoxStage(
            place="default box",
            maps=self.maps,
            places_xyxy=ops.convert_to_numpy(said.anchors_xyxy),
            boxes_xyxy=first(found.boxes_xyxy)[:, None],
            scores=first(found.scores),
            rule=AssignmentRule(words=self._rule(), measure="IoU", least=self.costs.iou),
            matches=matches,
            values=values,
        )

    def _rule(self) -> str:
        return (
            "Each object takes the default box that overlaps it most; others learn it too if their IoU is above "
            f"{self.costs.iou:g}. Of the rest, those least sure that nothing is there learn it, {self.costs.negatives} "
            "for each that learns an object. All others learn nothing."
        )

    def _mirrored_places(self) -> np.ndarray:
        """For each default box the place of its mirror image."""
        places, first = [], 0
        for one in self.maps:
            count = int(np.prod(one))
            places.append((first + np.arange(count)).reshape(one)[:, ::-1].reshape(-1))
            first += count
        return np.concatenate(places)
