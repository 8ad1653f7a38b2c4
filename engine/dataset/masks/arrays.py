"""Masks as arrays: the classes of all pixels, and the pixels of one object."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import (
    NO_CLASS,
    Box,
    ClassMaskFile,
    IndexedAnnotation,
    MaskCodes,
    MaskFile,
    Polygon,
    RunLengths,
)
from engine.contract.errors import UserError
from engine.dataset.masks.polygons import fill_rings
from engine.dataset.masks.run_lengths import mask_of
from engine.dataset.masks.values import MaskPicture, is_bright, read_mask, values_as
from engine.dataset.pictures.decode import DecodeError

Read = Callable[[Path], MaskPicture]
ObjectGeometry = Box | Polygon | RunLengths | MaskFile

_LARGEST_TRANSLATED: Final = 1 << 8


class ClassMask(NamedTuple):
    """A mask in the classes of its dataset.

    Attributes:
        pixels: (H, W) uint8 class indices, ``NO_CLASS`` where there is none.
        unknown: number of pixels of each value that the codes do not name.
    """

    pixels: NDArray[np.uint8]
    unknown: dict[int, int]


class MaskSizeError(UserError):
    """A mask of another size than its picture.

    Attributes:
        size: width and height of the mask in pixels.
    """

    def __init__(self, size: tuple[int, int], *, width: int, height: int) -> None:
        super().__init__(
            f"The mask does not fit its picture. Received: {size[0]} x {size[1]} pixels for {width} x {height}.",
            "Export the mask at the size of its picture.",
        )
        self.size = size


def class_mask(mask: MaskPicture, codes: MaskCodes, class_indices: Mapping[str, int]) -> ClassMask:
    """The classes of a mask's pixels.

    Args:
        mask: as stored.
        codes: which value means which class; for ``binary`` the first and the second entry are dark and bright.
        class_indices: index by class name, below ``NO_CLASS``; pixels of classes that are not in it get ``NO_CLASS``.

    Raises:
        ValueError: there are too many classes for 8 bits.
    """
    if max(class_indices.values(), default=0) >= NO_CLASS:
        raise ValueError(f"Masks hold at most {NO_CLASS} classes. Received: {len(class_indices)}.")
    known = sorted(dict(_coded(codes)).items())
    indices = [NO_CLASS if name is None else class_indices.get(name, NO_CLASS) for _, name in known]
    return _looked_up(values_as(mask, codes.reading), [value for value, _ in known], indices)


def object_mask(
    geometry: ObjectGeometry, *, width: int, height: int, root: Path, read: Read = read_mask
) -> NDArray[np.bool_]:
    """(height, width), true on one object's pixels: those whose centre lies inside a box or polygon.

    Args:
        geometry: in pixels of the upright picture.
        width: of the picture in pixels.
        height: of the picture in pixels.
        root: the dataset's folder.
        read: how mask files are read; a remembering one pays where a file holds several objects.

    Raises:
        DecodeError: a mask file cannot be read.
        MaskSizeError: a mask is of another size.
        ValueError: run lengths do not add up to their size.
    """
    match geometry:
        case Box():
            return box_rows(geometry, width=width, rows=(0, height))
        case Polygon():
            return fill_rings(geometry.rings, width=width, height=height)
        case RunLengths():
            pixels = mask_of(geometry)
        case MaskFile():
            pixels = mask_file_pixels(geometry, read(root / geometry.path))
    if pixels.shape != (height, width):
        raise MaskSizeError((pixels.shape[1], pixels.shape[0]), width=width, height=height)
    return pixels


def mask_file_pixels(geometry: MaskFile, mask: MaskPicture) -> NDArray[np.bool_]:
    """(H, W), true on the pixels of a mask that belong to the object."""
    return is_bright(mask) if geometry.value is None else mask.values == geometry.value


def area_and_box(mask: NDArray[np.bool_]) -> tuple[int, Box | None]:
    """The number of an object's pixels, and the rectangle around their outer edges; None without any."""
    columns = np.flatnonzero(mask.any(axis=0))
    if not columns.size:
        return 0, None
    rows = np.flatnonzero(mask.any(axis=1))
    box = Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
    return int(np.count_nonzero(mask)), box


