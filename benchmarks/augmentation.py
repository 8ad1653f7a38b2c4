"""What one augmented sample costs on one core, against the same changes with SciPy and Pillow.

Run ``python -m benchmarks.augmentation`` in the repository. A sample is a colour picture of 320 px with a class mask,
20 boxes, and 20 masks of objects. Wanted: at most 12 ms with all labels. The plain way does what most programs do:
one displacement field, ``scipy.ndimage.map_coordinates`` for each channel (linear) and each mask (nearest), boxes from
the moved masks, light and noise in NumPy.
"""

import argparse
import statistics
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from benchmarks.ratios import Timings, describe_machine, time_alternately
from engine.contract.config import AugmentationConfig
from engine.data.augment.augmenter import Augmenter
from engine.data.augment.labels import CLASS_MASK, SampleLabels, move_labels
from engine.data.augment.warp import Warps

SIDE_PX, OBJECTS = 320, 20
WANTED_MS = 12.0
WARP = {"rotation": 15.0, "scale": 0.2, "shift": 0.1, "shear": 5.0, "elastic": 8.0}
LIGHT = {"brightness": 0.2, "contrast": 0.2, "noise": 0.03}
PLAIN = AugmentationConfig(flip_horizontal=True, **WARP, **LIGHT)
EVERYTHING = PLAIN.model_copy(
    update={"perspective": 0.1, "crop": 0.3, "saturation": 0.3, "hue": 20.0, "blur": 1.0, "jpeg": 0.5,
            "superimpose": 0.2, "cutout": 0.3}
)  # fmt: skip

Pixels = NDArray[np.uint8]


def make_sample() -> tuple[Pixels, SampleLabels]:
    """A picture and labels of all kinds."""
    rng = np.random.default_rng(1)
    pictures = rng.integers(0, 256, (8, SIDE_PX, SIDE_PX, 3), np.uint8)
    corners = rng.uniform(20, 220, (OBJECTS, 2))
    boxes = np.concatenate([corners, corners + rng.uniform(20, 80, (OBJECTS, 2))], axis=1).round()
    masks = np.zeros((OBJECTS + 1, SIDE_PX, SIDE_PX), np.uint8)
    for number, (x_min, y_min, x_max, y_max) in enumerate(boxes.astype(int)):
        masks[0, y_min:y_max, x_min:x_max] = number % 5 + 1
        masks[number + 1, y_min:y_max, x_min:x_max] = 1
    labels = SampleLabels(boxes=boxes.astype(np.float32), masks=masks, mask_objects=(CLASS_MASK, *range(OBJECTS)))
    return pictures, labels


class Fovea:
    """Our way: picture and labels of one sample in the next epoch."""

    def __init__(self, config: AugmentationConfig, pictures: Pixels, labels: SampleLabels | None) -> None:
        self._augmenter = Augmenter(config, seed=1, count=len(pictures), read=pictures.__getitem__)
        self._labels = labels
        self._epoch = 0

    def __call__(self) -> None:
        """Make one variant."""
        augmented = self._augmenter.augment(self._epoch, np.array([0]))
        self._epoch += 1
        if self._labels is not None and isinstance(augmented.warps, Warps):
            move_labels(self._labels, augmented.warps)


def plain_way(pictures: Pixels, labels: SampleLabels) -> Callable[[], None]:
    """The same with SciPy: one field, one call for each channel and each mask."""
    rng = np.random.default_rng(2)
    rows, columns = np.mgrid[0:SIDE_PX, 0:SIDE_PX].astype(np.float64)

    def make() -> None:
        angle, zoom = rng.uniform(-0.26, 0.26), rng.uniform(0.8, 1.2)
        coarse = rng.normal(0, WARP["elastic"], (2, 3, 3))
        moved = [ndimage.zoom(plane, SIDE_PX / 3, order=3) for plane in coarse]
        y, x = rows + moved[0] - SIDE_PX / 2, columns + moved[1] - SIDE_PX / 2
        places = [
            (np.cos(angle) * y - np.sin(angle) * x) / zoom + SIDE_PX / 2,
            (np.sin(angle) * y + np.cos(angle) * x) / zoom + SIDE_PX / 2,
        ]
        picture = np.stack(
            [ndimage.map_coordinates(pictures[0, ..., c], places, np.float32, 1, "nearest") for c in range(3)], axis=-1
        )
        masks = [ndimage.map_coordinates(mask, places, order=0) for mask in labels.masks]
        for mask in masks[1:]:
            np.argwhere(mask).min(axis=0, initial=SIDE_PX), np.argwhere(mask).max(axis=0, initial=0)
        changed = (picture - picture.mean()) * rng.uniform(0.8, 1.2) + picture.mean() + rng.uniform(-51, 51)
        np.clip(changed + rng.normal(0, LIGHT["noise"] * 255, changed.shape), 0, 255)

    return make


def print_costs(timings: Timings) -> None:
    """Milliseconds of each alternative, and how many times faster it is than the plain way."""
    print(f"\nOne sample of {SIDE_PX} px with labels, milliseconds of processor time ({describe_machine()})")
    for name in timings.seconds:
        each = statistics.median(timings.processor_seconds[name]) * 1e3
        line = f"  {name:<34}{each:8.2f} ms{timings.thrift(name, against='SciPy'):8.2f} times as fast as SciPy"
        if name.endswith("all labels"):
            line += f"   wanted {WANTED_MS:.0f} ms: {'reached' if each <= WANTED_MS else 'MISSED'}"
        print(line)


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=25)
    pictures, labels = make_sample()
    few = SampleLabels(boxes=labels.boxes, masks=labels.masks[:1], mask_objects=(CLASS_MASK,))
    alternatives: dict[str, Callable[[], object]] = {
        "SciPy": plain_way(pictures, labels),
        "picture alone": Fovea(PLAIN, pictures, None),
        "with class mask and 20 boxes": Fovea(PLAIN, pictures, few),
        "same changes, all labels": Fovea(PLAIN, pictures, labels),
        "every option on, all labels": Fovea(EVERYTHING, pictures, labels),
    }
    print_costs(time_alternately(alternatives, turns=parser.parse_args().turns))


if __name__ == "__main__":
    main()
