"""Draws the scenes of the samples for boxes and masks: objects of several classes among clutter, one over the other.

Labels follow from what is drawn: an object's mask is where it covers at least half of a pixel and nothing lies over
it, and its box is the extent of that mask.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from engine.data.synthetic.clutter import paint_clutter, paint_strand_above
from engine.data.synthetic.grounds import paint_ground
from engine.data.synthetic.light import Light, choose_light, expose
from engine.data.synthetic.objects import OBJECTS
from engine.data.synthetic.painting import Canvas
from engine.data.synthetic.pile import Pile

CLASSES = tuple(OBJECTS)
# Sides of a picture as shares of the largest.
_FORMATS = ((1.0, 1.0), (1.0, 0.8), (0.8, 1.0), (1.0, 0.9), (0.9, 0.9))
_MOST_OBJECTS = 9


@dataclass(frozen=True, slots=True)
class SceneObject:
    """One object as far as it can be seen.

    Attributes:
        label: name of its class.
        mask: (H, W), true on its pixels.
        box_xyxy: extent of the mask in pixels, x_min, y_min, x_max, y_max.
    """

    label: str
    mask: NDArray[np.bool_]
    box_xyxy: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture (H, W, 3) uint8 RGB, and the objects on it from the lowest to the highest."""

    pixels: NDArray[np.uint8]
    objects: tuple[SceneObject, ...]

    def class_mask(self, classes: tuple[str, ...] = CLASSES) -> NDArray[np.uint8]:
        """(H, W): 0 for the background, from 1 on the classes in their order."""
        mask = np.zeros(self.pixels.shape[:2], np.uint8)
        for found in self.objects:
            mask[found.mask] = classes.index(found.label) + 1
        return mask


def draw_scene(seed: int, number: int, *, side: int, classes: tuple[str, ...] = CLASSES) -> Scene:
    """The scene with a number, the same whatever else is drawn.

    Args:
        seed: another one gives other scenes.
        number: of the scene.
        side: no side is longer, in pixels.
        classes: of ``CLASSES``, whose objects lie there.
    """
    rng = np.random.Generator(np.random.PCG64((seed, number, 1)))
    wide, high = _FORMATS[rng.integers(len(_FORMATS))]
    light = choose_light(rng)
    canvas = np.ascontiguousarray(paint_ground(rng, round(high * side), round(wide * side)), np.float32)
    paint_clutter(canvas, light, rng)
    pile = Pile(canvas, light)
    for _ in range(_number_of_objects(rng)):
        pile.lay(classes[rng.integers(len(classes))], rng)
    if rng.random() < 0.3:
        pile.cut(paint_strand_above(canvas, light, rng))
    objects = tuple(
        SceneObject(label, mask, _extent(mask)) for label, mask in zip(pile.labels, pile.masks, strict=True)
    )
    return Scene(_finished(canvas, light, rng), objects)


def _number_of_objects(rng: np.random.Generator) -> int:
    """Few or many; now and then none."""
    return 0 if rng.random() < 0.03 else 1 + int(rng.binomial(_MOST_OBJECTS - 1, rng.uniform(0.15, 0.9)))


def _extent(mask: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _finished(canvas: Canvas, light: Light, rng: np.random.Generator) -> NDArray[np.uint8]:
    """8-bit pixels, some of them a little out of focus."""
    sharp = Image.fromarray(_as_bytes(canvas))
    blur = float(rng.choice((0.0, 0.0, 0.4, 0.7)))
    soft = np.asarray(sharp.filter(ImageFilter.GaussianBlur(blur)) if blur else sharp, np.float32) / 255
    return _as_bytes(expose(soft, light, rng))


def _as_bytes(canvas: Canvas) -> NDArray[np.uint8]:
    return np.clip(canvas * 255 + 0.5, 0, 255).astype(np.uint8)
