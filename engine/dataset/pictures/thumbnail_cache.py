"""Keeps thumbnails on disk: all of them in one SQLite file of bounded size, shared by every process of Fovea."""

import hashlib
import io
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.contract.folders import cache_folder
from engine.dataset.pictures.decode import FAILURES
from engine.dataset.pictures.thumbnails import Crop, Thumbnail, make_thumbnail

LIMIT_BYTES: Final = 1 << 30
# Changes with what a key or a blob means; a file of another version is emptied.
VERSION: Final = 1
# After removing, this share of the limit is used: removing in batches costs little.
_SHARE_KEPT: Final = 0.9
_SHARE_REMOVED_AT_ONCE: Final = 0.02
_PUTS_BETWEEN_LOOKS: Final = 64
# The time of use is written no more often than this: reading a page of the gallery is then mostly reading.
_SECONDS_BETWEEN_TOUCHES: Final = 600
_BUSY_SECONDS: Final = 1.0
_MOST_FAILURES: Final = 2
# With these, a hundred thousand thumbnails of photos at 192 px stay within the limit.
_QUALITY: Final = 80
_PAGE_BYTES: Final = 2048
_TABLES: Final = """
DROP TABLE IF EXISTS thumbnails;
CREATE TABLE thumbnails (
    id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, used INTEGER NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, jpeg BLOB NOT NULL
);
CREATE INDEX thumbnails_by_use ON thumbnails (used);
"""
_Answer = TypeVar("_Answer")


class ThumbnailCache:
    """Thumbnails by key. Whatever happens to the file, nothing is raised: thumbnails are then made anew.

    Safe in several threads and several processes at once.
    """

    def __init__(self, path: Path, *, limit_bytes: int = LIMIT_BYTES, now: Callable[[], float] = time.time) -> None:
        """Use the file at ``path``, which is made when it is first needed.

        Args:
            path: of the SQLite file.
            limit_bytes: what thumbnails may take; the least recently used ones are removed beyond it.
            now: seconds, for tests.
        """
        self._path = path
        self._limit_bytes = limit_bytes
        self._now = now
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._puts = 0
        self._failures = 0
        self._is_off = False

    def get(self, key: bytes) -> Thumbnail | None:
        """The thumbnail of a key, or None."""
        row = self._ask(lambda connection: self._read(connection, key))
        if row is None:
            return None
        width, height, jpeg = row
        pixels = _decoded(jpeg)
        return None if pixels is None else Thumbnail(pixels, width, height)

    def put(self, key: bytes, thumbnail: Thumbnail) -> None:
        """Keep a thumbnail; one that was there is replaced."""
        values = (key, int(self._now()), thumbnail.width, thumbnail.height, _encoded(thumbnail.pixels))
        self._ask(lambda connection: self._write(connection, values))

    def close(self) -> None:
        """Close the file; it is opened again when needed."""
        with self._lock:
            self._disconnect()

    def _ask(self, question: Callable[[sqlite3.Connection], _Answer]) -> _Answer | None:
        """Ask the file; None where it does not answer."""
        with self._lock:
            try:
                return None if self._is_off else question(self._connected())
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # the tables are not ours
                    self._replace()
                elif self._connection is None:
                    self._count_failure()
                # Otherwise it is locked, read-only or full, and the next question may be answered.
            except (sqlite3.DatabaseError, OSError):
                self._replace()
            return None

    def _read(self, connection: sqlite3.Connection, key: bytes) -> tuple[int, int, bytes] | None:
        query = "SELECT width, height, jpeg, id, used FROM thumbnails WHERE key = ?"
        row = connection.execute(query, (key,)).fetchone()
        if row is None:
            return None
        *found, number, used = row
        now = int(self._now())
        if now - used >= _SECONDS_BETWEEN_TOUCHES:
            with suppress(sqlite3.OperationalError):  # another process writes: it will be told next time
                connection.execute("UPDATE thumbnails SET used = ? WHERE id = ?", (now, number))
        width, height, jpeg = found
        return width, height, jpeg

    def _write(self, connection: sqlite3.Connection, values: tuple[object, ...]) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO thumbnails (key, used, width, height, jpeg) VALUES (?, ?, ?, ?, ?)", values
        )
        self._puts += 1
        if self._puts % _PUTS_BETWEEN_LOOKS == 0 and _used_bytes(connection) > self._limit_bytes:
            self._make_room(connection)

    def _make_room(self, connection: sqlite3.Connection) -> None:
        while _used_bytes(connection) > _SHARE_KEPT * self._limit_bytes:
            count = connection.execute("SELECT count(*) FROM thumbnails").fetchone()[0]
            if count == 0:
                return
            connection.execute(
                "DELETE FROM thumbnails WHERE id IN (SELECT id FROM thumbnails ORDER BY used, id LIMIT ?)",
                (max(1, int(count * _SHARE_REMOVED_AT_ONCE)),),
            )

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                _prepare(connection)
            except sqlite3.Error:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _replace(self) -> None:
        """Begin with an empty file."""
        with suppress(sqlite3.Error):
            self._disconnect()
        self._connection = None
        self._count_failure()
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def _count_failure(self) -> None:
        """After a few of them, this process does without the file."""
        self._failures += 1
        self._is_off = self._failures > _MOST_FAILURES


@cache
def shared_cache(folder: Path) -> ThumbnailCache:
    """The cache of this process in a folder of caches."""
    return ThumbnailCache(folder / "thumbnails.sqlite")


def cached_thumbnail(path: Path, *, size_px: int, crop: Crop, kept: ThumbnailCache | None = None) -> Thumbnail:
    """The thumbnail of a picture, from the cache where it is there and the file did not change.

    Args:
        path: of the picture.
        size_px: of the longer side, or of the square.
        crop: what of the picture it shows.
        kept: None: the one in Fovea's folder of caches.

    Raises:
        DecodeError: the picture cannot be decoded.
    """
    kept = shared_cache(cache_folder()) if kept is None else kept
    key = _key(path, size_px=size_px, crop=crop)
    found = None if key is None else kept.get(key)
    if found is not None:
        return found
    made = make_thumbnail(path, size_px=size_px, crop=crop)
    if key is not None:
        kept.put(key, made)
    return made


def _key(path: Path, *, size_px: int, crop: Crop) -> bytes | None:
    """Changes with everything that changes a thumbnail; None for a file that is not there."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    digest = hashlib.blake2b(os.fsencode(path.absolute()), digest_size=16)
    digest.update(f"\0{found.st_size}\0{found.st_mtime_ns}\0{size_px}\0{crop}".encode())
    return digest.digest()


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA journal_size_limit = 16777216")
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    if _version(connection) != VERSION:  # no other process was faster
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _used_bytes(connection: sqlite3.Connection) -> int:
    """What the tables take; the file may be larger by pages that will be used again."""
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _encoded(pixels: NDArray[np.uint8]) -> bytes:
    """JPEG, which is written ten times faster than WebP and is little larger."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def _decoded(jpeg: object) -> NDArray[np.uint8] | None:
    """The pixels of a blob; None for one that is damaged."""
    try:
        if not isinstance(jpeg, bytes):
            return None
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
            return np.asarray(image.convert("RGB"))
    except FAILURES:
        return None
