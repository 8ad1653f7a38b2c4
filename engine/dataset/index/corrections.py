"""Brings the labels of an index to what a person corrected, and back to what the files say."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from engine.contract.dataset import ProblemCode
from engine.dataset.index.drawn_corrections import classes_before_drawing
from engine.dataset.index.renumbering import COUNT_ANNOTATIONS, COUNT_PROBLEMS, renumber_classes
from engine.dataset.index.rows import DivisibleRow
from engine.dataset.index.values import INSERT_PROBLEM, problem_values
from engine.dataset.labels.steps import Correction, Corrections, digest_of
from engine.dataset.listing import natural_order
from engine.dataset.problems import Problem

DIGEST, GIVEN_CLASSES = "corrections", "given_classes"
_CHOSEN = "(SELECT value FROM json_each(?))"
# Without ``id``: that of a problem that comes back may be another one's by now.
_PROBLEM_COLUMNS = "image_id, code, path, place, message, action, repair, found_by, box, related"


@dataclass(frozen=True, slots=True)
class _Applied:
    """A row of the table of corrections."""

    image_id: int
    given: str | None
    split_by: str | None
    is_applied: bool
    first_path: str | None = None


def digest(connection: sqlite3.Connection) -> str:
    """Identifies the corrections that an index has taken in."""
    return _meta(connection, DIGEST) or ""


def forget_corrections(connection: sqlite3.Connection) -> None:
    """The labels, classes and problems were written anew from the files; for the caller's transaction."""
    for table in ("corrections", "answered_problems", "first_places"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM problems WHERE found_by = 'correction'")
    connection.execute("DELETE FROM meta WHERE key IN (?, ?)", (DIGEST, GIVEN_CLASSES))


def apply_corrections(connection: sqlite3.Connection, corrections: Corrections) -> bool:
    """Put ``corrections`` in the place of those that the index has taken in; for the caller's transaction.

    A correction holds where the files still say what they said when it was made. Where they say what the person says,
    nothing is left to correct. Where they say something else, or the picture is gone, it is a problem.

    Returns:
        Whether they are others; the caller then sees to what follows from the labels.
    """
    corrections = {path: item for path, item in corrections.items() if _is_text(path, item.label, item.given)}
    wanted = digest_of(corrections)
    if wanted == digest(connection):
        return False
    before = _taken_in(connection)
    given_classes = _given_classes(connection)
    files = _labels_of_files(connection, corrections, before)
    rows, problems = _compare(corrections, files)
    labels = {image_id: row.given for image_id, row in before.items()}
    labels |= {row.image_id: corrections[path].label if row.is_applied else row.given for path, row in rows.items()}
    _write_labels(connection, labels)
    _write_classes(connection, given_classes, touched=rows.values())
    _write_problems(connection, rows, problems, files)
    _write_rows(connection, rows.values())
    meta = ((DIGEST, wanted), (GIVEN_CLASSES, json.dumps(given_classes)))
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta)
    return True


def before_corrections(connection: sqlite3.Connection, rows: Sequence[DivisibleRow]) -> Sequence[DivisibleRow]:
    """Rows with the classes and places that the files gave: neither a correction nor saving it changes a split."""
    query = "SELECT image_id, split_by FROM corrections"
    split_by: dict[int, str | None] = dict(map(tuple, connection.execute(query)))
    drawn = classes_before_drawing(connection)
    if not split_by and not drawn:
        return rows
    first_places = dict(map(tuple, connection.execute("SELECT image_id, path FROM first_places")))
    others = chain(split_by.values(), *drawn.values())
    numbers = _class_numbers(_given_classes(connection), others)
    present = dict(map(tuple, connection.execute("SELECT class_index, name FROM classes")))

    def as_given(row: DivisibleRow) -> DivisibleRow:
        names = list(drawn.get(row.id, (present[number] for number in row.class_indices)))
        if row.id in split_by:
            label = split_by[row.id]
            names = [] if label is None else [label]
        path = first_places.get(row.id, row.path)
        return replace(
            row, path=path, class_indices=tuple(sorted(numbers.setdefault(name, len(numbers)) for name in names))
        )

    return [as_given(row) for row in rows]


def _class_numbers(given: Sequence[str], split_by: Iterable[str | None]) -> dict[str, int]:
    """A number for each class that decides splits, in the order that they had before any was emptied by saving."""
    others = {name for name in split_by if name is not None} - set(given)
    is_natural = tuple(given) == natural_order(set(given))
    names = natural_order({*given, *others}) if is_natural else (*given, *natural_order(others))
    return {name: number for number, name in enumerate(names)}


def _write_rows(connection: sqlite3.Connection, rows: Collection[_Applied]) -> None:
    connection.execute("DELETE FROM corrections")
    values = ((row.image_id, row.given, row.split_by, row.is_applied) for row in rows)
    connection.executemany("INSERT INTO corrections VALUES (?, ?, ?, ?)", values)
    connection.execute("DELETE FROM first_places")
    places = ((row.image_id, row.first_path) for row in rows if row.first_path is not None)
    connection.executemany("INSERT INTO first_places VALUES (?, ?)", places)


def _taken_in(connection: sqlite3.Connection) -> dict[int, _Applied]:
    rows = connection.execute("SELECT image_id, given, split_by, is_applied FROM corrections")
    return {row[0]: _Applied(row[0], row[1], row[2], bool(row[3])) for row in rows}


