"""Run lengths of COCO: one object's mask as runs of equal pixels, column by column, the first one of zeros.

The compressed form is that of ``maskApi.c`` in https://github.com/cocodataset/cocoapi: each number in groups of five
bits, the least first, each group a character from "0" on, whose sixth bit says that the number goes on; from the fourth
number on, what is written is the difference to the number two places before.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import Box, RunLengths
from engine.dataset.pictures.decode import LARGEST_MEGAPIXELS

LARGEST_PIXELS = LARGEST_MEGAPIXELS * 1_000_000
_ZERO = ord("0")
_BITS, _VALUE, _SIGN, _GOES_ON = 5, 0x1F, 0x10, 0x20
# Seven groups are 35 bits; the largest picture needs six.
_MOST_GROUPS = 7


def checked_run_lengths(height: int, width: int, counts: Sequence[int]) -> RunLengths:
    """Run lengths of a mask that exists.

    Raises:
        ValueError: a side is not positive, the mask is larger than any picture, a run is negative, or the runs do not
            cover the mask exactly. The text says which.
    """
    if height < 1 or width < 1:
        raise ValueError(f"the mask is {width} × {height} px")
    if height * width > LARGEST_PIXELS:
        raise ValueError(f"the mask of {width} × {height} px is larger than any picture that is read")
    if any(count < 0 for count in counts):
        raise ValueError("a run is negative")
    covered = sum(counts)
    if covered != height * width:
        raise ValueError(f"the runs cover {covered:,} pixels of {height * width:,}")
    return RunLengths(height, width, tuple(counts))


def compress_counts(counts: Sequence[int]) -> str:
    """Runs as COCO's compressed text."""
    characters = bytearray()
    for place, count in enumerate(counts):
        value = count - counts[place - 2] if place > 2 else count
        while True:
            group, value = value & _VALUE, value >> _BITS
            is_last = value == (-1 if group & _SIGN else 0)
            characters.append(_ZERO + (group if is_last else group | _GOES_ON))
            if is_last:
                break
    return characters.decode("ascii")


def parse_counts(text: str) -> tuple[int, ...]:
    """The runs of COCO's compressed text; they still may be negative.

    Raises:
        ValueError: it is no such text.
    """
    try:
        groups = np.frombuffer(text.encode("ascii"), np.uint8).astype(np.int64) - _ZERO
    except UnicodeEncodeError as error:
        raise ValueError("the compressed runs hold letters that do not belong there") from error
    if groups.size == 0:
        return ()
    if groups.min() < 0 or groups.max() > (_VALUE | _GOES_ON):
        raise ValueError("the compressed runs hold letters that do not belong there")
    ends = np.flatnonzero((groups & _GOES_ON) == 0)
    if ends.size == 0 or ends[-1] != groups.size - 1:
        raise ValueError("the compressed runs end too early")
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts + 1
    if lengths.max() > _MOST_GROUPS:
        raise ValueError("the compressed runs hold a number that is too large")
    shifts = _BITS * (np.arange(groups.size) - np.repeat(starts, lengths))
    values = np.add.reduceat((groups & _VALUE) << shifts, starts)
    values -= np.where(groups[ends] & _SIGN, np.int64(1) << (_BITS * lengths), 0)
    values[1::2] = np.cumsum(values[1::2])
    values[2::2] = np.cumsum(values[2::2])
    return tuple(values.tolist())


def run_lengths_of(mask: NDArray[np.bool_]) -> RunLengths:
    """The runs of a mask (H, W)."""
    height, width = mask.shape
    pixels = np.concatenate(([False], mask.ravel(order="F")))
    changes = np.flatnonzero(pixels[1:] != pixels[:-1])
    counts = np.diff(changes, prepend=0, append=height * width)
    return RunLengths(height, width, tuple(counts.tolist()))


def run_lengths_within(part: NDArray[np.bool_], *, left: int, top: int, height: int, width: int) -> RunLengths:
    """The runs of a mask (height, width) of which all pixels lie in a part of it, without making the whole.

    Args:
        part: (h, w), within the mask.
        left: where its first column lies.
        top: where its first row lies.
        height: of the mask.
        width: of the mask.
    """
    columns, rows = np.nonzero(part.T)
    pixels = (columns + left) * height + rows + top
    breaks = np.flatnonzero(np.diff(pixels) != 1) + 1
    starts, stops = pixels[np.append(0, breaks)[: pixels.size]], pixels[np.append(breaks, 0)[: pixels.size] - 1] + 1
    changes = np.stack([starts, stops], axis=1).ravel()
    # Where the last run of ones ends the mask, there are no zeros after it.
    changes = changes[changes < height * width]
    return RunLengths(height, width, tuple(np.diff(changes, prepend=0, append=height * width).tolist()))


def mask_of(runs: RunLengths) -> NDArray[np.bool_]:
    """The mask (H, W) of checked runs."""
    is_inside = np.arange(len(runs.counts)) % 2 == 1
    return np.repeat(is_inside, runs.counts).reshape(runs.width, runs.height).T


def area_of(runs: RunLengths) -> int:
    """Pixels that the mask covers."""
    return sum(runs.counts[1::2])


def box_of(runs: RunLengths) -> Box | None:
    """The smallest box around the mask, without decoding it; None where it is empty."""
    ends = np.cumsum(runs.counts, dtype=np.int64)
    starts, stops = ends[0:-1:2], ends[1::2]
    is_run = stops > starts
    starts, lasts = starts[: stops.size][is_run], stops[is_run] - 1
    if starts.size == 0:
        return None
    first_columns, last_columns = starts // runs.height, lasts // runs.height
    is_tall = last_columns > first_columns
    tops = np.where(is_tall, 0, starts % runs.height)
    bottoms = np.where(is_tall, runs.height - 1, lasts % runs.height)
    return Box(float(first_columns.min()), float(tops.min()), float(last_columns.max() + 1), float(bottoms.max() + 1))
