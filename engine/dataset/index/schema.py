"""The tables of a dataset's index."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Part of the file's name: an index of another version is never opened, it is made again. It grows when a table changes,
# and when a reader, the placing of labels or the doctor comes to understand the same files differently.
VERSION = 2

# ``images.position`` sorts paths as people count. ``given_split`` is what the dataset says, ``moved_split`` where a
# person put a picture, ``split`` what training uses. ``first_class`` sorts by class; ``labels_hash`` changes with what
# is drawn on a picture; ``pixel_hash`` and ``look`` find duplicates (doctor/).
# An annotation of kind "label" has no geometry, a box has its corners only, others hold theirs as JSON
# (geometry_text.py). Coordinates are pixels of the upright picture, or shares of it (``is_relative``) until its size is
# known. ``is_dropped``: it stands in the labels and is not used, for a reason that ``problems`` tell.
# ``problems.found_by`` is the step that found it: "listing", "check" (decoding a picture), "doctor" (comparing
# pictures), "split" (following a split file), "correction" (of a label) or "drawing" (of what is drawn); each step
# replaces what it found before.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE classes (class_index INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE images (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    position TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    given_split TEXT,
    split TEXT,
    status TEXT NOT NULL DEFAULT 'unchecked',
    reason TEXT NOT NULL DEFAULT '',
    width INTEGER,
    height INTEGER,
    red REAL,
    green REAL,
    blue REAL,
    is_grey INTEGER NOT NULL DEFAULT 0,
    content_hash TEXT,
    problem_count INTEGER NOT NULL DEFAULT 0,
    moved_split TEXT,
    stated_width INTEGER,
    stated_height INTEGER,
    annotation_count INTEGER NOT NULL DEFAULT 0,
    first_class INTEGER,
    labels_hash TEXT NOT NULL DEFAULT '',
    pixel_hash BLOB,
    look BLOB
);
CREATE TABLE annotations (
    id INTEGER PRIMARY KEY,
    image_id INTEGER NOT NULL REFERENCES images ON DELETE CASCADE,
    kind TEXT NOT NULL,
    class_index INTEGER REFERENCES classes DEFERRABLE INITIALLY DEFERRED,
    geometry TEXT,
    x_min REAL,
    y_min REAL,
    x_max REAL,
    y_max REAL,
    area REAL,
    is_relative INTEGER NOT NULL DEFAULT 0,
    is_crowd INTEGER NOT NULL DEFAULT 0,
    is_dropped INTEGER NOT NULL DEFAULT 0,
    attributes TEXT,
    file TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT ''
);
CREATE TABLE problems (
    id INTEGER PRIMARY KEY,
    image_id INTEGER REFERENCES images ON DELETE CASCADE,
    code TEXT NOT NULL,
    path TEXT NOT NULL,
    place TEXT NOT NULL,
    message TEXT NOT NULL,
    action TEXT NOT NULL,
    repair TEXT NOT NULL,
    found_by TEXT NOT NULL,
    box TEXT,
    related TEXT
);
CREATE TABLE ignored_files (path TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX images_by_position ON images (position);
CREATE INDEX images_by_split ON images (split, position);
CREATE INDEX images_by_status ON images (status);
CREATE INDEX annotations_by_image ON annotations (image_id, kind, class_index);
CREATE INDEX annotations_by_class ON annotations (class_index, image_id, kind, is_dropped);
CREATE INDEX problems_by_image ON problems (image_id);
CREATE INDEX problems_by_code ON problems (code, image_id);
CREATE INDEX images_by_pixels ON images (pixel_hash) WHERE pixel_hash IS NOT NULL;
"""
# Younger than the tables above, and made where they are missing: another VERSION would forget how somebody divided the
# pictures. ``corrections.given`` is the label of the files, ``split_by`` the one that decides the split; a correction
# that the files have come to agree with is not ``is_applied``. ``answered_problems`` are those that a correction
# answers; they come back when it is taken back. ``first_places`` is where pictures lay before saving moved them.
# ``drawn_corrections.state`` is "applied", "settled" (nothing to do) or "stale"; ``given_annotations`` holds what the
# files say is drawn on a picture of which one is applied, ``annotation_keys`` what corrections call what is drawn now.
_LATER_TABLES = """
CREATE TABLE IF NOT EXISTS corrections (
    image_id INTEGER PRIMARY KEY REFERENCES images ON DELETE CASCADE,
    given TEXT,
    split_by TEXT,
    is_applied INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS first_places (
    image_id INTEGER PRIMARY KEY REFERENCES images ON DELETE CASCADE,
    path TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS answered_problems AS SELECT * FROM problems WHERE 0;
CREATE TABLE IF NOT EXISTS drawn_corrections (
    image_id INTEGER PRIMARY KEY REFERENCES images ON DELETE CASCADE,
    digest TEXT NOT NULL,
    state TEXT NOT NULL,
    split_by TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS given_annotations (
    id INTEGER PRIMARY KEY,
    image_id INTEGER NOT NULL REFERENCES images ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT,
    geometry TEXT,
    x_min REAL,
    y_min REAL,
    x_max REAL,
    y_max REAL,
    area REAL,
    is_relative INTEGER NOT NULL,
    is_crowd INTEGER NOT NULL,
    is_dropped INTEGER NOT NULL,
    attributes TEXT,
    file TEXT NOT NULL,
    place TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS annotation_keys (
    annotation_id INTEGER PRIMARY KEY REFERENCES annotations ON DELETE CASCADE,
    key TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS given_by_image ON given_annotations (image_id);
"""
_LACKS_LATER_TABLES = (
    "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'images')"
    " AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'given_by_image')"
)
"""Asks for the last one of them."""
_BUSY_SECONDS = 30.0


def connect_for_writing(path: Path) -> sqlite3.Connection:
    """A connection to the index at ``path``, which is made where it is missing or damaged; readers are not blocked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _connect(path)
    except sqlite3.OperationalError:  # locked, or the disk is full: the index itself is sound
        raise
    except sqlite3.DatabaseError:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _connect(path)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of a change or nothing of it, also when the process is killed in the middle."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # SQLite has left it by itself when the disk is full.
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; it sees what was committed while a writer goes on.

    An index of an older Fovea gets the tables that were invented since: that of a run is read without being opened.
    """
    connection = _reader(path)
    if connection.execute(_LACKS_LATER_TABLES).fetchone()[0]:
        connection.close()
        connect_for_writing(path).close()
        connection = _reader(path)
    return connection


def _reader(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'images'").fetchone()[0] == 0:
            for statement in _TABLES.split(";"):
                connection.execute(statement)
        for statement in _LATER_TABLES.split(";"):
            connection.execute(statement)
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
