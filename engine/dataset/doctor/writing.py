"""Writes what the doctor found into the index."""

import sqlite3
from collections.abc import Iterable

from engine.dataset.problems import Problem

_INSERT = (
    "INSERT INTO problems (image_id, code, path, place, message, action, repair, found_by, related)"
    " VALUES ((SELECT id FROM images WHERE path = ?2), ?1, ?2, ?3, ?4, ?5, ?6, 'doctor', ?7)"
)
_COUNT = (
    "UPDATE images SET problem_count = (SELECT count(*) FROM problems WHERE image_id = images.id)"
    " WHERE problem_count > 0 OR id IN (SELECT image_id FROM problems)"
)


def replace_findings(connection: sqlite3.Connection, problems: Iterable[Problem]) -> None:
    """Put ``problems`` in the place of everything that the doctor found before; the caller's transaction holds it."""
    connection.execute("DELETE FROM problems WHERE found_by = 'doctor'")
    connection.executemany(
        _INSERT,
        ((item.code, item.path, item.place, item.message, item.action, item.repair, item.related) for item in problems),
    )
    connection.execute(_COUNT)
