"""Brings what is drawn on the pictures of an index to what a person corrected, and back to what the files say."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from engine.contract.dataset import ImageStatus, ProblemCode
from engine.dataset.index.drawn_rows import (
    COLUMNS,
    AnnotationRow,
    digest_of_rows,
    given_rows_of,
    keyed_rows,
    replace_rows,
    rows_of,
)
from engine.dataset.index.renumbering import COUNT_ANNOTATIONS, COUNT_PROBLEMS, renumber_classes
from engine.dataset.index.values import INSERT_PROBLEM, problem_values
from engine.dataset.labels.drawn_corrections import DrawnCorrection, DrawnCorrections
from engine.dataset.problems import Problem

State = Literal["applied", "settled", "stale"]
_ADDED_CLASSES: Final = "drawn_classes"
_CHOSEN: Final = "(SELECT value FROM json_each(?))"
_GONE: Final = "Boxes or outlines were corrected by hand, and the picture is not there any more."
_STALE: Final = (
    "Boxes or outlines were corrected by hand, and since then the files have come to say something else; they are"
    " believed."
)


def apply_drawn_corrections(connection: sqlite3.Connection, corrections: DrawnCorrections) -> bool:
    """Put ``corrections`` in the place of those that the index has taken in; for the caller's transaction.

    A picture that was not decoded yet has to wait for that: corrections are in its pixels. A correction holds where the
    files still say what they said when it was made. Where they say something else, it is a problem, unless it was
    saved into them.

    Returns:
        Whether anything is other than before; the caller then sees to what follows from the labels.
    """
    present = _taken_in(connection)
    ids = _checked(connection, corrections)
    outdated = [
        path for path, (_, digest) in present.items() if path not in corrections or corrections[path].digest != digest
    ]
    missing = [path for path in ids if path not in present or path in outdated]
    for path in outdated:
        _take_out(connection, present[path][0])
    for path in missing:
        _put_in(connection, ids[path], corrections[path])
    _drop_unused_classes(connection)
    touched = {present[path][0] for path in outdated} | {ids[path] for path in missing}
    connection.execute(f"{COUNT_ANNOTATIONS} WHERE id IN {_CHOSEN}", (json.dumps(sorted(touched)),))
    return _write_problems(connection, corrections) or bool(touched)


def take_out_drawn_corrections(connection: sqlite3.Connection) -> None:
    """Every picture has drawn on it what the files said again; for the caller's transaction."""
    for image_id, _ in _taken_in(connection).values():
        _take_out(connection, image_id)
    _drop_unused_classes(connection)
    connection.execute("DELETE FROM problems WHERE found_by = 'drawing'")


def classes_before_drawing(connection: sqlite3.Connection) -> dict[int, tuple[str, ...]]:
    """The classes that decide the split of pictures on which something was drawn by hand, by their ids."""
    rows = connection.execute("SELECT image_id, split_by FROM drawn_corrections")
    return {image_id: tuple(json.loads(names)) for image_id, names in rows}


