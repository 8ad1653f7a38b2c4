"""What a person draws on pictures of a dataset, as steps of the journal."""

import json
import math
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from engine.contract.annotations import Box
from engine.contract.drawn import AnnotationChange, DrawnAnnotation
from engine.contract.errors import UserError
from engine.dataset.index.drawn_rows import AnnotationRow, digest_of_rows, given_rows_of, keyed_rows
from engine.dataset.index.schema import connect_for_reading
from engine.dataset.labels.changing import class_name, journal_of_index
from engine.dataset.labels.drawn_changes import DrawnChange
from engine.dataset.labels.drawn_corrections import drawn_corrections_of, is_given
from engine.dataset.outlines import enclosed_area

DRAWN_FORMATS: Final = ("coco", "voc", "yolo", "labelme", "cvat", "csv_boxes")
"""Formats whose labels are boxes or outlines of objects."""
_OF_BOXES_ONLY: Final = ("voc", "csv_boxes")
_LONGEST_KEY: Final = 80
_FEWEST_POINTS: Final = 3


def can_draw(reading: str) -> bool:
    """Whether boxes and outlines can be drawn in a dataset that is read like this.

    Args:
        reading: key of the candidate.
    """
    kind, _, place = reading.partition(":")
    is_of_masks = kind == "voc" and bool(place)  # masks of Pascal VOC lie in a folder; its boxes are in files all over
    return kind in DRAWN_FORMATS and not is_of_masks


def holds_outlines(reading: str) -> bool:
    """Whether the files of a dataset that is read like this can say outlines of objects, and not their boxes only.

    Args:
        reading: key of the candidate.
    """
    return can_draw(reading) and reading.partition(":")[0] not in _OF_BOXES_ONLY


def change_annotations(
    index: Path, picture: str, changes: Sequence[AnnotationChange], text: str, *, seen: str | None = None
) -> str | None:
    """Add a step that draws, changes or removes annotations of a picture.

    Args:
        index: of ``open_dataset``.
        picture: path relative to the dataset.
        changes: by keys of what is drawn there, or by new ones.
        text: names the step for undo.
        seen: what the files said when the keys were read; None: what they say now.

    Returns:
        Id of the step, which is on the disk by now; None where nothing was to be changed.

    Raises:
        UserError: the picture cannot be drawn on, the files say something else by now, something is no annotation, or
            the journal cannot be written.
    """
    given, state = _look_up(index, picture)
    if seen not in (None, state):  # the same key would mean another annotation
        raise UserError(
            f"The labels have changed since they were shown. Received: {picture}.", "Look at it again, and repeat this."
        )
    wanted = {change.key: _sound(change) for change in changes}
    journal = journal_of_index(index)
    correction = drawn_corrections_of(journal.steps()).get(picture)
    earlier = correction.annotations if correction is not None and correction.given == state else {}
    _require_known(wanted, {key for key, _ in keyed_rows(given, earlier)} | set(earlier))
    before, after = (list(keyed_rows(given, drawn)) for drawn in (earlier, {**earlier, **wanted}))
    if before == after:
        return None
    return journal.add_drawn(text, [DrawnChange(picture, state, _classes(given), wanted)]).id


def discarded(index: Path) -> list[DrawnChange]:
    """Changes that take back whatever was drawn by hand on the pictures of a dataset.

    Raises:
        UserError: the journal cannot be read.
    """
    corrections = drawn_corrections_of(journal_of_index(index).steps())
    return [
        DrawnChange(path, item.given, item.split_by, is_reset=True)
        for path, item in corrections.items()
        if not item.is_saved
    ]


def _look_up(index: Path, picture: str) -> tuple[list[AnnotationRow], str]:
    """What the files say is drawn on a picture, and its digest."""
    with closing(connect_for_reading(index)) as connection:
        reading = str(connection.execute("SELECT value FROM meta WHERE key = 'reading'").fetchone()[0])
        row = connection.execute("SELECT id, width FROM images WHERE path = ?", (picture,)).fetchone()
        if row is None or row["width"] is None:
            raise UserError(
                f"Nothing can be drawn on a picture that was not read. Received: {picture}.",
                "Wait until the pictures are checked, or look at its problems.",
            )
        if not can_draw(reading):
            raise UserError(
                f"Boxes and outlines cannot be drawn here. Received: a dataset that is read as {reading}.",
                "Save the dataset as COCO into another folder, and open that.",
            )
        given = given_rows_of(connection, row["id"])
        return given, digest_of_rows(given)


def _sound(change: AnnotationChange) -> DrawnAnnotation | None:
    """The annotation of a change with the name of its class as it will stand in files."""
    drawn = change.after
    if drawn is None:
        return None
    values = [value for ring in drawn.rings for point in ring for value in point] or list(drawn.box or ())
    if not all(map(math.isfinite, values)) or not _has_area(drawn):
        raise UserError(f"This covers nothing. Received: {json.dumps(values[:8])}.", "Draw it larger.")
    return drawn if drawn.label is None else drawn.model_copy(update={"label": class_name(drawn.label)})


def _has_area(drawn: DrawnAnnotation) -> bool:
    geometry = drawn.geometry
    if isinstance(geometry, Box):
        return geometry.width > 0 and geometry.height > 0
    return any(len(ring) >= _FEWEST_POINTS and enclosed_area(ring) > 0 for ring in geometry.rings)


def _require_known(wanted: Mapping[str, object], known: set[str]) -> None:
    """A number that the files do not have would come to mean another annotation one day."""
    for key in wanted:
        if (is_given(key) and key not in known) or not key or len(key) > _LONGEST_KEY:
            raise UserError(f"There is no such annotation. Received: {key[:_LONGEST_KEY]!r}.", "Open the folder again.")


def _classes(given: Sequence[AnnotationRow]) -> tuple[str, ...]:
    return tuple(sorted({row.name for row in given if row.name is not None}))
