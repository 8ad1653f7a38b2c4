"""Writes what was found in a dataset into its index, so that a reader always sees a whole state."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.contract.config import SplitConfig
from engine.contract.dataset import ImageStatus
from engine.dataset.checking import Check
from engine.dataset.fingerprint import fingerprint
from engine.dataset.index_rows import DivisibleRow
from engine.dataset.listing import ListedImage, Listing, natural_key
from engine.dataset.problems import Problem
from engine.dataset.schema import connect_for_writing
from engine.dataset.splits import assign_splits

_INSERT_PROBLEM = (
    "INSERT INTO problems (image_id, code, path, place, message, action, repair, is_check)"
    " VALUES ((SELECT id FROM images WHERE path = ?1), ?2, ?1, ?3, ?4, ?5, ?6, ?7)"
)
_COUNT_PROBLEMS = (
    "UPDATE images SET problem_count = (SELECT count(*) FROM problems WHERE image_id = images.id)"
    " WHERE problem_count > 0 OR id IN (SELECT image_id FROM problems)"
)


class IndexWriter:
    """The one that writes an index; use as a context manager.

    Every method is one transaction: a kill at any moment leaves the state before it or after it.
    """

    def __init__(self, path: Path) -> None:
        self._connection = connect_for_writing(path)

    def __enter__(self) -> "IndexWriter":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def is_complete(self, listing: Listing) -> bool:
        """Whether exactly this listing was read in and every picture of it was checked."""
        return self._meta("is_complete") == "1" and self._meta("listing") == listing.signature()

    def write_listing(self, listing: Listing) -> None:
        """Bring the index to what was listed. Pictures whose file did not change keep what is known of them."""
        with self._transaction():
            self._write_images(listing.images)
            self._write_labels(listing)
            self._write_problems(listing.problems, is_check=False)
            self._connection.execute(_COUNT_PROBLEMS)
            self._write_splits()
            self._write_meta(
                root=str(listing.root),
                format=listing.format,
                notes=json.dumps(listing.notes),
                listing=listing.signature(),
                is_complete="0",
                fingerprint="",
            )

    def unchecked(self) -> list[tuple[int, str]]:
        """Id and path of every picture that was not decoded yet, in the order of the gallery."""
        query = "SELECT id, path FROM images WHERE status = ? ORDER BY position"
        return [tuple(row) for row in self._connection.execute(query, (ImageStatus.UNCHECKED,))]

    def number_of_images(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM images").fetchone()[0])

    def write_checks(self, checks: Sequence[Check]) -> None:
        """Record what decoding showed of some pictures; what another process recorded before is left as it is."""
        with self._transaction():
            checks = self._still_unchecked(checks)
            self._connection.executemany(
                "UPDATE images SET status = ?, reason = ?, width = ?, height = ?, red = ?, green = ?, blue = ?,"
                " is_grey = ?, content_hash = ?, problem_count = problem_count + ? WHERE id = ?",
                (_check_values(check) for check in checks),
            )
            found = [
                Problem(check.code, check.path, f"{check.reason[:1].upper()}{check.reason[1:]}.")
                for check in checks
                if check.code is not None
            ]
            self._write_problems(found, is_check=True)

    def complete(self) -> None:
        """Every picture was checked: compute the fingerprint."""
        query = (
            "SELECT path, bytes, content_hash, given_split, name FROM images"
            " LEFT JOIN annotations ON image_id = images.id AND kind = 'label' LEFT JOIN classes USING (class_index)"
            " ORDER BY path"
        )
        with self._transaction():
            self._write_meta(fingerprint=fingerprint(map(tuple, self._connection.execute(query))), is_complete="1")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _still_unchecked(self, checks: Sequence[Check]) -> list[Check]:
        query = "SELECT id FROM images WHERE status = ? AND id IN (SELECT value FROM json_each(?))"
        ids = json.dumps([check.image_id for check in checks])
        unchecked = {row["id"] for row in self._connection.execute(query, (ImageStatus.UNCHECKED, ids))}
        return [check for check in checks if check.image_id in unchecked]

    def _write_images(self, images: Iterable[ListedImage]) -> None:
        run = self._connection.execute
        run("DROP TABLE IF EXISTS temp.listed")
        run(
            "CREATE TEMP TABLE listed (path TEXT PRIMARY KEY, position TEXT, bytes INTEGER, modified_ns INTEGER,"
            " given_split TEXT, label TEXT) WITHOUT ROWID"
        )
        self._connection.executemany("INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?)", map(_image_values, images))
        run(
            "DELETE FROM images WHERE NOT EXISTS (SELECT 1 FROM listed WHERE listed.path = images.path"
            " AND listed.bytes = images.bytes AND listed.modified_ns = images.modified_ns)"
        )
        run(
            "INSERT INTO images (path, position, bytes, modified_ns) SELECT path, position, bytes, modified_ns"
            " FROM listed WHERE NOT EXISTS (SELECT 1 FROM images WHERE images.path = listed.path) ORDER BY position"
        )
        run(
            "UPDATE images SET given_split = listed.given_split FROM listed WHERE listed.path = images.path"
            " AND listed.given_split IS NOT images.given_split"
        )

    def _write_labels(self, listing: Listing) -> None:
        run = self._connection.execute
        run("DELETE FROM annotations WHERE kind = 'label'")
        run("DELETE FROM classes")
        self._connection.executemany("INSERT INTO classes VALUES (?, ?)", enumerate(listing.classes))
        run(
            "INSERT INTO annotations (image_id, kind, class_index) SELECT id, 'label', class_index FROM listed"
            " JOIN images USING (path) JOIN classes ON name = label ORDER BY id"
        )
        run("DELETE FROM problems WHERE NOT is_check")
        run("DELETE FROM ignored_files")
        self._connection.executemany(
            "INSERT OR IGNORE INTO ignored_files VALUES (?, ?)", ((file.path, file.reason) for file in listing.ignored)
        )

    def _write_problems(self, problems: Iterable[Problem], *, is_check: bool) -> None:
        self._connection.executemany(
            _INSERT_PROBLEM,
            ((item.path, item.code, item.place, item.message, item.action, item.repair, is_check) for item in problems),
        )

    def _write_splits(self) -> None:
        query = (
            "SELECT images.id, path, class_index, given_split FROM images"
            " LEFT JOIN annotations ON image_id = images.id AND kind = 'label'"
        )
        rows = [DivisibleRow.read(row) for row in self._connection.execute(query)]
        splits = assign_splits(rows, SplitConfig())
        self._connection.executemany(
            "UPDATE images SET split = ?1 WHERE id = ?2 AND split IS NOT ?1",
            ((split, image_id) for image_id, split in splits.items()),
        )

    def _write_meta(self, **values: str) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def _meta(self, key: str) -> str | None:
        row: sqlite3.Row | None = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else row[0]


def _image_values(image: ListedImage) -> tuple[object, ...]:
    position = natural_key(image.path)
    return image.path, position, image.bytes, image.modified_ns, image.split, image.label


def _check_values(check: Check) -> tuple[object, ...]:
    mean = check.mean_rgb or (None, None, None)
    problems = 0 if check.code is None else 1
    size = (check.width, check.height)
    return check.status, check.reason, *size, *mean, check.is_grey, check.content_hash, problems, check.image_id
