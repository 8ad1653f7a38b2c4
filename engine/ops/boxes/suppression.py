"""Suppression of boxes, where the engine finds it: `models/boxes` has it, since layers of networks need it too."""

from models.boxes.suppression import NOBODY, Kept, Suppressed, first_of, suppress, suppress_ranked

__all__ = ["NOBODY", "Kept", "Suppressed", "first_of", "suppress", "suppress_ranked"]