def draw_classes(
    annotations: Iterable[IndexedAnnotation],
    *,
    width: int,
    height: int,
    root: Path,
    codes: MaskCodes | None,
    class_indices: Mapping[str, int],
    max_side: int | None = None,
) -> NDArray[np.uint8]:
    """(h, w) uint8 class indices of all masks of a picture, for showing; ``NO_CLASS`` where there is none.

    Later objects cover earlier ones, and objects cover class masks. Boxes and polygons are left to whoever draws
    them as lines. What cannot be read or does not fit is left out: it is a problem of the dataset already.

    Args:
        annotations: of the picture.
        width: of the upright picture in pixels.
        height: of the upright picture in pixels.
        root: the dataset's folder.
        codes: of the class masks; None where there are none.
        class_indices: index by class name.
        max_side: longest side of the result in pixels (nearest pixels); None: the picture's size.
    """
    annotations = [one for one in annotations if not one.is_dropped]
    rows, columns = sampled(width, height, max_side)
    drawn = np.full((len(rows), len(columns)), NO_CLASS, np.uint8)
    read = lru_cache(maxsize=2)(read_mask)
    # One annotation for each class that occurs, all of one file.
    files = {one.geometry.path: None for one in annotations if isinstance(one.geometry, ClassMaskFile)}
    for path in files if codes is not None else ():
        mask = _fitting(read, root / path, width=width, height=height)
        if mask is not None and codes is not None:
            part = replace(mask, values=mask.values[rows][:, columns])
            drawn = np.where(drawn == NO_CLASS, class_mask(part, codes, class_indices).pixels, drawn)
    for one in annotations:
        pixels = _object_to_show(one, width=width, height=height, root=root, read=read)
        if pixels is not None and one.class_index is not None and one.class_index < NO_CLASS:
            drawn[pixels[rows][:, columns]] = one.class_index
    return drawn


def _object_to_show(
    annotation: IndexedAnnotation, *, width: int, height: int, root: Path, read: Read
) -> NDArray[np.bool_] | None:
    """The pixels of an object that is given as a mask; None for all else."""
    geometry = annotation.geometry
    if not isinstance(geometry, RunLengths | MaskFile):
        return None
    try:
        return object_mask(geometry, width=width, height=height, root=root, read=read)
    except (DecodeError, MaskSizeError, ValueError):
        return None


def _coded(codes: MaskCodes) -> Iterable[tuple[int, str | None]]:
    if codes.reading == "binary":
        return ((place, name) for place, (_, name) in enumerate(codes.classes[:2]))
    return codes.classes


def _looked_up(values: NDArray[np.integer], known: list[int], indices: list[int]) -> ClassMask:
    """Class indices of ``values``; ``known`` values are sorted."""
    if not known:
        pixels, is_known = np.full(values.shape, NO_CLASS, np.uint8), np.zeros(values.shape, bool)
    elif values.dtype.itemsize <= 2:
        pixels, is_known = _looked_up_in_tables(values, known, indices)
    else:
        places = np.minimum(np.searchsorted(known, values), len(known) - 1)
        is_known = np.asarray(known)[places] == values
        pixels = np.where(is_known, np.asarray(indices, np.uint8)[places], np.uint8(NO_CLASS))
    if is_known.all():
        return ClassMask(pixels, {})
    found, counts = np.unique(values[~is_known], return_counts=True)
    return ClassMask(pixels, dict(zip(found.tolist(), counts.tolist(), strict=True)))


def _looked_up_in_tables(
    values: NDArray[np.integer], known: list[int], indices: list[int]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Class indices, and which values are known, by tables of all values."""
    size = 1 << 8 * values.dtype.itemsize
    table, is_known = np.full(size, NO_CLASS, np.uint8), np.zeros(size, np.uint8)
    for value, index in zip(known, indices, strict=True):
        if 0 <= value < size:
            table[value], is_known[value] = index, 1
    if size > _LARGEST_TRANSLATED:
        return table[values], is_known[values].astype(bool)
    # Python translates bytes four times faster than NumPy gathers them, and without eight bytes for each index.
    stored = values.tobytes()
    pixels, flags = (
        np.frombuffer(bytearray(stored.translate(one.tobytes())), np.uint8).reshape(values.shape)
        for one in (table, is_known)
    )
    return pixels, flags.astype(bool)


def box_rows(box: Box, *, width: int, rows: tuple[int, int]) -> NDArray[np.bool_]:
    """Some rows of what ``object_mask`` gives for a box: from the first number of ``rows`` to below the second one."""
    x, y = np.arange(width) + 0.5, np.arange(*rows) + 0.5
    in_columns = (x >= box.x_min) & (x < box.x_max)
    return ((y >= box.y_min) & (y < box.y_max))[:, None] & in_columns


def sampled(width: int, height: int, max_side: int | None) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns whose pixels stand for those of the smaller picture: the nearest to their centres."""
    factor = 1.0 if max_side is None else min(1.0, max_side / max(width, height))
    sides = (max(1, round(height * factor)), max(1, round(width * factor)))
    rows, columns = (
        ((np.arange(small) + 0.5) * (full / small)).astype(np.intp)
        for small, full in zip(sides, (height, width), strict=True)
    )
    return rows, columns


def _fitting(read: Read, path: Path, *, width: int, height: int) -> MaskPicture | None:
    try:
        mask = read(path)
    except DecodeError:
        return None
    return mask if (mask.width, mask.height) == (width, height) else None
