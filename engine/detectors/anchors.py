"""The first stage of detectors in two stages: what is said of anchors."""

from dataclasses import dataclass, field
from typing import Any

from keras import ops

from engine.detectors.stages import AssignmentRule, BoxStage, first, overlaps_of_matches
from engine.losses.anchor_loss import AnchorLoss
from engine.ops.boxes.anchor_answers import read_anchors
from engine.ops.boxes.truth_rows import TruthRows
from models.graph import Graph
from models.layers.region_proposals import proposed_boxes
from models.nodes import AnchorRows

Tensor = Any


@dataclass(frozen=True, slots=True)
class AnchorStage:
    """Rows (B, anchors, 9): corners, the logit of an object, changes.

    Attributes:
        maps: rows, columns and anchors of a cell of each map.
        picture_px: height and width of the network's input.
        costs: of what is said.
    """

    maps: tuple[tuple[int, int, int], ...]
    picture_px: tuple[int, int]
    costs: AnchorLoss = field(default_factory=AnchorLoss)

    @classmethod
    def of(cls, graph: Graph) -> "AnchorStage":
        node = next(node for node in graph.nodes if isinstance(node.operation, AnchorRows))
        shapes = graph.shapes()
        maps = tuple((shapes[name][0], shapes[name][1], shapes[name][2]) for name in node.inputs[::2])
        height, width, _ = shapes[graph.inputs[0]]
        return cls(maps, (height, width))

    def look(self, truth: TruthRows | None, outputs: Tensor) -> BoxStage:
        """The score of an anchor is how probable an object is there; its box is what it would propose."""
        said = read_anchors(outputs)
        boxes = proposed_boxes(outputs, picture_px=self.picture_px)
        matches = None if truth is None else self.costs.matches(truth, said.anchors_xyxy)
        values = None if truth is None else overlaps_of_matches(said.anchors_xyxy, matches, truth)
        objectness = first(ops.sigmoid(said.logits))
        return BoxStage(
            place="anchor",
            maps=self.maps,
            places_xyxy=first(said.anchors_xyxy),
            boxes_xyxy=first(boxes)[:, None],
            scores=objectness[:, None],
            objectness=objectness,
            rule=self._rule(),
            matches=None if matches is None else first(matches),
            values=None if values is None else first(values),
        )

    def _rule(self) -> AssignmentRule:
        costs = self.costs
        words = (
            f"An anchor learns the object that it overlaps most if their IoU is {costs.positive:g} or more, or if no "
            f"other anchor overlaps that object more. Below {costs.negative:g} it learns that nothing is there; in "
            "between, and in crowds, it learns nothing."
        )
        return AssignmentRule(words=words, measure="IoU", least=costs.positive)
