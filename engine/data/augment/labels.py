"""What is drawn on a picture moves with its pixels: boxes, polygons, points and masks by the same warp."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import NO_CLASS
from engine.data.augment.clipping import clip_ring, ring_area
from engine.data.augment.maps import keeps_axes
from engine.data.augment.points import is_curved, move_points
from engine.data.augment.warp import Warps, warp_masks

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Pixels = NDArray[np.uint8]
Rings = tuple[Doubles, ...]

# An object of which less than this share stays in view is left out: what is seen of it would teach little, or something
# wrong.
LEAST_VISIBLE = 0.25
CLASS_MASK = -1
_LONGEST_STEP_PX = 8.0
_STEPS_OF_SIDE = 16


def _no_boxes() -> Floats:
    return np.zeros((0, 4), np.float32)


def _no_points() -> Doubles:
    return np.zeros((0, 2))


def _no_masks() -> Pixels:
    return np.zeros((0, 0, 0), np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLabels:
    """What is drawn on one picture, in its pixels.

    Attributes:
        boxes: (N, 4) float32 x_min, y_min, x_max, y_max, one for each object.
        rings: the outlines of each object, (P, 2) points each; an empty tuple where only its box is known.
        points: (P, 2) marks that belong to no box.
        masks: (M, H, W) uint8 codes.
        mask_objects: for each mask the object whose pixels are one in it, ``CLASS_MASK`` for a mask of classes.
    """

    boxes: Floats = field(default_factory=_no_boxes)
    rings: tuple[Rings, ...] = ()
    points: Doubles = field(default_factory=_no_points)
    masks: Pixels = field(default_factory=_no_masks)
    mask_objects: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(self.rings) not in (0, len(self.boxes)) or len(self.mask_objects) != len(self.masks):
            raise ValueError(
                "Every box has one entry of rings, every mask one object."
                f" Received: {len(self.boxes)} and {len(self.rings)}, {len(self.masks)} and {len(self.mask_objects)}."
            )


@dataclass(frozen=True, slots=True)
class MovedLabels:
    """What is left in view of a sample's labels.

    Attributes:
        labels: the objects that stayed; boxes, rings and masks are cut at the picture's edges, points may lie outside.
        kept: (N,) which of the objects before these are.
    """

    labels: SampleLabels
    kept: NDArray[np.intp]


def move_labels(labels: SampleLabels, warp: Warps, *, outside: int = NO_CLASS) -> MovedLabels:
    """Move labels as ``warp_pictures`` moves the pixels.

    A box is exact where the warp keeps rectangles upright. Else it is the extent of the object's moved outline, or of
    its moved mask where it has no outline, or of the moved edges of the box, which holds the object but is larger than
    it. Objects with less than ``LEAST_VISIBLE`` of their outline (else of their box) in view are left out.

    Args:
        labels: of the old picture.
        warp: of one sample.
        outside: code that class masks get where something came into view that was outside; ``NO_CLASS`` leaves it out
            of learning, the code of a background takes it as that. Masks of objects get 0.
    """
    masks = _moved_masks(labels, warp, outside)
    *outlines, marks = _moved_together([*_outlines(labels), (labels.points,)], warp)
    shown = [_in_view(outline, warp.size) for outline in outlines]
    kept = np.array([number for number, parts in enumerate(shown) if parts], np.intp)
    boxes = [_box(labels, number, shown[number], warp, masks) for number in kept]
    chosen, objects = _masks_of(labels.mask_objects, kept)
    moved = SampleLabels(
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        rings=tuple(shown[number] if labels.rings[number] else () for number in kept) if labels.rings else (),
        points=marks[0],
        masks=masks[chosen] if len(chosen) < len(masks) else masks,
        mask_objects=objects,
    )
    return MovedLabels(moved, kept)


def _outlines(labels: SampleLabels) -> list[Rings]:
    """The rings of each object, or the edges of its box."""
    rings = labels.rings or ((),) * len(labels.boxes)
    return [own or (_corners(box),) for own, box in zip(rings, labels.boxes, strict=True)]


def _moved_masks(labels: SampleLabels, warp: Warps, outside: int) -> Pixels:
    if not len(labels.masks):
        return labels.masks
    codes = [outside if number == CLASS_MASK else 0 for number in labels.mask_objects]
    return warp_masks(labels.masks, warp, outside=np.array(codes, np.uint8))


def _moved_together(groups: list[Rings], warp: Warps) -> list[Rings]:
    """Move all rings of all groups at once; they may come to lie outside. The last group holds points and no rings."""
    if is_curved(warp):
        step = min(_LONGEST_STEP_PX, min(warp.size) / _STEPS_OF_SIDE)
        groups = [tuple(_with_steps(ring, step) for ring in group) for group in groups[:-1]] + groups[-1:]
    lengths = [len(ring) for group in groups for ring in group]
    moved = move_points(np.concatenate([ring for group in groups for ring in group]), warp)
    rings = iter(np.split(moved, np.cumsum(lengths)[:-1]))
    return [tuple(next(rings) for _ in group) for group in groups]


def _in_view(outline: Rings, size: tuple[int, int]) -> Rings:
    """The parts of an outline within the picture; none where too little of it is."""
    if all((ring >= 0).all() and (ring <= np.array(size)).all() for ring in outline):
        return outline
    parts = tuple(part for ring in outline for part in clip_ring(ring, size=size))
    whole = sum(ring_area(ring) for ring in outline)
    shown = sum(ring_area(ring) for ring in parts)
    return parts if shown and shown >= LEAST_VISIBLE * whole else ()


def _box(labels: SampleLabels, number: int, parts: Rings, warp: Warps, masks: Pixels) -> Doubles:
    """The box of an object of which ``parts`` are in view."""
    has_rings = bool(labels.rings and labels.rings[number])
    extent = _extent(np.concatenate(parts))
    if keeps_axes(warp.maps[0]) and not is_curved(warp):
        corners = move_points(_corners(labels.boxes[number]), warp)
        exact = np.clip(_extent(corners), 0.0, np.tile(warp.size, 2))
        is_cut = has_rings and any((part <= 0).any() or (part >= np.array(warp.size)).any() for part in parts)
        return _common(exact, extent) if is_cut else exact
    if not has_rings and number in labels.mask_objects:
        of_mask = _mask_extent(masks[labels.mask_objects.index(number)], within=extent)
        return extent if of_mask is None else of_mask
    return extent


def _extent(points: Doubles) -> Doubles:
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def _common(one: Doubles, other: Doubles) -> Doubles:
    return np.concatenate([np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])])


def _mask_extent(mask: Pixels, *, within: Doubles) -> Doubles | None:
    """The extent of what is not zero; looked for ``within`` a box and one pixel around it."""
    left, top = np.maximum(np.floor(within[:2]).astype(int) - 1, 0)
    right, bottom = np.ceil(within[2:]).astype(int) + 1
    part = mask[top:bottom, left:right]
    columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    if not len(columns):
        return None
    return np.array([left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1], np.float64)


def _masks_of(mask_objects: tuple[int, ...], kept: NDArray[np.intp]) -> tuple[NDArray[np.intp], tuple[int, ...]]:
    """Which masks stay, and the new numbers of their objects."""
    new_numbers = {int(old): new for new, old in enumerate(kept)} | {CLASS_MASK: CLASS_MASK}
    chosen = [position for position, number in enumerate(mask_objects) if number in new_numbers]
    return np.array(chosen, np.intp), tuple(new_numbers[mask_objects[position]] for position in chosen)


def _corners(box: Floats) -> Doubles:
    x_min, y_min, x_max, y_max = box.astype(np.float64)
    return np.array([[x_min, y_min], [x_max, y_min], [x_max, y_max], [x_min, y_max]])


def _with_steps(ring: Doubles, step_px: float) -> Doubles:
    """A ring with points added along its edges, so that it can bend."""
    ring = ring.astype(np.float64)
    edges = np.roll(ring, -1, axis=0) - ring
    counts = np.maximum(1, np.ceil(np.hypot(edges[:, 0], edges[:, 1]) / step_px)).astype(int)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    shares = (np.arange(counts.sum()) - starts) / np.repeat(counts, counts)
    return np.repeat(ring, counts, axis=0) + shares[:, None] * np.repeat(edges, counts, axis=0)
