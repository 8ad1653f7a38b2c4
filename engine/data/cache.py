"""Decodes and fits every picture of a split once, and keeps the result for this run and the next ones.

One array of 8-bit pixels: in memory where it fits the budget, else mapped from a file of the cache. Broken pictures are
left out and told, they never stop the others.
"""

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import InputConfig
from engine.contract.errors import UserError
from engine.data.memory import memory_budget_bytes
from engine.data.reading import read_fitted
from engine.data.stored_pictures import (
    DroppedPicture,
    PictureSet,
    PictureWriter,
    read_set,
    remove_oldest,
    sets_folder,
)
from engine.dataset.pictures.decode import DecodeError

FORMAT_VERSION = 1  # Raise it when decoding or fitting changes pixels.
CHUNK = 32
READING = "Reading pictures"

logger = logging.getLogger(__name__)

OnProgress = Callable[[str, int, int], None]
Pixels = NDArray[np.uint8]


def ignore_progress(what: str, done: int, total: int) -> None:
    """For callers that show no progress."""


def never_cancelled() -> bool:
    """For callers that cannot cancel."""
    return False


def load_pictures(
    root: Path,
    paths: Sequence[str],
    config: InputConfig,
    *,
    fingerprint: str | None,
    on_progress: OnProgress = ignore_progress,
    is_cancelled: Callable[[], bool] = never_cancelled,
    budget_bytes: int | None = None,
) -> PictureSet:
    """Every readable picture of a list, as the network takes it.

    Args:
        root: folder of the dataset.
        paths: pictures relative to it, in the order of the result.
        config: size, channels and how to fit.
        fingerprint: identity of the dataset's files; None: nothing is reused or stored unless memory is short.
        on_progress: told (what, done, total); may raise to stop.
        is_cancelled: asked often.
        budget_bytes: largest set that is held in memory; None: half of what is free.

    Raises:
        UserError: no picture can be read, or neither memory nor disk has room.
        concurrent.futures.CancelledError: ``is_cancelled`` said so; nothing is left behind.
    """
    budget = memory_budget_bytes() if budget_bytes is None else budget_bytes
    shape = (len(paths), config.height, config.width, config.channels)
    fits_memory = int(np.prod(shape)) <= budget
    key = _key(fingerprint, paths, config) if fingerprint else f"once-{uuid4().hex}"
    stored = read_set(key, into_memory=fits_memory) if fingerprint else None
    if stored is not None:
        return stored
    read = _ReadAll(root, tuple(paths), config, on_progress, is_cancelled)
    if not fits_memory:
        return _load_to_disk(key, shape, read)
    pictures = _load_to_memory(shape, read)
    if fingerprint:
        _store(key, shape, pictures)
    return pictures


class _ReadAll:
    """Reads pictures in threads and yields them in order, remembering which were kept and which dropped."""

    def __init__(
        self,
        root: Path,
        paths: tuple[str, ...],
        config: InputConfig,
        on_progress: OnProgress,
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._paths = paths
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled
        self._read_one = partial(_read_or_reason, root, config)
        self.kept: list[int] = []
        self.dropped: list[DroppedPicture] = []

    def __iter__(self) -> Iterator[Pixels]:
        """Yield the pixels of every sound picture."""
        self._on_progress(READING, 0, len(self._paths))
        with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="read-pictures") as pool:
            for start in range(0, len(self._paths), CHUNK):
                positions = range(len(self._paths))[start : start + CHUNK]
                if self._is_cancelled():
                    raise CancelledError
                read = pool.map(self._read_one, [self._paths[i] for i in positions])
                yield from self._sound(positions, read)
                self._on_progress(READING, positions[-1] + 1, len(self._paths))
        if not self.kept:
            raise _nothing_readable(self._paths, self.dropped)

    def _sound(self, positions: Sequence[int], read: Iterator[Pixels | str]) -> Iterator[Pixels]:
        for position, result in zip(positions, read, strict=True):
            if isinstance(result, str):
                self.dropped.append(DroppedPicture(self._paths[position], result))
            else:
                self.kept.append(position)
                yield result


def _read_or_reason(root: Path, config: InputConfig, path: str) -> Pixels | str:
    try:
        return read_fitted(root / path, config)[0]
    except DecodeError as error:
        return error.reason


def _load_to_memory(shape: tuple[int, int, int, int], read: _ReadAll) -> PictureSet:
    pixels = np.empty(shape, np.uint8)
    for row, picture in enumerate(read):
        pixels[row] = picture
    return PictureSet(pixels[: len(read.kept)], np.array(read.kept, np.int64), tuple(read.dropped))


def _load_to_disk(key: str, shape: tuple[int, int, int, int], read: _ReadAll) -> PictureSet:
    try:
        _require_room(int(np.prod(shape)))
        with PictureWriter(key, shape) as writer:
            for picture in read:
                writer.add(picture)
            writer.finish(read.kept, read.dropped)
        remove_oldest(keep=key)
    except OSError as error:
        raise UserError(
            f"Cannot keep the decoded pictures. Received: {error.strerror or error}, in {sets_folder()}.",
            f"Free {np.prod(shape) / 2**30:.1f} GB there, set FOVEA_HOME to a larger disk, or choose a smaller input.",
        ) from error
    stored = read_set(key, into_memory=False)
    if stored is None:
        raise UserError(
            f"Cannot read the decoded pictures back. Received: {sets_folder() / key}.",
            "Check the disk, or set FOVEA_HOME to another one.",
        )
    return stored


def _require_room(needed_bytes: int) -> None:
    """Say at once that the disk is too small, rather than after an hour."""
    sets_folder().mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(sets_folder()).free
    if free < needed_bytes:
        raise OSError(f"{free / 2**30:.1f} GB are free, {needed_bytes / 2**30:.1f} GB are needed")


def _store(key: str, shape: tuple[int, int, int, int], pictures: PictureSet) -> None:
    """Keep pictures that are in memory anyway for the next run; without room, the next run reads them again."""
    try:
        with PictureWriter(key, shape) as writer:
            writer.add(pictures.pixels)
            writer.finish(pictures.kept.tolist(), pictures.dropped)
        remove_oldest(keep=key)
    except OSError:
        logger.warning("The decoded pictures could not be stored and will be read again next time.", exc_info=True)


def _key(fingerprint: str, paths: Sequence[str], config: InputConfig) -> str:
    fit = config.model_dump(include={"height", "width", "channels", "fit"}, mode="json")
    identity = json.dumps([FORMAT_VERSION, fingerprint, fit, list(paths)], sort_keys=True)
    return hashlib.sha256(identity.encode()).hexdigest()[:32]


def _nothing_readable(paths: Sequence[str], dropped: Sequence[DroppedPicture]) -> UserError:
    example = f"{dropped[0].path}: {dropped[0].reason}" if dropped else "an empty list"
    return UserError(
        f"None of the {len(paths)} pictures can be read. Received: {example}.",
        "Look at the problems of the dataset, or choose another folder.",
    )
