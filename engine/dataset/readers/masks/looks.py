"""What a file holds that may be a mask: its values, and whether they look drawn or photographed."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from engine.dataset.masks.values import MaskPicture, read_mask
from engine.dataset.pictures.decode import DecodeError, Header, read_header

# Masks may number hundreds of objects; with more values than this it is a picture.
MOST_VALUES: Final = 4096
_FEW_VALUES: Final = 64
_LOSSY: Final = frozenset(("JPEG", "MPO", "JPEG2000", "AVIF"))
# How much of a drawing consists of 2 x 2 pixels of one value; photos stay far below.
_FLAT_SHARE: Final = 0.6
# Soft edges: nearly all is black or white, and the greys between stand in no plane of their own.
_EXTREME_SHARE, _FLAT_BETWEEN, _DARK, _BRIGHT = 0.9, 0.3, 8, 247
_GREY_STEP, _WHITE = 0x010101, 0xFFFFFF
_CONTENT_LIMIT: Final = 1 << 24
_BLOCK: Final = 1 << 22
# Of larger masks the middle rows tell whether there are planes of one value.
_LARGEST_COMPARED: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class MaskLook:
    """One file that may be a mask.

    Attributes:
        header: format and size.
        kind: colours that are all greys count as ``grey``.
        values: pixels of each value, at most ``MOST_VALUES`` of them; None where there are more.
        colours: 0xRRGGBB of each index that occurs, for a palette.
        flat_share: of the picture that consists of planes.
        is_soft: black and white, maybe with greys along the edges.
    """

    header: Header
    kind: Literal["grey", "palette", "rgb"]
    values: dict[int, int] | None
    colours: dict[int, int]
    flat_share: float
    is_soft: bool

    @property
    def is_lossless(self) -> bool:
        return self.header.format not in _LOSSY

    @property
    def is_mask_like(self) -> bool:
        """It can hardly be a photo: drawn in few values, or black and white."""
        if self.is_soft:
            return True
        few = self.values is not None and len(self.values) <= _FEW_VALUES
        return few and self.is_lossless and self.flat_share >= _FLAT_SHARE

    @property
    def is_plausible(self) -> bool:
        """It may be a mask if something else says so: lossless with values that can be counted, or black and white."""
        return self.is_soft or (self.values is not None and self.is_lossless and self.flat_share >= _FLAT_SHARE / 2)


def look_at(path: Path) -> MaskLook | None:
    """Look at one file; None where it cannot be read."""
    try:
        header, mask = read_header(path), read_mask(path)
    except DecodeError:
        return None
    kind, values = _simplified(mask)
    counts = _counted(values)
    colours = {}
    if mask.palette is not None and counts is not None:
        colours = {value: int(mask.palette[value]) for value in counts}
    is_soft = set(colours.values()) <= {0, _WHITE} if colours else kind == "grey" and _is_soft(values, counts)
    return MaskLook(header, kind, counts, colours, _flat_share(values), is_soft)


def look_at_all(
    root: Path, paths: Sequence[str], on_done: Callable[[int], None] | None = None
) -> Iterator[MaskLook | None]:
    """Look at several files, in their order; ``on_done`` hears how many, and may raise to stop."""
    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, 8), "look")
    try:
        for number, look in enumerate(pool.map(look_at, [root / path for path in paths]), start=1):
            if on_done is not None:
                on_done(number)
            yield look
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def header_of(path: Path) -> Header | None:
    """What a file's header says; None where it cannot be read."""
    try:
        return read_header(path)
    except DecodeError:
        return None


def _simplified(mask: MaskPicture) -> tuple[Literal["grey", "palette", "rgb"], NDArray[Any]]:
    """Colours that all are greys as greys."""
    if mask.kind == "rgb" and not (mask.values % _GREY_STEP).any():
        return "grey", (mask.values & 0xFF).astype(np.uint8)
    return mask.kind, mask.values


def _counted(values: NDArray[Any]) -> dict[int, int] | None:
    """Pixels of each value; None where there are too many. Tables: sorting a million numbers is ten times slower."""
    highest = int(values.max())
    if highest >= _CONTENT_LIMIT:
        return None
    is_there = np.zeros(highest + 1, bool)
    for block in _blocks(values):
        is_there[block] = True
    found = np.flatnonzero(is_there)
    if len(found) > MOST_VALUES:
        return None
    counts = np.zeros(len(found), np.int64)
    for block in _blocks(values):
        counts += np.bincount(np.searchsorted(found, block), minlength=len(found))
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


def _blocks(values: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Parts of a mask: NumPy makes eight bytes of each pixel to count it."""
    flat = values.ravel()
    for start in range(0, flat.size, _BLOCK):
        yield flat[start : start + _BLOCK]


def _flat_share(values: NDArray[Any]) -> float:
    flat = _flat(_middle(values))
    return float(flat.mean()) if flat.size else 1.0


def _flat(values: NDArray[Any]) -> NDArray[np.bool_]:
    """(H - 1, W - 1), where a pixel has the value of those to its right, below, and between."""
    corner = values[:-1, :-1]
    return (corner == values[1:, :-1]) & (corner == values[:-1, 1:]) & (corner == values[1:, 1:])


def _middle(values: NDArray[Any]) -> NDArray[Any]:
    rows = max(2, _LARGEST_COMPARED // max(1, values.shape[1]))
    start = max(0, (values.shape[0] - rows) // 2)
    return values[start : start + rows]


def _is_soft(values: NDArray[Any], counted: dict[int, int] | None) -> bool:
    """Whether greys only lie along the edges between black and white, which both occur or are all there is."""
    if values.dtype != np.uint8 or counted is None:
        return False
    counts = np.bincount(list(counted), weights=list(counted.values()), minlength=256)
    between = counts[_DARK + 1 : _BRIGHT].sum()
    if not between:
        return _is_flat_nowhere(values, 1, 255)
    if not (counts[: _DARK + 1].any() and counts[_BRIGHT:].any()) or between > (1 - _EXTREME_SHARE) * values.size:
        return False
    return _is_flat_nowhere(values, _DARK + 1, _BRIGHT)


def _is_flat_nowhere(values: NDArray[np.uint8], low: int, high: int) -> bool:
    """Whether hardly any pixel from ``low`` to below ``high`` lies in a plane of one value, as those of a class do."""
    values = _middle(values)
    chosen = (values >= low) & (values < high)
    return float((_flat(values) & chosen[:-1, :-1]).sum()) <= _FLAT_BETWEEN * float(chosen.sum())
