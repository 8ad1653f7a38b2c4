"""Compares masks with the picture they belong to: size, codes, extent, area."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.contract.annotations import Box, ClassMaskFile, MaskCodes, MaskFile, RunLengths
from engine.contract.dataset import ProblemCode
from engine.dataset.masks.arrays import Read, area_and_box, class_mask, mask_file_pixels
from engine.dataset.masks.run_lengths import area_of, box_of, mask_of, run_lengths_of
from engine.dataset.masks.values import MaskPicture
from engine.dataset.pictures.decode import DecodeError, turned

Size = tuple[int, int]
_VALUES_NAMED = 5


class MaskFault(Exception):
    """A mask that cannot be used.

    Attributes:
        code: the problem it makes.
        words: what is wrong, as the end of a sentence that begins with "The mask".
    """

    def __init__(self, code: ProblemCode, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


@dataclass(frozen=True, slots=True)
class ObjectMask:
    """One object's mask, upright; ``box`` is its extent in pixels."""

    geometry: RunLengths | MaskFile
    box: Box
    area_px: float


@dataclass(frozen=True, slots=True)
class ClassAreas:
    """Pixels of each class that occurs in a class mask, and a sentence on the values that mean nothing, if any."""

    areas: dict[str, float]
    unknown: str


def place_object_mask(
    geometry: RunLengths | MaskFile, *, size: Size, orientation: int, root: Path, read: Read
) -> ObjectMask:
    """The mask of one object, turned upright with its picture.

    Args:
        geometry: as listed.
        size: width and height of the upright picture.
        orientation: EXIF of the picture, where the mask belongs to the picture as it is stored; 1 otherwise.
        root: folder of the dataset.
        read: reads a mask's file.

    Raises:
        MaskFault: it cannot be read, has another size, or is empty.
    """
    if isinstance(geometry, MaskFile):
        pixels = mask_file_pixels(geometry, _read(geometry.path, size, root, read))
        area, box = area_and_box(pixels)
        return ObjectMask(geometry, _filled(box), area)
    if orientation != 1:
        geometry = run_lengths_of(np.ascontiguousarray(turned(mask_of(geometry), orientation)))
    _check_size((geometry.width, geometry.height), size)
    return ObjectMask(geometry, _filled(box_of(geometry)), area_of(geometry))


def place_class_mask(
    geometry: ClassMaskFile, *, size: Size, codes: MaskCodes | None, classes: Sequence[str], root: Path, read: Read
) -> ClassAreas:
    """The classes that occur in a class mask.

    Raises:
        MaskFault: it cannot be read, or has another size.
    """
    mask = _read(geometry.path, size, root, read)
    if codes is None:
        raise MaskFault(ProblemCode.MASK_UNKNOWN_CODE, "cannot be read: nobody knows what its values mean")
    pixels, unknown = class_mask(mask, codes, {name: index for index, name in enumerate(classes)})
    counts = np.bincount(pixels.reshape(-1), minlength=len(classes))
    areas = {name: float(counts[index]) for index, name in enumerate(classes) if counts[index]}
    return ClassAreas(areas, _unknown_values(codes, unknown))


def _read(path: str, size: Size, root: Path, read: Read) -> MaskPicture:
    try:
        mask = read(root / path)
    except DecodeError as error:
        raise MaskFault(ProblemCode.MASK_UNREADABLE, f"in {path} cannot be read: {error.reason}") from error
    _check_size((mask.width, mask.height), size)
    return mask


def _check_size(size: Size, expected: Size) -> None:
    if size != expected:
        words = f"has {size[0]} × {size[1]} px, its picture {expected[0]} × {expected[1]} px"
        raise MaskFault(ProblemCode.MASK_SIZE, words)


def _filled(box: Box | None) -> Box:
    if box is None:
        raise MaskFault(ProblemCode.MASK_EMPTY, "is empty")
    return box


def _unknown_values(codes: MaskCodes, pixels: Mapping[int, int]) -> str:
    """Which values stand for no class, those of most pixels first."""
    if not pixels:
        return ""
    most = sorted(pixels, key=lambda value: -pixels[value])
    named = [f"#{value:06x}" if codes.reading == "rgb" else str(value) for value in most[:_VALUES_NAMED]]
    others = f" and {len(most) - _VALUES_NAMED} others" if len(most) > _VALUES_NAMED else ""
    values = "the value" if len(most) == 1 else "the values"
    number = sum(pixels.values())
    return f"The mask has {number:,} pixels of {values} {', '.join(named)}{others}, which stand for no class."
