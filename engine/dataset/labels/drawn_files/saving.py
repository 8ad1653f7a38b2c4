"""Saves what was drawn into the label files that it belongs to; as a step that can be taken back."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from engine.contract.annotations import Point
from engine.contract.dataset import ImageStatus
from engine.contract.errors import UserError
from engine.dataset.index.drawn_rows import AnnotationRow, given_rows_of, keys_of, rows_of
from engine.dataset.index.schema import connect_for_reading
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.drawn_files import coco, labelme, voc, yolo
from engine.dataset.labels.drawn_files.edits import AnnotationEdit, PictureEdit, SavedDataset, as_it_is
from engine.dataset.labels.saved_files import ChangedFile, save_files
from engine.dataset.listing import ListedImage
from engine.dataset.outlines import turning
from engine.dataset.pictures.decode import DecodeError, decode_picture
from engine.dataset.placing import Frame
from engine.dataset.recognise import list_dataset, recognise, scan_place

Write = Callable[[SavedDataset, Sequence[PictureEdit]], Iterator[ChangedFile]]
_FORMATS: Final[Mapping[str, Write]] = {
    "coco": coco.changed_files,
    "labelme": labelme.changed_files,
    "voc": voc.changed_files,
    "yolo": yolo.changed_files,
}
SAVED_FORMATS: Final = tuple(_FORMATS)
"""Formats into whose files it can be written what was drawn."""
_BACK: Final = {6: 8, 8: 6}


def save_drawn(index: Path, text: str) -> str | None:
    """Write what was drawn by hand into the label files of a dataset.

    Args:
        index: of ``open_dataset``, with all corrections in it.
        text: names the step for undo.

    Returns:
        Id of the step; None where there is nothing to save.

    Raises:
        UserError: another format, or the files cannot say it; then none is changed.
    """
    with closing(connect_for_reading(index)) as connection:
        meta = dict(map(tuple, connection.execute("SELECT key, value FROM meta")))
        rows = _corrected(connection)
        if not rows:
            return None
        write = _FORMATS.get(meta["format"])
        if write is None:
            raise UserError(
                f"What was drawn cannot be saved into these files. Received: {meta['format']}.",
                "Save the dataset as another format: the copy has what was drawn.",
            )
        scan = scan_place(Path(meta["place"]), _ignore)
        dataset = SavedDataset(scan, list_dataset(scan, recognise(scan, meta["reading"]), _ignore))
        listed = {image.path: image for image in dataset.listing.images}
        pictures = [_edit(connection, row, listed.get(row["path"]), scan.root) for row in rows]
    files = [file for file in write(dataset, pictures) if file.before != file.after]
    return save_files(journal_of_index(index), scan.root, files, text, pictures=[picture.path for picture in pictures])


def _corrected(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    query = (
        "SELECT images.id, path, width, height, status FROM images JOIN drawn_corrections ON image_id = images.id"
        " WHERE state = 'applied' ORDER BY position, images.id"
    )
    return connection.execute(query).fetchall()


def _edit(connection: sqlite3.Connection, row: sqlite3.Row, image: ListedImage | None, root: Path) -> PictureEdit:
    """What changes on a picture: what is drawn now, against what the files say."""
    given = given_rows_of(connection, row["id"])
    present = dict(zip(keys_of(connection, row["id"]).values(), rows_of(connection, row["id"]), strict=True))
    edits, added = [], []
    for number, before in enumerate(given):
        after = present.pop(str(number), None)
        if after != before:
            edits.append(_annotation_edit(before, after))
    for new in present.values():
        drawn = new.drawn
        assert drawn is not None  # a hand draws boxes and outlines only
        added.append(drawn)
    return PictureEdit(
        row["path"],
        row["width"],
        row["height"],
        tuple(edits),
        tuple(added),
        label_file="" if image is None else image.label_file,
        label_place="" if image is None else image.label_place,
        to_file=as_it_is if image is None else _turned_back(row, image, root),
    )


def _annotation_edit(before: AnnotationRow, after: AnnotationRow | None) -> AnnotationEdit:
    drawn, was = None if after is None else after.drawn, before.drawn
    has_other = drawn is not None and (was is None or drawn.geometry != was.geometry)
    return AnnotationEdit(before.file, before.place, drawn, has_other)


def _turned_back(row: sqlite3.Row, image: ListedImage, root: Path) -> Callable[[Point], Point]:
    """From the upright picture to the stored one, where the label file means that (``placing.py``)."""
    width, height = row["width"], row["height"]
    if image.stated_size != (height, width) or width == height or row["status"] == ImageStatus.UNREADABLE:
        return as_it_is
    try:
        orientation = decode_picture(root / image.path, accept_damaged=True).orientation
    except DecodeError:
        return as_it_is
    frame = Frame(image.path, root, width, height, orientation=orientation, stated_size=image.stated_size)
    if not frame.is_labelled_sideways:
        return as_it_is
    return turning(_BACK.get(orientation, orientation), height, width)


def _ignore(_what: str, _done: int, _total: int) -> None:
    """Nobody waits for the progress of looking for label files."""
