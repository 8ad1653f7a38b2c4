"""What stages before the last one of a detector cost: those whose answers are side outputs of its graph."""

from typing import Any

from engine.losses.anchor_loss import AnchorLoss
from engine.losses.region_loss import RegionLoss
from engine.ops.boxes.anchor_answers import read_anchors
from engine.ops.boxes.region_answers import read_regions
from engine.ops.boxes.truth_rows import TruthRows
from models.nodes.regions import ANCHOR_COLUMNS

Tensor = Any


def stage_loss(truth: TruthRows, outputs: Tensor) -> Tensor:
    """(B,), the loss of anchors, or of regions where a third stage follows.

    Rows of anchors have nine numbers, those of regions 4 + 5 (classes + 1), which is never nine.

    Args:
        truth: what is on the pictures.
        outputs: what the stage says, float32.
    """
    if outputs.shape[-1] == ANCHOR_COLUMNS:
        return AnchorLoss()(truth, read_anchors(outputs))
    return RegionLoss()(truth, read_regions(outputs))
