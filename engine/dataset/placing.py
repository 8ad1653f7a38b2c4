"""Compares what is drawn on a picture with the picture, once it is decoded and its size is known.

Nothing is moved silently: what lies outside is cut with a problem, what covers nothing is kept out of training with a
problem, and within ``TOLERANCE_PX`` of the border nothing is touched (programs round to whole pixels).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from engine.contract.annotations import (
    Annotation,
    Box,
    ClassMaskFile,
    MaskCodes,
    MaskFile,
    Polygon,
    Ring,
    RunLengths,
)
from engine.contract.dataset import Action, ProblemCode
from engine.dataset.masks.values import read_mask
from engine.dataset.outlines import clip_box, clip_ring, enclosed_area, extent, scaled, turning
from engine.dataset.placing_masks import MaskFault, place_class_mask, place_object_mask
from engine.dataset.problems import Problem

TOLERANCE_PX = 1.0
FEWEST_POINTS = 3
_SIDEWAYS = (5, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture that annotations belong to.

    Attributes:
        path: relative to ``root``.
        root: folder of the dataset.
        width: of the upright picture in pixels.
        height: as ``width``.
        orientation: EXIF, 1 to 8: how the stored picture was turned.
        stated_size: width and height as the label file says.
        codes: how class masks are read.
        classes: names in the order of the network's outputs.
    """

    path: str
    root: Path
    width: int
    height: int
    orientation: int = 1
    stated_size: tuple[int, int] | None = None
    codes: MaskCodes | None = None
    classes: tuple[str, ...] = ()

    @property
    def is_labelled_sideways(self) -> bool:
        """The label file states the size of the stored picture, so its coordinates are to be turned with it."""
        return (
            self.orientation in _SIDEWAYS
            and self.width != self.height
            and self.stated_size == (self.height, self.width)
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """An annotation in pixels of its upright picture; ``is_dropped``: it cannot be used."""

    annotation: Annotation
    box: Box | None
    area_px: float | None
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """Everything on one picture, and what was wrong with it."""

    annotations: tuple[Placed, ...] = ()
    problems: tuple[Problem, ...] = ()


def place_annotations(annotations: Sequence[Annotation], frame: Frame) -> Placement:
    """Bring annotations into the pixels of their picture."""
    placer = _Placer(frame)
    for annotation in annotations:
        placer.place(annotation)
    return Placement(tuple(placer.placed), tuple(placer.problems))


class _Placer:
    """Places the annotations of one picture, one after the other."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._seen: set[tuple[object, ...]] = set()
        # A file may hold the masks of many objects, one after the other.
        self._read = lru_cache(maxsize=1)(read_mask)
        self.placed: list[Placed] = []
        self.problems: list[Problem] = []
        self._check_stated_size()

    def place(self, annotation: Annotation) -> None:
        """Place one annotation, or say why it cannot be used."""
        identity = (annotation.kind, annotation.label, annotation.geometry, annotation.is_crowd)
        if identity in self._seen:
            self._drop(annotation, ProblemCode.DUPLICATE_ANNOTATION, "is there twice", None)
            return
        self._seen.add(identity)
        try:
            self._place_new(annotation)
        except MaskFault as fault:
            self._drop(annotation, fault.code, fault.words, None)

    def _place_new(self, annotation: Annotation) -> None:
        match annotation.geometry:
            case Box():
                self._place_box(annotation, annotation.geometry)
            case Polygon():
                self._place_polygon(annotation, annotation.geometry)
            case ClassMaskFile():
                self._place_class_mask(annotation, annotation.geometry)
            case RunLengths() | MaskFile():
                self._place_object_mask(annotation, annotation.geometry)

    def _check_stated_size(self) -> None:
        frame = self._frame
        stated, actual = frame.stated_size, (frame.width, frame.height)
        if stated is None or stated == actual:
            return
        if frame.is_labelled_sideways:
            message = "The labels belong to the picture as it is stored; they are turned upright with it."
            self.problems.append(Problem(ProblemCode.ROTATED, frame.path, message))
            return
        message = f"The label file says {stated[0]} × {stated[1]} px, the picture has {actual[0]} × {actual[1]} px."
        self.problems.append(Problem(ProblemCode.WRONG_SIZE_STATED, frame.path, message))

    def _place_box(self, annotation: Annotation, box: Box) -> None:
        box = self._in_pixels(box, annotation)
        if box.x_min > box.x_max or box.y_min > box.y_max:
            box = _sorted_corners(box)
            self._report(annotation, ProblemCode.BOX_INVERTED, "has its corners swapped", box)
        annotation = replace(annotation, geometry=box, is_relative=False)
        if box.width <= 0 or box.height <= 0:
            self._drop(annotation, ProblemCode.BOX_EMPTY, "covers no area", box)
            return
        if self._leaves(box):
            inside = clip_box(box, self._frame.width, self._frame.height)
            if inside.width <= 0 or inside.height <= 0:
                self._drop(annotation, ProblemCode.BOX_OUTSIDE, "lies outside of the picture", box)
                return
            self._report(annotation, ProblemCode.BOX_OUTSIDE, "reaches beyond the picture and is cut", box)
            box = inside
        self.placed.append(Placed(replace(annotation, geometry=box), box, box.width * box.height))

    def _place_polygon(self, annotation: Annotation, polygon: Polygon) -> None:
        rings = tuple(self._ring_in_pixels(ring, annotation) for ring in polygon.rings)
        stated = None if annotation.box is None else self._in_pixels(annotation.box, annotation)
        annotation = replace(annotation, geometry=Polygon(rings), box=stated, is_relative=False)
        kept = tuple(ring for ring in rings if len(ring) >= FEWEST_POINTS)
        code, words = ProblemCode.POLYGON_TOO_FEW_POINTS, "has an outline of fewer than three points"
        if not kept:
            drawn = [ring for ring in rings if ring]
            self._drop(annotation, code, words, extent(drawn) if drawn else None)
            return
        if len(kept) < len(rings):
            self._report(annotation, code, words, extent(kept), action="repaired")
        self._place_rings(annotation, kept)

    def _place_rings(self, annotation: Annotation, rings: tuple[Ring, ...]) -> None:
        box = extent(rings)
        if sum(map(enclosed_area, rings)) <= 0:
            self._drop(annotation, ProblemCode.BOX_EMPTY, "covers no area", box)
            return
        if self._leaves(box):
            clipped = (clip_ring(ring, self._frame.width, self._frame.height) for ring in rings)
            inside = tuple(ring for ring in clipped if ring)
            if sum(map(enclosed_area, inside)) <= 0:
                self._drop(annotation, ProblemCode.BOX_OUTSIDE, "lies outside of the picture", box)
                return
            self._report(annotation, ProblemCode.BOX_OUTSIDE, "reaches beyond the picture and is cut", box)
            annotation, rings, box = replace(annotation, box=None), inside, extent(inside)
        area = sum(map(enclosed_area, rings))
        placed = replace(annotation, geometry=Polygon(rings))
        self.placed.append(Placed(placed, _usable(annotation.box) or box, area))

    def _place_class_mask(self, annotation: Annotation, geometry: ClassMaskFile) -> None:
        frame = self._frame
        found = place_class_mask(
            geometry,
            size=(frame.width, frame.height),
            codes=frame.codes,
            classes=frame.classes,
            root=frame.root,
            read=self._read,
        )
        if found.unknown:
            problem = Problem(ProblemCode.MASK_UNKNOWN_CODE, frame.path, found.unknown, place=geometry.path)
            self.problems.append(problem)
        for label, area in found.areas.items():
            self.placed.append(Placed(replace(annotation, label=label), None, area))

    def _place_object_mask(self, annotation: Annotation, geometry: RunLengths | MaskFile) -> None:
        frame = self._frame
        found = place_object_mask(
            geometry,
            size=(frame.width, frame.height),
            orientation=frame.orientation if frame.is_labelled_sideways else 1,
            root=frame.root,
            read=self._read,
        )
        placed = replace(annotation, geometry=found.geometry)
        self.placed.append(Placed(placed, _usable(annotation.box) or found.box, found.area_px))

    def _in_pixels(self, box: Box, annotation: Annotation) -> Box:
        frame = self._frame
        if annotation.is_relative:
            width, height = frame.width, frame.height
            return Box(box.x_min * width, box.y_min * height, box.x_max * width, box.y_max * height)
        if frame.is_labelled_sideways:
            move = turning(frame.orientation, frame.width, frame.height)
            (x_min, y_min), (x_max, y_max) = move((box.x_min, box.y_min)), move((box.x_max, box.y_max))
            return _sorted_corners(Box(x_min, y_min, x_max, y_max))
        return box

    def _ring_in_pixels(self, ring: Ring, annotation: Annotation) -> Ring:
        frame = self._frame
        if annotation.is_relative:
            return scaled(ring, frame.width, frame.height)
        if frame.is_labelled_sideways:
            return tuple(map(turning(frame.orientation, frame.width, frame.height), ring))
        return ring

    def _leaves(self, box: Box) -> bool:
        over = (-box.x_min, -box.y_min, box.x_max - self._frame.width, box.y_max - self._frame.height)
        return max(over) > TOLERANCE_PX

    def _report(
        self, annotation: Annotation, code: ProblemCode, words: str, box: Box | None, *, action: Action | None = None
    ) -> None:
        message, place = f"{_named(annotation)} {words}.", _place_of(annotation)
        self.problems.append(Problem(code, self._frame.path, message, place, chosen_action=action, box=box))

    def _drop(self, annotation: Annotation, code: ProblemCode, words: str, box: Box | None) -> None:
        """Keep an annotation out of use, with the reason."""
        self._report(annotation, code, words, box, action="dropped")
        self.placed.append(Placed(annotation, box, None, is_dropped=True))


def _sorted_corners(box: Box) -> Box:
    (x_min, x_max), (y_min, y_max) = sorted((box.x_min, box.x_max)), sorted((box.y_min, box.y_max))
    return Box(x_min, y_min, x_max, y_max)


def _usable(box: Box | None) -> Box | None:
    return box if box is not None and box.width > 0 and box.height > 0 else None


def _place_of(annotation: Annotation) -> str:
    return ", ".join(part for part in (annotation.file, annotation.place) if part)


def _named(annotation: Annotation) -> str:
    """What a message calls an annotation: "The box of RBC"."""
    words = {"box": "box", "polygon": "outline", "mask": "mask", "class_mask": "mask", "label": "label"}
    name = f"The {words[annotation.kind.value]}"
    return name if annotation.label is None else f"{name} of {annotation.label}"
