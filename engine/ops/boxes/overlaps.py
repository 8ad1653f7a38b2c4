"""Overlaps of boxes, where the engine finds it: `models/boxes` has it, since layers of networks need it too."""

from models.boxes.overlaps import Measure, complete_iou, generalised_iou, iou, pairwise, share_inside

__all__ = ["Measure", "complete_iou", "generalised_iou", "iou", "pairwise", "share_inside"]
