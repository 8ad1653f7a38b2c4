"""Opens a dataset: recognises it, lists it into its index, checks every picture once."""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from engine.contract.errors import UserError
from engine.contract.folders import cache_folder
from engine.dataset.checking import Check, Surroundings, Unchecked, check_pictures
from engine.dataset.doctor.examine import examine
from engine.dataset.index.failures import failures_in_words
from engine.dataset.index.listing_writer import Changes, ListingFacts
from engine.dataset.index.schema import VERSION
from engine.dataset.index.writer import IndexWriter
from engine.dataset.labels.folder_saving import files_at_rest
from engine.dataset.readers.base import OnProgress
from engine.dataset.recognise import ignored_files, list_dataset, recognise, scan_place
from engine.dataset.scanning import Scan

_SECONDS_BETWEEN_WRITES = 0.25
_PICTURES_AT_ONCE = 256
_LISTING, _CHECKING = "Finding pictures", "Checking pictures"


def open_dataset(
    path: Path,
    *,
    on_progress: OnProgress,
    is_cancelled: Callable[[], bool],
    reading: str | None = None,
    on_listed: Callable[[Path], None] | None = None,
    on_changed: Callable[[Changes], None] | None = None,
) -> Path:
    """Read a dataset into its index in Fovea's cache; what did not change since the last time is kept.

    Args:
        path: a folder, a label file, or a picture.
        on_progress: hears what is done, how much of it, and of how much (0: not known yet). It may raise to stop.
        is_cancelled: asked often; the index then keeps what was checked, and the next call goes on from there.
        reading: key of the candidate to read; None takes the surest.
        on_listed: gets the index as soon as its pictures can be shown: at once where an earlier state of it is
            known, and again when the present one is listed.
        on_changed: hears how many pictures changed on disk since the last time, where any did.

    Returns:
        The index, for ``DatasetIndex``.

    Raises:
        UserError: there is nothing at ``path``, or no picture; or the index cannot be written.
    """
    place = _resolve(path)
    index = index_path(place, reading)
    on_progress(_LISTING, 0, 0)
    with failures_in_words(index), IndexWriter(index) as writer:
        if writer.was_listed and on_listed is not None:
            on_listed(index)
        with files_at_rest(place if place.is_dir() else place.parent):
            scan = scan_place(place, on_progress)
            is_other = not writer.holds(scan.signature())
            changes = _list(writer, place, scan, reading=reading, on_progress=on_progress) if is_other else Changes()
        if is_other:
            if on_listed is not None:
                on_listed(index)
            if on_changed is not None and changes != Changes():
                on_changed(changes)
        elif writer.correct() and on_listed is not None:
            on_listed(index)
        if not writer.is_complete:
            _check(writer, scan.root, on_progress, is_cancelled)
            _complete(writer, index, on_progress, is_cancelled)
    return index


def take_corrections_in(
    path: Path,
    *,
    on_progress: OnProgress,
    is_cancelled: Callable[[], bool],
    reading: str | None = None,
    on_corrected: Callable[[Path], None] | None = None,
) -> Path:
    """Bring a dataset that was opened before to what its journal of labels says now, without a look at its files.

    It may be opened by another thread or process meanwhile, which then completes it.

    Args:
        path: as for ``open_dataset``.
        on_progress: as for ``open_dataset``.
        is_cancelled: as for ``open_dataset``.
        reading: as for ``open_dataset``.
        on_corrected: gets the index as soon as the labels are in it, before what follows from them is found out.

    Raises:
        UserError: it was never opened, or the index cannot be written.
    """
    index = index_of_opened(path, reading)
    with failures_in_words(index), IndexWriter(index) as writer:
        is_other = writer.correct()
        if is_other and on_corrected is not None:
            on_corrected(index)
        if not writer.is_complete:
            _complete(writer, index, on_progress, is_cancelled)
    return index


