"""Boxes cut at borders, where the engine finds it: `models/boxes` has it, since layers of networks need it too."""

from models.boxes.clipping import clip_boxes

__all__ = ["clip_boxes"]
