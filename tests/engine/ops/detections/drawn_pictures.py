"""Pictures with objects of any kind: ties, crowds, equal boxes, boxes on the border, and nothing at all."""

import numpy as np

from engine.ops.detections.objects import ComparedObjects, FoundBoxes, TrueBoxes, compare_boxes, found_boxes, true_boxes

CLASSES = 3


def drawn_pictures(seed: int, *, pictures: int = 5, side: int = 160) -> list[tuple[TrueBoxes, FoundBoxes]]:
    """True and found boxes on whole pixels, so that sums of them are exact; found ones lie near true ones or anywhere.

    Boxes of objects have an area, as those of COCO have.
    """
    chance = np.random.default_rng(seed)
    return [_drawn(chance, side) for _ in range(pictures)]


def compared(pictures: list[tuple[TrueBoxes, FoundBoxes]]) -> list[ComparedObjects]:
    return [compare_boxes(*each) for each in pictures]


def _drawn(chance: np.random.Generator, side: int) -> tuple[TrueBoxes, FoundBoxes]:
    true = _boxes(chance, int(chance.integers(0, 7)), side)
    classes = chance.integers(0, CLASSES, len(true))
    # Where a mask is, the area is smaller than that of the box.
    areas = (true[:, 2:] - true[:, :2]).prod(axis=1) * chance.choice([1.0, 0.75], len(true))
    truth = true_boxes(true, classes, is_crowd=chance.uniform(size=len(true)) < 0.2, areas_px=areas)
    near = np.repeat(np.arange(len(true)), chance.integers(0, 4, len(true)))
    moved = true[near] + chance.integers(-6, 7, (len(near), 4)) * chance.choice([0, 1], (len(near), 1))
    moved[:, 2:] = np.maximum(moved[:, 2:], moved[:, :2] + 1)
    anywhere = _boxes(chance, int(chance.integers(0, 5)), side)
    kinds = np.where(chance.uniform(size=len(near)) < 0.8, classes[near], chance.integers(0, CLASSES, len(near)))
    found = np.concatenate([moved, anywhere])
    found_classes = np.concatenate([kinds, chance.integers(0, CLASSES, len(anywhere))])
    order = chance.permutation(len(found))
    # Few different scores: many are equal.
    return truth, found_boxes(found[order], found_classes[order], chance.integers(1, 9, len(found)) / 8)


def _boxes(chance: np.random.Generator, count: int, side: int) -> np.ndarray:
    sizes = chance.integers(1, chance.choice([12, 60, side]), (count, 2))
    first = (chance.uniform(size=(count, 2)) * (side - sizes + 1)).astype(int)
    boxes = np.concatenate([first, first + sizes], axis=1).astype(np.float64)
    return np.repeat(boxes[:1], count, axis=0) if count > 1 and chance.uniform() < 0.1 else boxes
