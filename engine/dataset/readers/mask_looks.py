"""What a file holds that may be a mask: its values, and whether they look drawn or photographed."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from engine.dataset.decode import DecodeError, Header, read_header
from engine.dataset.masks_values import MaskPicture, read_mask

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
    is_soft = set(colours.values()) <= {0, _WHITE} if colours else kind == "grey" and _is_soft(values)
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
    if int(values.max()) < 1 << 16:
        counts = np.bincount(values.ravel())
        found = np.flatnonzero(counts)
        if len(found) > MOST_VALUES:
            return None
        return {int(value): int(counts[value]) for value in found}
    if int(values.max()) >= _CONTENT_LIMIT:
        return None
    is_there = np.zeros(_CONTENT_LIMIT, bool)
    is_there[values] = True
    found = np.flatnonzero(is_there)
    if len(found) > MOST_VALUES:
        return None
    counts = np.bincount(np.searchsorted(found, values.ravel()), minlength=len(found))
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


def _flat_share(values: NDArray[Any]) -> float:
    flat = _flat(values)
    return float(flat.mean()) if flat.size else 1.0


def _flat(values: NDArray[Any]) -> NDArray[np.bool_]:
    """(H - 1, W - 1), where a pixel has the value of those to its right, below, and between."""
    corner = values[:-1, :-1]
    return (corner == values[1:, :-1]) & (corner == values[:-1, 1:]) & (corner == values[1:, 1:])


def _is_soft(values: NDArray[Any]) -> bool:
    """Whether greys only lie along the edges between black and white, which both occur or are all there is."""
    if values.dtype != np.uint8:
        return False
    counts = np.bincount(values.ravel(), minlength=256)
    between = counts[_DARK + 1 : _BRIGHT].sum()
    if not between:
        return _is_flat_nowhere(values, (values > 0) & (values < 255))
    if not (counts[: _DARK + 1].any() and counts[_BRIGHT:].any()) or between > (1 - _EXTREME_SHARE) * values.size:
        return False
    return _is_flat_nowhere(values, (values > _DARK) & (values < _BRIGHT))


def _is_flat_nowhere(values: NDArray[np.uint8], chosen: NDArray[np.bool_]) -> bool:
    """Whether hardly any of the chosen pixels lie in a plane of one value, as those of a class do."""
    return float((_flat(values) & chosen[:-1, :-1]).sum()) <= _FLAT_BETWEEN * float(chosen.sum())
