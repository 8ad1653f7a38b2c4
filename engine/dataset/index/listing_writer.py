"""Brings the tables of an index to what a reader listed; what did not change keeps what is known of it."""

import sqlite3
from dataclasses import dataclass, field

from engine.contract.dataset import Candidate
from engine.dataset.index.values import INSERT_ANNOTATION, FileStates, image_values, listed_values
from engine.dataset.listing import IgnoredFile, Listing


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """What is known about a listing besides its content.

    Attributes:
        place: what was opened, absolute: a folder or a file in it.
        signature: of the scan that it was read from.
        reading: key of the candidate that was read.
        candidates: everything that could have been read.
        ignored: files that are not part of the dataset.
        files: states of label files and masks.
    """

    place: str = ""
    signature: str = ""
    reading: str = ""
    candidates: tuple[Candidate, ...] = ()
    ignored: tuple[IgnoredFile, ...] = ()
    files: FileStates = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """Pictures that changed on disk since a dataset was opened last."""

    added: int = 0
    removed: int = 0
    modified: int = 0


def write_images(connection: sqlite3.Connection, listing: Listing, files: FileStates) -> Changes:
    """Pictures as listed: one whose file changed is a new row, one whose labels changed is checked again."""
    _make_temporary_tables(connection)
    rows = (image_values(image, listing, files) for image in listing.images)
    connection.executemany("INSERT OR IGNORE INTO listed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    changes = _changes(connection)
    connection.execute("INSERT INTO moved SELECT path, moved_split FROM images WHERE moved_split IS NOT NULL")
    connection.execute(
        "DELETE FROM images WHERE NOT EXISTS (SELECT 1 FROM listed WHERE listed.path = images.path"
        " AND listed.bytes = images.bytes AND listed.modified_ns = images.modified_ns)"
    )
    _insert_new(connection)
    _mark_relabelled(connection)
    return changes


def write_annotations(connection: sqlite3.Connection, listing: Listing) -> None:
    """Classes, the label of every picture, and what is drawn on those that are new or whose labels changed."""
    run = connection.execute
    run("DELETE FROM annotations WHERE kind = 'label'")
    # Where the classes changed, so did the hash of every picture with something drawn on it.
    run("DELETE FROM annotations WHERE image_id IN (SELECT id FROM relabelled)")
    run("DELETE FROM classes")
    connection.executemany("INSERT INTO classes VALUES (?, ?)", enumerate(listing.classes))
    run(
        "INSERT INTO annotations (image_id, kind, class_index) SELECT id, 'label', class_index FROM listed"
        " JOIN images USING (path) JOIN classes ON name = label ORDER BY id"
    )
    ids = dict(map(tuple, run("SELECT path, id FROM relabelled")))
    rows = (
        listed_values(ids[image.path], annotation)
        for image in listing.images
        if image.path in ids
        for annotation in image.annotations
    )
    connection.executemany(INSERT_ANNOTATION, rows)


def write_ignored(connection: sqlite3.Connection, ignored: tuple[IgnoredFile, ...]) -> None:
    """The files that are not part of the dataset."""
    connection.execute("DELETE FROM ignored_files")
    rows = ((file.path, file.reason) for file in ignored)
    connection.executemany("INSERT OR IGNORE INTO ignored_files VALUES (?, ?)", rows)


def _make_temporary_tables(connection: sqlite3.Connection) -> None:
    for name, columns in {
        "listed": "path TEXT PRIMARY KEY, position TEXT, bytes INTEGER, modified_ns INTEGER, given_split TEXT,"
        " label TEXT, width INTEGER, height INTEGER, labels_hash TEXT",
        "moved": "path TEXT PRIMARY KEY, moved_split TEXT",
        "relabelled": "path TEXT PRIMARY KEY, id INTEGER",
    }.items():
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
        connection.execute(f"CREATE TEMP TABLE {name} ({columns}) WITHOUT ROWID")


def _changes(connection: sqlite3.Connection) -> Changes:
    """What differs between the listed pictures and those of the index."""
    is_same = "listed.bytes = images.bytes AND listed.modified_ns = images.modified_ns"
    both, modified = connection.execute(
        f"SELECT count(*), coalesce(sum(NOT ({is_same})), 0) FROM listed JOIN images USING (path)"
    ).fetchone()
    listed = connection.execute("SELECT count(*) FROM listed").fetchone()[0]
    known = connection.execute("SELECT count(*) FROM images").fetchone()[0]
    return Changes(added=listed - both, removed=known - both, modified=modified)


def _insert_new(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO images (path, position, bytes, modified_ns, moved_split)"
        " SELECT path, position, bytes, modified_ns, moved_split FROM listed LEFT JOIN moved USING (path)"
        " WHERE NOT EXISTS (SELECT 1 FROM images WHERE images.path = listed.path) ORDER BY position"
    )
    connection.execute(
        "UPDATE images SET given_split = listed.given_split FROM listed WHERE listed.path = images.path"
        " AND listed.given_split IS NOT images.given_split"
    )


def _mark_relabelled(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO relabelled SELECT path, images.id FROM images JOIN listed USING (path)"
        " WHERE listed.labels_hash != images.labels_hash"
    )
    connection.execute(
        "UPDATE images SET status = 'unchecked', reason = '', labels_hash = listed.labels_hash,"
        " stated_width = listed.width, stated_height = listed.height FROM listed"
        " WHERE listed.path = images.path AND images.id IN (SELECT id FROM relabelled)"
    )
    connection.execute("DELETE FROM problems WHERE found_by = 'check' AND image_id IN (SELECT id FROM relabelled)")
