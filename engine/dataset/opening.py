"""Opens a dataset: recognises it, lists it into its index, checks every picture once."""

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from engine.contract.errors import UserError
from engine.contract.folders import cache_folder
from engine.dataset.checking import Check, check_pictures
from engine.dataset.index_writer import IndexWriter
from engine.dataset.recognise import list_dataset
from engine.dataset.schema import VERSION

OnProgress = Callable[[str, int, int], None]
_SECONDS_BETWEEN_WRITES = 0.25
_LISTING, _CHECKING = "Finding pictures", "Checking pictures"


def open_dataset(
    path: Path,
    *,
    on_progress: OnProgress,
    is_cancelled: Callable[[], bool],
    on_listed: Callable[[Path], None] | None = None,
) -> Path:
    """Read a dataset into its index in Fovea's cache; what did not change since the last time is kept.

    Args:
        path: a folder, a CSV file, or a picture.
        on_progress: hears what is done, how much of it, and of how much (0: not known yet). It may raise to stop.
        is_cancelled: asked often; the index then keeps what was checked, and the next call goes on from there.
        on_listed: gets the index as soon as its pictures can be shown, before they are checked.

    Returns:
        The index, for ``DatasetIndex``.

    Raises:
        UserError: there is nothing at ``path``, or no picture.
    """
    place = _resolve(path)
    on_progress(_LISTING, 0, 0)
    listing = list_dataset(place, lambda found: on_progress(_LISTING, found, 0))
    index = index_path(place)
    with IndexWriter(index) as writer:
        is_complete = writer.is_complete(listing)
        if not is_complete:
            writer.write_listing(listing)
        if on_listed is not None:
            on_listed(index)
        if not is_complete:
            _check(writer, listing.root, on_progress, is_cancelled)
    return index


def index_path(place: Path) -> Path:
    """Where the index of the dataset at a resolved path is kept."""
    key = hashlib.sha256(os.fsencode(place)).hexdigest()[:16]
    return cache_folder() / "datasets" / f"{key}.v{VERSION}.sqlite"


def _resolve(path: Path) -> Path:
    try:
        return path.expanduser().resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise UserError(
            f"Cannot open the dataset. Received: {path}, where nothing is.", "Choose a folder with pictures."
        ) from error


def _check(writer: IndexWriter, root: Path, on_progress: OnProgress, is_cancelled: Callable[[], bool]) -> None:
    unchecked = writer.unchecked()
    total = writer.number_of_images()
    done = total - len(unchecked)
    batch: list[Check] = []
    written_at = time.monotonic()
    with closing(check_pictures(root, unchecked, is_cancelled)) as checks:
        for check in checks:
            batch.append(check)
            if time.monotonic() - written_at >= _SECONDS_BETWEEN_WRITES:
                writer.write_checks(batch)
                done += len(batch)
                batch, written_at = [], time.monotonic()
                on_progress(_CHECKING, done, total)
    writer.write_checks(batch)
    if not writer.unchecked():
        writer.complete()
    on_progress(_CHECKING, done + len(batch), total)
