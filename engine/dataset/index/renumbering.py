"""Keeps numbers that follow from annotations and problems as these change."""

import sqlite3
from collections.abc import Sequence
from typing import Final

COUNT_PROBLEMS: Final = (
    "UPDATE images SET problem_count = (SELECT count(*) FROM problems WHERE image_id = images.id)"
    " WHERE problem_count > 0 OR id IN (SELECT image_id FROM problems)"
)
COUNT_ANNOTATIONS: Final = (
    "UPDATE images SET (annotation_count, first_class) = (SELECT count(*), min(class_index) FROM annotations"
    " WHERE image_id = images.id AND NOT is_dropped)"
)


def renumber_classes(connection: sqlite3.Connection, present: Sequence[str], wanted: Sequence[str]) -> None:
    """Give the classes other numbers; every annotation keeps the name of its class. For the caller's transaction.

    Args:
        connection: to the index.
        present: names in their order now.
        wanted: names in the order from now on; no annotation has one that is left out.
    """
    numbers = {name: number for number, name in enumerate(wanted)}
    connection.execute("DROP TABLE IF EXISTS temp.renumbered")
    connection.execute("CREATE TEMP TABLE renumbered (old INTEGER PRIMARY KEY, new INTEGER)")
    pairs = ((old, numbers.get(name)) for old, name in enumerate(present))
    connection.executemany("INSERT INTO renumbered VALUES (?, ?)", pairs)
    connection.execute(
        "UPDATE annotations SET class_index = (SELECT new FROM renumbered WHERE old = class_index)"
        " WHERE class_index IS NOT NULL"
    )
    connection.execute("DELETE FROM classes")
    connection.executemany("INSERT INTO classes VALUES (?, ?)", enumerate(wanted))
    connection.execute(COUNT_ANNOTATIONS)