def _labels_of_files(
    connection: sqlite3.Connection, corrections: Corrections, before: Mapping[int, _Applied]
) -> dict[str, tuple[int, str | None]]:
    """Id and label, as the files have them, of the pictures that corrections are about; those that are gone are not."""
    query = (
        "SELECT path, images.id, name FROM images LEFT JOIN annotations ON image_id = images.id AND kind = 'label'"
        f" LEFT JOIN classes USING (class_index) WHERE path IN {_CHOSEN}"
    )
    found = connection.execute(query, (json.dumps(list(corrections)),))
    return {path: (number, before[number].given if number in before else name) for path, number, name in found}


def _compare(
    corrections: Corrections, files: Mapping[str, tuple[int, str | None]]
) -> tuple[dict[str, _Applied], list[Problem]]:
    """Corrections that agree with the files, by path, and what is wrong with the others."""
    rows: dict[str, _Applied] = {}
    problems: list[Problem] = []
    for path, correction in corrections.items():
        image_id, label = files.get(path, (None, None))
        if image_id is not None and label in (correction.given, correction.label):
            is_applied = label == correction.given and label != correction.label
            rows[path] = _Applied(image_id, label, correction.split_by, is_applied, correction.first_path)
            if is_applied and correction.not_moved:
                problems.append(Problem(ProblemCode.NOT_MOVED, path, _why_not_saved(correction.not_moved)))
        elif correction.label != correction.given:
            message = _why_stale(correction, label, is_there=image_id is not None)
            problems.append(Problem(ProblemCode.STALE_CORRECTION, path, message))
    return rows, problems


def _write_labels(connection: sqlite3.Connection, labels: Mapping[int, str | None]) -> None:
    """The label of each picture; a class that is new stands behind the others for now."""
    known = {row[0] for row in connection.execute("SELECT name FROM classes")}
    new = natural_order({label for label in labels.values() if label is not None} - known)
    add = "INSERT INTO classes SELECT coalesce(max(class_index), -1) + 1, ? FROM classes"
    connection.executemany(add, ((name,) for name in new))
    ids = json.dumps(list(labels))
    connection.execute(f"DELETE FROM annotations WHERE kind = 'label' AND image_id IN {_CHOSEN}", (ids,))
    connection.executemany(
        "INSERT INTO annotations (image_id, kind, class_index)"
        " SELECT ?, 'label', class_index FROM classes WHERE name = ?",
        ((image_id, label) for image_id, label in labels.items() if label is not None),
    )
    connection.execute(f"{COUNT_ANNOTATIONS} WHERE id IN {_CHOSEN}", (ids,))


def _write_classes(connection: sqlite3.Connection, given: Sequence[str], *, touched: Iterable[_Applied]) -> None:
    """The classes in the order of the files, without those that corrections have emptied, and with new ones."""
    query = "SELECT DISTINCT name FROM annotations JOIN classes USING (class_index)"
    used = {row[0] for row in connection.execute(query)}
    emptied = {row.given for row in touched if row.is_applied} - used
    classes = [name for name in given if name not in emptied]
    new = natural_order(used - set(given))
    is_natural = tuple(given) == natural_order(set(given))
    wanted = natural_order({*classes, *new}) if is_natural else (*classes, *new)
    present = [row[0] for row in connection.execute("SELECT name FROM classes ORDER BY class_index")]
    if list(wanted) != present:
        renumber_classes(connection, present, wanted)


def _write_problems(
    connection: sqlite3.Connection,
    rows: Mapping[str, _Applied],
    problems: Sequence[Problem],
    files: Mapping[str, tuple[int, str | None]],
) -> None:
    """A picture that somebody labelled is not without a label any more; corrections that do not hold are told."""
    connection.execute("DELETE FROM problems WHERE found_by = 'correction'")
    connection.execute(f"INSERT INTO problems ({_PROBLEM_COLUMNS}) SELECT {_PROBLEM_COLUMNS} FROM answered_problems")
    connection.execute("DELETE FROM answered_problems")
    labelled = json.dumps([files[path][0] for path, row in rows.items() if row.is_applied and row.given is None])
    answered = f"found_by = 'listing' AND code = '{ProblemCode.UNLABELLED}' AND image_id IN {_CHOSEN}"
    connection.execute(
        f"INSERT INTO answered_problems ({_PROBLEM_COLUMNS}) SELECT {_PROBLEM_COLUMNS} FROM problems WHERE {answered}",
        (labelled,),
    )
    connection.execute(f"DELETE FROM problems WHERE {answered}", (labelled,))
    connection.executemany(INSERT_PROBLEM, (problem_values(problem, "correction") for problem in problems))
    connection.execute(COUNT_PROBLEMS)


def _given_classes(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The classes as the files give them."""
    kept = _meta(connection, GIVEN_CLASSES)
    if kept is not None:
        return tuple(json.loads(kept))
    return tuple(row[0] for row in connection.execute("SELECT name FROM classes ORDER BY class_index"))


def _meta(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def _why_stale(correction: Correction, label: str | None, *, is_there: bool) -> str:
    if not is_there:
        return f"It was labelled {_word(correction.label)} by hand, and is not there any more."
    return (
        f"It was corrected from {_word(correction.given)} to {_word(correction.label)}, and since then the"
        f" files have come to say {_word(label)}; they are believed."
    )


def _why_not_saved(reason: str) -> str:
    return f"Its corrected label could not be saved: {reason}."


def _word(label: str | None) -> str:
    return label or "nothing"


def _is_text(*words: str | None) -> bool:
    """Whether SQLite can hold these; a listing has no other paths and labels."""
    try:
        "".join(word or "" for word in words).encode()
    except UnicodeEncodeError:
        return False
    return True
