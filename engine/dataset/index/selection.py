"""What some chosen pictures have in common: a summary of a selection."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.contract.dataset import Split
from engine.dataset.index.schema import connect_for_reading

_CHOSEN: Final = "SELECT value FROM json_each(?)"
_IS_BOX: Final = "kind IN ('box', 'polygon', 'mask') AND NOT is_dropped AND NOT is_relative AND x_max > x_min"

Range = tuple[float, float]
FileState = tuple[int, int]
"""Size in bytes and time of the last change of a file."""


@dataclass(frozen=True, slots=True)
class SelectionSummary:
    """Some pictures in numbers.

    Attributes:
        classes: name and index of a class with the number of pictures that have it, the commonest first.
        longer_sides: smallest and largest in pixels; None where no picture was decoded.
        box_sides: roots of the areas of their boxes in pixels; None without boxes.
    """

    pictures: int
    bytes: int
    splits: dict[Split, int]
    moved: int
    classes: tuple[tuple[str, int, int], ...]
    objects: int
    longer_sides: Range | None
    box_sides: Range | None


def summarise_selection(index: Path, ids: Sequence[int]) -> SelectionSummary:
    """Count the pictures with these ids; for a thread, as it opens a connection of its own.

    Raises:
        sqlite3.Error: there is no such index.
    """
    chosen = json.dumps([int(number) for number in ids])
    with closing(connect_for_reading(index)) as connection:
        return _summarise(connection, chosen)


def file_states(index: Path, paths: Sequence[str]) -> dict[str, FileState]:
    """What the files of some pictures were like when they were listed; those that are not in the index are left out.

    Raises:
        sqlite3.Error: there is no such index.
    """
    with closing(connect_for_reading(index)) as connection:
        query = f"SELECT path, bytes, modified_ns FROM images WHERE path IN ({_CHOSEN})"
        rows = connection.execute(query, (json.dumps(list(paths)),))
        return {path: (size, modified) for path, size, modified in rows}


def states_of_corrected(index: Path) -> dict[str, FileState]:
    """As ``file_states``, of all pictures with a corrected label.

    Raises:
        sqlite3.Error: there is no such index.
    """
    with closing(connect_for_reading(index)) as connection:
        query = "SELECT path, bytes, modified_ns FROM images JOIN corrections ON image_id = images.id WHERE is_applied"
        return {path: (size, modified) for path, size, modified in connection.execute(query)}


def saved_labels(index: Path) -> dict[str, str | None]:
    """The labels that were corrected once and that the files say by now, by the path of the picture.

    Raises:
        sqlite3.Error: there is no such index.
    """
    with closing(connect_for_reading(index)) as connection:
        query = (
            "SELECT path, given FROM corrections JOIN images ON images.id = image_id"
            " WHERE NOT is_applied AND given IS NOT split_by"
        )
        return dict(map(tuple, connection.execute(query)))


def picture_paths(index: Path, ids: Sequence[int]) -> tuple[str, ...]:
    """The paths of the pictures with these ids, in the order of the gallery.

    Raises:
        sqlite3.Error: there is no such index.
    """
    chosen = json.dumps([int(number) for number in ids])
    with closing(connect_for_reading(index)) as connection:
        query = f"SELECT path FROM images WHERE id IN ({_CHOSEN}) ORDER BY position, id"
        return tuple(row[0] for row in connection.execute(query, (chosen,)))


def _summarise(connection: sqlite3.Connection, chosen: str) -> SelectionSummary:
    pictures, size, moved, shortest, longest = connection.execute(
        "SELECT count(*), coalesce(sum(bytes), 0), count(moved_split), min(max(width, height)), max(max(width, height))"
        f" FROM images WHERE id IN ({_CHOSEN})",
        (chosen,),
    ).fetchone()
    splits = connection.execute(
        f"SELECT split, count(*) FROM images WHERE id IN ({_CHOSEN}) AND split IS NOT NULL GROUP BY split", (chosen,)
    )
    classes = connection.execute(
        "SELECT name, class_index, count(DISTINCT image_id) FROM annotations JOIN classes USING (class_index)"
        f" WHERE image_id IN ({_CHOSEN}) AND NOT is_dropped GROUP BY class_index ORDER BY 3 DESC, 2",
        (chosen,),
    )
    objects, smallest, largest = connection.execute(
        "SELECT count(*), min((x_max - x_min) * (y_max - y_min)), max((x_max - x_min) * (y_max - y_min))"
        f" FROM annotations WHERE image_id IN ({_CHOSEN}) AND {_IS_BOX}",
        (chosen,),
    ).fetchone()
    return SelectionSummary(
        pictures=pictures,
        bytes=size,
        splits={Split(split): count for split, count in splits},
        moved=moved,
        classes=tuple((name, place, count) for name, place, count in classes),
        objects=objects,
        longer_sides=None if shortest is None else (shortest, longest),
        box_sides=None if smallest is None else (smallest**0.5, largest**0.5),
    )