def index_of_opened(path: Path, reading: str | None = None) -> Path:
    """The index of a dataset that was opened before.

    Raises:
        UserError: it was not.
    """
    index = index_path(_resolve(path), reading)
    if not index.is_file():
        raise UserError(f"The dataset is not open. Received: {path}.", "Open it first.")
    return index


def index_of_known(
    path: Path, reading: str | None, *, on_progress: OnProgress, is_cancelled: Callable[[], bool]
) -> Path:
    """The index of a dataset that a run has learned from, opened anew where another Fovea did that, or long ago.

    Args:
        path: as for ``open_dataset``.
        reading: as for ``open_dataset``.
        on_progress: as for ``open_dataset``.
        is_cancelled: as for ``open_dataset``.

    Raises:
        UserError: there is no such dataset any more.
    """
    try:
        return index_of_opened(path, reading)
    except UserError:
        return open_dataset(path, reading=reading, on_progress=on_progress, is_cancelled=is_cancelled)


def index_path(place: Path, reading: str | None = None) -> Path:
    """Where the index of the dataset at a resolved path is kept, for each way of reading it."""
    key = hashlib.sha256(os.fsencode(place))
    if reading is not None:
        key.update(b"\0" + reading.encode(errors="surrogatepass"))
    return cache_folder() / "datasets" / f"{key.hexdigest()[:16]}.v{VERSION}.sqlite"


def _list(writer: IndexWriter, place: Path, scan: Scan, *, reading: str | None, on_progress: OnProgress) -> Changes:
    recognised = recognise(scan, reading)
    listing = list_dataset(scan, recognised, on_progress)
    files = (*scan.pictures, *scan.documents, *scan.tables)
    facts = ListingFacts(
        place=str(place),
        signature=scan.signature(),
        reading=recognised.chosen.key,
        candidates=recognised.candidates,
        ignored=ignored_files(scan, listing),
        files={file.path: (file.bytes, file.modified_ns) for file in files if file.path in listing.used},
    )
    return writer.write_listing(listing, facts)


def _resolve(path: Path) -> Path:
    try:
        return path.expanduser().resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise UserError(
            f"Cannot open the dataset. Received: {path}, where nothing is.", "Choose a folder with pictures."
        ) from error


def _complete(writer: IndexWriter, index: Path, on_progress: OnProgress, is_cancelled: Callable[[], bool]) -> None:
    """Compare the pictures with each other, once all were checked."""
    if not writer.unchecked() and examine(index, on_progress=on_progress, is_cancelled=is_cancelled):
        writer.complete()


def _check(writer: IndexWriter, root: Path, on_progress: OnProgress, is_cancelled: Callable[[], bool]) -> None:
    unchecked = writer.unchecked()
    total = writer.number_of_images()
    done = total - len(unchecked)
    around = Surroundings(root, writer.mask_codes(), writer.classes())
    batch: list[Check] = []
    written_at = time.monotonic()
    with closing(check_pictures(around, _with_annotations(writer, unchecked), is_cancelled)) as checks:
        for check in checks:
            batch.append(check)
            if time.monotonic() - written_at >= _SECONDS_BETWEEN_WRITES:
                writer.write_checks(batch)
                done += len(batch)
                batch, written_at = [], time.monotonic()
                on_progress(_CHECKING, done, total)
    writer.write_checks(batch)
    on_progress(_CHECKING, done + len(batch), total)


def _with_annotations(writer: IndexWriter, unchecked: list[Unchecked]) -> Iterator[Unchecked]:
    """The pictures with what is drawn on them, read from the index some at a time."""
    for start in range(0, len(unchecked), _PICTURES_AT_ONCE):
        some = unchecked[start : start + _PICTURES_AT_ONCE]
        annotations = writer.annotations_as_listed([picture.id for picture in some])
        for picture in some:
            yield replace(picture, annotations=annotations.get(picture.id, ()))
