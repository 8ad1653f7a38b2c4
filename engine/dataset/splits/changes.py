"""Divides the pictures of an index, and changes how they are divided."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.dataset.index.corrections import before_corrections
from engine.dataset.index.failures import failures_in_words
from engine.dataset.index.rows import DivisibleRow
from engine.dataset.index.schema import connect_for_reading, connect_for_writing, transaction
from engine.dataset.index.summary import renew_summary
from engine.dataset.index.values import INSERT_PROBLEM, problem_values
from engine.dataset.problems import Problem
from engine.dataset.splits.assigning import assign_splits, write_splits
from engine.dataset.splits.config import KEY, read_config
from engine.dataset.splits.file import SplitFile

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
    splits = assign_splits(before_corrections(connection, rows), _read_config(connection))
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
        UserError: the config cannot be used, no picture of the split file is in the dataset, or the index cannot be
            written.
    """
    with failures_in_words(index), closing(connect_for_writing(index)) as connection, transaction(connection):
        if config is not None:
            values = (KEY, config.model_dump_json())
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)
        if file is not None:
            _follow(connection, file)
        connection.executemany(_MOVE, ((split, path) for path, split in (moved or {}).items()))
        divide(connection)
        _refuse_single_group(connection)
        renew_summary(connection)


def save_split(index: Path, out: Path) -> None:
    """Write the split of every picture of an index into a file that ``read_split_file`` reads.

    Raises:
        UserError: it cannot be written.
    """
    query = "SELECT path, split FROM images WHERE split IS NOT NULL ORDER BY position, id"
    with closing(connect_for_reading(index)) as connection:
        splits = {path: Split(split) for path, split in connection.execute(query)}
    try:
        write_splits(out, splits)
    except OSError as error:
        raise UserError(
            f"Cannot write the split. Received: {out}: {error.strerror or error}.", "Choose another place."
        ) from error


def _read_config(connection: sqlite3.Connection) -> SplitConfig:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (KEY,)).fetchone()
    return read_config(None if row is None else row["value"]) or SplitConfig()


def _follow(connection: sqlite3.Connection, file: SplitFile) -> None:
    known = {row["path"] for row in connection.execute("SELECT path FROM images")}
    connection.execute("UPDATE images SET moved_split = NULL WHERE moved_split IS NOT NULL")
    connection.executemany(_MOVE, ((split, path) for path, split in file.splits.items() if path in known))
    connection.execute("DELETE FROM problems WHERE found_by = 'split'")
    problems: list[Problem] = [*file.problems, *file.problems_of_unknown(known)]
    connection.executemany(INSERT_PROBLEM, (problem_values(problem, "split") for problem in problems))


def _refuse_single_group(connection: sqlite3.Connection) -> None:
    config = _read_config(connection)
    wants_validation = config.group_by != "nothing" and (config.folds or config.validation_fraction > 0)
    counts = dict(map(tuple, connection.execute("SELECT split, count(*) FROM images GROUP BY split")))
    if wants_validation and counts.get(Split.TRAIN, 0) > 1 and Split.VALIDATION not in counts:
        by = "their folder" if config.group_by == "folder" else f"the pattern {config.group_pattern}"
        raise UserError(
            f"All pictures are in one group, and none is left for validation. Received: grouped by {by}.",
            "Group by something else, or do not group.",
        )
