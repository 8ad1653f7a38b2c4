"""Examines a whole index: duplicates, leaks, missing classes and labels."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import chain
from pathlib import Path

from engine.contract.dataset import Split
from engine.dataset.doctor.classes import missing_classes, missing_labels
from engine.dataset.doctor.duplicates import Duplicates, find_duplicates
from engine.dataset.doctor.leaks import Picture, problems_of_groups, problems_of_pairs
from engine.dataset.doctor.writing import replace_findings
from engine.dataset.index.schema import connect_for_writing, transaction
from engine.dataset.index.summary import renew_summary

COMPARING = "Comparing pictures"
_PICTURES = (
    "SELECT images.id, path, split, (SELECT json_group_array(name) FROM (SELECT DISTINCT name FROM annotations"
    " JOIN classes USING (class_index) WHERE image_id = images.id AND kind = 'label' ORDER BY name)) AS labels"
    " FROM images WHERE id IN (SELECT value FROM json_each(?))"
)

OnProgress = Callable[[str, int, int], None]


class _Stopped(Exception):
    """The examination was cancelled."""


def examine(index: Path, *, on_progress: OnProgress, is_cancelled: Callable[[], bool]) -> bool:
    """Compare the pictures of an index with each other, and write the problems in the place of those found before.

    What follows from the pixels is kept in the index: after a change of splits or labels this takes little time.

    Args:
        index: path of an index whose pictures were checked.
        on_progress: hears what is done, how much of it, and of how much. It may raise to stop.
        is_cancelled: asked often; the index then keeps what was found before.

    Returns:
        Whether it came to its end.
    """

    def tell(done: int, total: int) -> None:
        if is_cancelled():
            raise _Stopped
        on_progress(COMPARING, done, total)

    with closing(connect_for_writing(index)) as connection:
        try:
            duplicates = find_duplicates(connection, tell)
        except _Stopped:
            return False
        _write(connection, duplicates)
    return True


def _write(connection: sqlite3.Connection, duplicates: Duplicates) -> None:
    with transaction(connection):
        pictures = _pictures(connection, duplicates)
        problems = chain(
            problems_of_groups(duplicates.groups, pictures),
            problems_of_pairs(duplicates.near, pictures),
            list(missing_classes(connection)),
            list(missing_labels(connection)),
        )
        replace_findings(connection, problems)
        renew_summary(connection)


def _pictures(connection: sqlite3.Connection, duplicates: Duplicates) -> dict[int, Picture]:
    """The pictures that are duplicates, by id; without those that were removed since they were compared."""
    ids = {image_id for group in duplicates.groups for image_id in group}
    ids.update(image_id for pair in duplicates.near for image_id in (pair.original, pair.copy))
    rows = connection.execute(_PICTURES, (json.dumps(sorted(ids)),))
    return {
        row["id"]: Picture(
            row["path"], None if row["split"] is None else Split(row["split"]), tuple(json.loads(row["labels"]))
        )
        for row in rows
    }
