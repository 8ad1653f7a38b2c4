"""The identity of a dataset's content."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter


def fingerprint(images: Iterable[tuple[object, ...]]) -> str:
    """A hash of all pictures with their labels, 32 hexadecimal digits.

    It follows from each picture's path, size in bytes, hash of its ends, split and label, in the order of the paths.
    Times do not count and neither does the place of the folder: a copy of a dataset has the same fingerprint.
    """
    digest = hashlib.sha256()
    for image in images:
        digest.update(repr(image).encode())
    return digest.hexdigest()[:32]


def fingerprint_rows(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """What the fingerprint of an index follows from: a row for each picture, in the order of the paths."""
    drawn = _drawn_by_image(connection)
    query = (
        "SELECT images.id, path, bytes, content_hash, given_split, name FROM images"
        " LEFT JOIN annotations ON image_id = images.id AND kind = 'label' LEFT JOIN classes USING (class_index)"
        " ORDER BY path"
    )
    for image_id, *values in connection.execute(query):
        extra = (drawn[image_id],) if image_id in drawn else ()
        yield (*values, *extra)


def _drawn_by_image(connection: sqlite3.Connection) -> dict[int, str]:
    """A hash of what is drawn on each picture, as it was compared with it; masks count by extent and area."""
    query = (
        "SELECT image_id, kind, name, geometry, x_min, y_min, x_max, y_max, area, is_crowd, is_dropped"
        " FROM annotations LEFT JOIN classes USING (class_index) WHERE kind != 'label'"
        " ORDER BY image_id, annotations.id"
    )
    drawn: dict[int, str] = {}
    for image_id, rows in groupby(connection.execute(query), key=itemgetter(0)):
        digest = hashlib.blake2b(digest_size=12)
        for row in rows:
            digest.update(repr(tuple(row)[1:]).encode())
        drawn[image_id] = digest.hexdigest()
    return drawn
