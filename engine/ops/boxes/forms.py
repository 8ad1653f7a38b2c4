"""Forms of boxes, where the engine finds it: `models/boxes` has it, since layers of networks need it too."""

from models.boxes.forms import centres_to_corners, coco_to_corners, corners_to_centres, corners_to_coco

__all__ = ["centres_to_corners", "coco_to_corners", "corners_to_centres", "corners_to_coco"]
