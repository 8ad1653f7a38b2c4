"""Keeps what an index knows of pictures that saving of labels has moved to other places."""

import json
import sqlite3
from collections.abc import Mapping, Sequence

from engine.dataset.listing import ListedImage, Listing, natural_key


def follow_relocated(connection: sqlite3.Connection, listing: Listing, places: Mapping[str, frozenset[str]]) -> None:
    """Give rows of moved pictures the paths where they are listed now; for the caller's transaction.

    Args:
        connection: to the index, which still holds the listing before.
        listing: the new one.
        places: all places of each picture, by each of them (``engine/dataset/labels/relocated.py``).
    """
    listed = {image.path: image for image in listing.images if image.path in places}
    query = "SELECT path, bytes, modified_ns FROM images WHERE path IN (SELECT value FROM json_each(?))"
    known = {row[0]: (row[1], row[2]) for row in connection.execute(query, (json.dumps(list(places)),))}
    renamed = []
    for path, state in known.items():
        there = [listed[place] for place in places[path] if place in listed and place not in known]
        if path not in listed and len(there) == 1 and _state_of(there[0]) == state:
            renamed.append((path, there[0].path, natural_key(there[0].path)))
    if renamed:
        _rename(connection, renamed)


def _state_of(image: ListedImage) -> tuple[int, int]:
    return image.bytes, image.modified_ns


def _rename(connection: sqlite3.Connection, renamed: Sequence[tuple[str, str, str]]) -> None:
    """Give rows other paths, all at once: thousands of pictures may have been moved, and have problems."""
    run = connection.execute
    run("DROP TABLE IF EXISTS temp.renamed")
    run("CREATE TEMP TABLE renamed (before TEXT PRIMARY KEY, after TEXT, position TEXT) WITHOUT ROWID")
    connection.executemany("INSERT INTO renamed VALUES (?, ?, ?)", renamed)
    run("UPDATE images SET path = after, position = renamed.position FROM renamed WHERE path = before")
    run("UPDATE problems SET path = after FROM renamed WHERE path = before")
    run("UPDATE problems SET related = after FROM renamed WHERE related = before")
