"""Divides the pictures of an index, and changes how they are divided."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from pydantic import ValidationError

from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.dataset.index_rows import DivisibleRow
from engine.dataset.index_values import INSERT_PROBLEM, problem_values
from engine.dataset.problems import Problem
from engine.dataset.schema import connect_for_reading, connect_for_writing
from engine.dataset.split_file import SplitFile
from engine.dataset.splits import assign_splits
from engine.dataset.statistics import forget_summary, keep_summary

_CONFIG = "split_config"
# Class masks are left out: which classes they hold is known once they were decoded, and the split must not change then.
_DIVISIBLE = (
    "SELECT id, path, given_split, moved_split, (SELECT group_concat(DISTINCT class_index) FROM annotations"
    " WHERE image_id = images.id AND class_index IS NOT NULL AND kind != 'class_mask') AS class_indices"
    " FROM images ORDER BY id"
)
_MOVE = "UPDATE images SET moved_split = ? WHERE path = ?"


def current_split_config(index: Path) -> SplitConfig:
    """How the pictures of an index are divided."""
    with closing(connect_for_reading(index)) as connection:
        return _read_config(connection)


def divide(connection: sqlite3.Connection) -> None:
    """Write the split of every picture as its labels, its moves and the index's config say.

    Part of the caller's transaction, who also keeps or forgets the summary.
    """
    rows = [DivisibleRow.read(row) for row in connection.execute(_DIVISIBLE)]
    splits = assign_splits(rows, _read_config(connection))
    connection.executemany(
        "UPDATE images SET split = ?1 WHERE id = ?2 AND split IS NOT ?1",
        ((split, image_id) for image_id, split in splits.items()),
    )


def change_split(
    index: Path,
    *,
    config: SplitConfig | None = None,
    moved: Mapping[str, Split | None] | None = None,
    file: SplitFile | None = None,
) -> None:
    """Divide the pictures of an index anew; all or nothing.

    Args:
        index: of ``open_dataset``.
        config: shares, seed, groups and folds from now on; None leaves them.
        moved: pictures that a person puts into a split, by path; None takes one back to where it was. Those that are
            not in the dataset are passed over.
        file: a split file to follow: it takes the place of all moves before it. What it names wrongly becomes
            problems, which stay until another file is followed.

    Raises:
        UserError: the config cannot be used.
    """
    with closing(connect_for_writing(index)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if config is not None:
                values = (_CONFIG, config.model_dump_json())
                connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)
            if file is not None:
                _follow(connection, file)
            connection.executemany(_MOVE, ((split, path) for path, split in (moved or {}).items()))
            divide(connection)
            _renew_summary(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def splits_of(index: Path) -> dict[str, Split]:
    """The split of every picture by its path, in the order of the gallery."""
    query = "SELECT path, split FROM images WHERE split IS NOT NULL ORDER BY position, id"
    with closing(connect_for_reading(index)) as connection:
        return {path: Split(split) for path, split in connection.execute(query)}


def _read_config(connection: sqlite3.Connection) -> SplitConfig:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_CONFIG,)).fetchone()
    try:
        return SplitConfig() if row is None else SplitConfig.model_validate_json(row["value"])
    except ValidationError:  # written by a version with other fields
        return SplitConfig()


def _follow(connection: sqlite3.Connection, file: SplitFile) -> None:
    known = {row["path"] for row in connection.execute("SELECT path FROM images")}
    connection.execute("UPDATE images SET moved_split = NULL WHERE moved_split IS NOT NULL")
    connection.executemany(_MOVE, ((split, path) for path, split in file.splits.items() if path in known))
    connection.execute("DELETE FROM problems WHERE found_by = 'split'")
    problems: list[Problem] = [*file.problems, *file.problems_of_unknown(known)]
    connection.executemany(INSERT_PROBLEM, (problem_values(problem, "split") for problem in problems))


def _renew_summary(connection: sqlite3.Connection) -> None:
    """Only a complete index keeps its summary."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'is_complete'").fetchone()
    if row is not None and json.loads(row["value"]) == 1:
        keep_summary(connection)
    else:
        forget_summary(connection)
