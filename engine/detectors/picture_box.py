"""A localiser: one class and one box for the whole picture."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from keras import ops

from engine.losses.picture_box import PictureBoxLoss
from engine.ops.boxes.finding import ScoredBoxes
from engine.ops.boxes.picture_answers import pixels_of, read_answer
from engine.ops.boxes.truth_rows import TruthRows
from engine.tasks.logits import as_logits, scores_of
from models.graph import Graph
from models.nodes.picture_box import CORNERS

Tensor = Any


@dataclass(frozen=True, slots=True)
class PictureBoxHead:
    """An answer (B, classes + 4): class logits, then centre, width and height as shares of the picture.

    Attributes:
        picture_px: height and width of the network's input.
        costs: of what is said.
    """

    picture_px: tuple[int, int]
    costs: PictureBoxLoss = field(default_factory=PictureBoxLoss)

    @classmethod
    def of(cls, graph: Graph) -> "PictureBoxHead":
        height, width, _ = graph.shapes()[graph.inputs[0]]
        return cls((height, width))

    def loss(self, truth: TruthRows, outputs: Tensor) -> Tensor:
        return self.costs(truth, outputs, picture_px=self.picture_px)

    def read(self, outputs: Tensor) -> ScoredBoxes:
        """One box, whose class is the most probable one; the others have no score, so that it is found once."""
        logits, shares = read_answer(outputs)
        scores = ops.softmax(logits)
        best = ops.one_hot(ops.argmax(scores, axis=-1), scores.shape[-1], dtype="float32")
        boxes = pixels_of(ops.clip(shares, 0.0, 1.0), picture_px=self.picture_px)
        return ScoredBoxes(boxes[:, None], (scores * best)[:, None])

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """Logits of the mean scores, and the mean of both boxes."""
        scores = (scores_of(outputs[..., :-CORNERS]) + scores_of(mirrored[..., :-CORNERS])) / 2.0
        signs, moved = np.array([-1, 1, 1, 1], np.float32), np.array([1, 0, 0, 0], np.float32)
        box = (outputs[..., -CORNERS:] + mirrored[..., -CORNERS:] * signs + moved) / 2.0
        return ops.concatenate([as_logits(scores), box], axis=-1)
