"""Looks at weights in HDF5 before they are read: plain arrays inside the file, and nothing else."""

import io
from typing import Any

import h5py

MOST_ENTRIES = 200_000
NUMBERS = "fiub"
BFLOAT16_BYTES = 2
# What h5py raises for files that are damaged, or made to look like HDF5.
DAMAGES = (OSError, RuntimeError, KeyError, ValueError, TypeError, AttributeError, OverflowError)


class WeightsRefused(Exception):
    """Why weights are not read, as the rest of a sentence: "has weights that are links"."""


def check_weights(stream: io.BytesIO, *, most_bytes: int) -> int:
    """Return how many values the weights hold.

    Args:
        stream: the HDF5 file.
        most_bytes: what all arrays together may take; Keras stores every one as it is.

    Raises:
        WeightsRefused: an entry is a link, lies in another file, is packed, holds objects, or is larger than the file.
    """
    try:
        with h5py.File(stream, "r") as file:
            return _Check(most_bytes).values(file)
    except DAMAGES as error:
        raise WeightsRefused(f"has damaged weights ({error})") from error


class _Check:
    """Goes through all entries; none may be met twice, since groups can hold each other in a circle."""

    def __init__(self, most_bytes: int) -> None:
        self._bytes_left = most_bytes
        self._entries = 0
        self._seen: set[int] = set()

    def values(self, file: h5py.File) -> int:
        waiting: list[h5py.Group] = [file]
        count = 0
        while waiting:
            group = waiting.pop()
            for name in group:
                entry = self._entry(group, name)
                if isinstance(entry, h5py.Group):
                    waiting.append(entry)
                else:
                    count += self._size(entry)
        return count

    def _entry(self, group: h5py.Group, name: str) -> Any:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            raise WeightsRefused(f"has weights that are links ({group.name}/{name:.60})")
        entry = group[name]
        self._entries += 1
        if self._entries > MOST_ENTRIES:
            raise WeightsRefused(f"has more than {MOST_ENTRIES} weights")
        address = h5py.h5o.get_info(entry.id).addr
        if address in self._seen:
            raise WeightsRefused(f"has weights that stand in two places ({group.name}/{name:.60})")
        self._seen.add(address)
        return entry

    def _size(self, entry: Any) -> int:
        if not _is_plain(entry):
            raise WeightsRefused(f"has weights that are no plain arrays ({entry.name:.60})")
        self._bytes_left -= entry.nbytes
        if self._bytes_left < 0:
            raise WeightsRefused(f"has weights that are larger than the file ({entry.name:.60})")
        return int(entry.size)


def _is_plain(entry: Any) -> bool:
    """Whether it is an array of numbers, kept in this file as it is: not packed, virtual or elsewhere."""
    if not isinstance(entry, h5py.Dataset) or entry.is_virtual or entry.external:
        return False
    is_packed = entry.id.get_create_plist().get_nfilters() > 0
    is_number = entry.dtype.kind in NUMBERS or (entry.dtype.kind == "V" and entry.dtype.itemsize == BFLOAT16_BYTES)
    return is_number and not entry.dtype.hasobject and entry.dtype.fields is None and not is_packed
