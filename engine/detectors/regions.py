"""Detectors in two stages: what they say of proposed regions."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from keras import ops

from engine.detectors.stages import AssignmentRule, BoxStage, first, overlaps_of_matches
from engine.losses.region_loss import RegionLoss
from engine.ops.boxes.finding import ScoredBoxes
from engine.ops.boxes.region_answers import CORNERS, read_regions, region_boxes
from engine.ops.boxes.truth_rows import TruthRows
from models.box_answers import searches_regions
from models.graph import Graph

Tensor = Any
FAST_RCNN_LEAST = 0.1
"""Of found regions, those that overlap no object at all teach little (1504.08083, section 2.3)."""


@dataclass(frozen=True, slots=True)
class RegionHead:
    """Rows (B, regions, 4 + 5 (classes + 1)): corners, class logits, changes for each class.

    Attributes:
        width_px: of the network's input.
        costs: of what is said.
    """

    width_px: int
    costs: RegionLoss = field(default_factory=RegionLoss)

    @classmethod
    def of(cls, graph: Graph) -> "RegionHead":
        """The head of a graph, which learns as Fast R-CNN does where its regions are searched, not learned."""
        costs = RegionLoss(least=FAST_RCNN_LEAST) if searches_regions(graph) else RegionLoss()
        return cls(graph.shapes()[graph.inputs[0]][1], costs)

    def loss(self, truth: TruthRows, outputs: Tensor) -> Tensor:
        return self.costs(truth, read_regions(outputs))

    def read(self, outputs: Tensor) -> ScoredBoxes:
        """Each class of a region has a box of its own, whose scores for the other classes are 0."""
        boxes, scores = region_boxes(read_regions(outputs))
        regions, classes = scores.shape[1:]
        alone = scores[..., None] * ops.eye(classes)
        count = regions * classes
        return ScoredBoxes(ops.reshape(boxes, (-1, count, CORNERS)), ops.reshape(alone, (-1, count, classes)))

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """The regions of both: other regions are proposed in a mirrored picture, so that there is no mean."""
        corners, logits, changes = read_regions(mirrored)
        back = ops.take(corners, np.array([2, 1, 0, 3]), axis=-1)
        is_there = ops.cast(corners[..., 2:3] > corners[..., :1], "float32")
        signs = np.array([-1, 0, -1, 0], np.float32)
        back = (back * np.where(signs, -1, 1) + self.width_px * np.abs(signs)) * is_there
        moved = changes * np.array([-1, 1, 1, 1], np.float32)
        flat = ops.reshape(moved, (-1, corners.shape[1], CORNERS * logits.shape[2]))
        return ops.concatenate([outputs, ops.concatenate([back, logits, flat], axis=-1)], axis=1)

    def look(self, truth: TruthRows | None, outputs: Tensor) -> BoxStage:
        """Places are the regions, of which each says a box for every class."""
        said = read_regions(outputs)
        boxes, scores = region_boxes(said)
        matches = None if truth is None else self.costs.matches(truth, said.regions_xyxy)
        values = None if truth is None else overlaps_of_matches(said.regions_xyxy, matches, truth)
        return BoxStage(
            place="proposal",
            maps=(),
            places_xyxy=first(said.regions_xyxy),
            boxes_xyxy=first(boxes),
            scores=first(scores),
            rule=AssignmentRule(words=self._rule(), measure="IoU", least=self.costs.positive),
            matches=None if matches is None else first(matches),
            values=None if values is None else first(values),
        )

    def _rule(self) -> str:
        least = self.costs.least
        far = f"; those that overlap none by {least:g} learn nothing" if least else ""
        return (
            f"A proposal learns the object that it overlaps most if their IoU is {self.costs.positive:g} or more. The "
            f"others learn that they show background{far}."
        )
