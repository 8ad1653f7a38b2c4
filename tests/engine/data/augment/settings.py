"""Settings and chances for the tests of augmentation."""

import numpy as np

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance

OFF = AugmentationConfig(shift=0, rotation=0, scale=0, brightness=0, contrast=0)
GEOMETRIC = {
    "mirror": {"flip_horizontal": True, "flip_horizontal_probability": 1.0},
    "upside down": {"flip_vertical": True, "flip_vertical_probability": 1.0},
    "shift": {"shift": 0.15},
    "zoom": {"scale": 0.4},
    "crop": {"crop": 0.6},
    "rotation": {"rotation": 40.0},
    "shear": {"shear": 20.0},
    "perspective": {"perspective": 0.25},
    "elastic": {"elastic": 8.0},
    "finer elastic": {"elastic": 2.0, "elastic_points": 6},
}
KEEPS_AXES = ("mirror", "upside down", "shift", "zoom", "crop")


def only(**changes: object) -> AugmentationConfig:
    """Settings with nothing on but these."""
    return OFF.model_copy(update=changes)


def some_of(*names: str) -> AugmentationConfig:
    """Settings with these geometric options on."""
    return only(**{name: value for option in names for name, value in GEOMETRIC[option].items()})


def chance(count: int, *, seed: int = 1, epoch: int = 0) -> Chance:
    """The chance of the first pictures in an epoch."""
    return Chance(seed=seed, epoch=epoch, positions=np.arange(count))
