"""Anchors, where the engine finds it: `models/boxes` has it, since layers of networks need it too."""

from models.boxes.anchors import FASTER_RCNN_RATIOS, FASTER_RCNN_SIZES_PX, anchor_grid, anchor_shapes, cell_centres

__all__ = ["FASTER_RCNN_RATIOS", "FASTER_RCNN_SIZES_PX", "anchor_grid", "anchor_shapes", "cell_centres"]