def _taken_in(connection: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """Id of the picture and digest of the correction, by path."""
    query = "SELECT path, image_id, digest FROM drawn_corrections JOIN images ON images.id = image_id"
    return {path: (image_id, digest) for path, image_id, digest in connection.execute(query)}


def _checked(connection: sqlite3.Connection, paths: Iterable[str]) -> dict[str, int]:
    """Ids of those pictures that were decoded once, by path."""
    query = f"SELECT path, id FROM images WHERE status != ? AND path IN {_CHOSEN}"
    return dict(map(tuple, connection.execute(query, (ImageStatus.UNCHECKED, json.dumps(list(paths))))))


def _put_in(connection: sqlite3.Connection, image_id: int, correction: DrawnCorrection) -> None:
    given = rows_of(connection, image_id)
    after = dict(keyed_rows(given, correction.annotations))
    state: State = "applied"
    if digest_of_rows(given) != correction.given:
        state = "settled" if correction.is_saved else "stale"
    elif list(after.values()) == given:
        state = "settled"
    else:
        _draw(connection, image_id, given, after)
    values = (image_id, correction.digest, state, json.dumps(correction.split_by))
    connection.execute("INSERT INTO drawn_corrections VALUES (?, ?, ?, ?)", values)


def _draw(
    connection: sqlite3.Connection, image_id: int, given: Sequence[AnnotationRow], after: Mapping[str, AnnotationRow]
) -> None:
    """Put ``after`` in the place of ``given``, which is kept."""
    _add_classes(connection, (row.name for row in after.values()))
    marks = ", ".join("?" * len(AnnotationRow._fields))
    connection.executemany(f"INSERT INTO given_annotations (image_id, {COLUMNS}) VALUES ({image_id}, {marks})", given)
    replace_rows(connection, image_id, after.values())
    ids = connection.execute(
        "SELECT id FROM annotations WHERE image_id = ? AND kind != 'label' ORDER BY id", (image_id,)
    ).fetchall()
    keys = ((row[0], key) for row, key in zip(ids, after, strict=True))
    connection.executemany("INSERT INTO annotation_keys VALUES (?, ?)", keys)


def _take_out(connection: sqlite3.Connection, image_id: int) -> None:
    replace_rows(connection, image_id, given_rows_of(connection, image_id))
    for table in ("given_annotations", "drawn_corrections"):
        connection.execute(f"DELETE FROM {table} WHERE image_id = ?", (image_id,))


def _add_classes(connection: sqlite3.Connection, names: Iterable[str | None]) -> None:
    """Classes that no file names stand behind the others, so that no number changes, until they are saved."""
    known = {row[0] for row in connection.execute("SELECT name FROM classes")}
    new = [name for name in dict.fromkeys(names) if name is not None and name not in known]
    add = "INSERT INTO classes SELECT coalesce(max(class_index), -1) + 1, ? FROM classes"
    connection.executemany(add, ((name,) for name in new))
    if new:
        _remember_added(connection, (*_added_classes(connection), *new))


def _drop_unused_classes(connection: sqlite3.Connection) -> None:
    """Classes that only corrections named go with the last annotation that has them."""
    added = _added_classes(connection)
    if not added:
        return
    query = "SELECT DISTINCT name FROM annotations JOIN classes USING (class_index)"
    used = {row[0] for row in connection.execute(query)}
    present = [row[0] for row in connection.execute("SELECT name FROM classes ORDER BY class_index")]
    wanted = [name for name in present if name in used or name not in added]
    if wanted != present:
        renumber_classes(connection, present, wanted)
    _remember_added(connection, [name for name in added if name in used])


def _added_classes(connection: sqlite3.Connection) -> tuple[str, ...]:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_ADDED_CLASSES,)).fetchone()
    return () if row is None else tuple(json.loads(row[0]))


def _remember_added(connection: sqlite3.Connection, names: Sequence[str]) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_ADDED_CLASSES, json.dumps(names)))


def _write_problems(connection: sqlite3.Connection, corrections: DrawnCorrections) -> bool:
    """Say which corrections do not hold; whether those are others than before."""
    before = {row[0] for row in connection.execute("SELECT path FROM problems WHERE found_by = 'drawing'")}
    wanted = _stale(connection, corrections)
    if set(wanted) == before:
        return False
    connection.execute("DELETE FROM problems WHERE found_by = 'drawing'")
    problems = (Problem(ProblemCode.STALE_CORRECTION, path, words) for path, words in wanted.items())
    connection.executemany(INSERT_PROBLEM, (problem_values(problem, "drawing") for problem in problems))
    connection.execute(COUNT_PROBLEMS)
    return True


def _stale(connection: sqlite3.Connection, corrections: DrawnCorrections) -> Mapping[str, str]:
    query = "SELECT path FROM drawn_corrections JOIN images ON images.id = image_id WHERE state = 'stale'"
    stale = {row[0]: _STALE for row in connection.execute(query)}
    query = f"SELECT path FROM images WHERE path IN {_CHOSEN}"
    there = {row[0] for row in connection.execute(query, (json.dumps(list(corrections)),))}
    return stale | {path: _GONE for path, item in corrections.items() if path not in there and not item.is_saved}
