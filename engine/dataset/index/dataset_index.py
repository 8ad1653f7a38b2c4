"""Reads a dataset's index: pages of pictures, counts, problems. Usable while the index is being written."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import AnnotationKind, IndexedAnnotation, MaskCodes
from engine.contract.dataset import DatasetSummary, ImageFilter, ImageRow, ImageStatus, ProblemCode, ProblemRow, Split
from engine.contract.errors import UserError
from engine.dataset.index.corrections import before_corrections
from engine.dataset.index.drawn_rows import digest_of_rows, given_rows_of, keys_of
from engine.dataset.index.geometry_text import codes_of
from engine.dataset.index.questions import BY_PATH, key_of, like_pattern, order_of, question_of
from engine.dataset.index.rows import DivisibleRow, image_row, indexed_annotation, problem_row
from engine.dataset.index.schema import connect_for_reading
from engine.dataset.index.summary import known_summary, summarise
from engine.dataset.listing import IgnoredFile

_ALL = ImageFilter()
_WHOLE_ROW = (
    "SELECT images.*, annotations.class_index, name, given AS corrected_from, is_applied,"
    " drawn_corrections.state = 'applied' AS is_drawn_anew FROM images"
    " LEFT JOIN annotations ON annotations.image_id = images.id AND kind = 'label'"
    " LEFT JOIN classes USING (class_index) LEFT JOIN corrections ON corrections.image_id = images.id"
    " LEFT JOIN drawn_corrections ON drawn_corrections.image_id = images.id"
)


class DatasetIndex:
    """The pictures of one dataset. Queries are paged and answer from SQL indexes, also for a million pictures."""

    def __init__(self, path: Path) -> None:
        """Open the index that ``open_dataset`` returned.

        Raises:
            UserError: there is no index at ``path``.
        """
        self.path = path
        try:
            self._connection = connect_for_reading(path)
            self.root = Path(self._meta()["root"])
        except (sqlite3.Error, KeyError) as error:
            raise UserError(
                f"Cannot read the index of the dataset. Received: {path}: {error}.", "Open the dataset's folder again."
            ) from error

    def __enter__(self) -> "DatasetIndex":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def interrupt(self) -> None:
        """Let a question that another thread is asking fail with ``sqlite3.OperationalError``."""
        self._connection.interrupt()

    def summary(self) -> DatasetSummary:
        """The dataset in numbers."""
        meta = self._meta()
        return known_summary(meta) or summarise(self._connection, meta)

    def classes(self) -> tuple[str, ...]:
        """Names in the order of the network's outputs."""
        rows = self._connection.execute("SELECT name FROM classes ORDER BY class_index")
        return tuple(row["name"] for row in rows)

    def count(self, choice: ImageFilter = _ALL) -> int:
        """The number of pictures of a filter."""
        question = question_of(choice)
        return self._number(f"SELECT count(*) {question.chosen}", question.values)

    def page(self, choice: ImageFilter = _ALL, *, offset: int = 0, limit: int = 200) -> list[ImageRow]:
        """``limit`` pictures of a filter from the ``offset``-th on, in its order."""
        question, order = question_of(choice), order_of(choice)
        # Ids first, from an index alone; whole rows only of those that are shown.
        ids = f"SELECT images.id {question.chosen} ORDER BY {order} LIMIT ? OFFSET ?"
        query = f"{_WHOLE_ROW} WHERE images.id IN ({ids}) ORDER BY {order}"
        return [image_row(row) for row in self._connection.execute(query, (*question.values, limit, offset))]

    def image_ids(self, choice: ImageFilter = _ALL) -> NDArray[np.int64]:
        """Ids of all pictures of a filter, in its order.

        SQLite joins them into one text, which takes a quarter of the time of reading a million rows, and leaves
        other threads alone meanwhile.
        """
        question, key = question_of(choice), key_of(choice)
        ordered = f"SELECT images.id AS id, {key or 0} AS key {question.chosen} ORDER BY {BY_PATH}"
        keys = "NULL" if key is None else "group_concat(key)"
        row = self._connection.execute(f"SELECT group_concat(id), {keys} FROM ({ordered})", question.values).fetchone()
        ids, values = (np.fromstring(text or "", np.int64, sep=",") for text in row)
        return ids if key is None else ids[np.argsort(values, kind="stable")]

    def images(self, ids: Sequence[int]) -> list[ImageRow]:
        """The pictures with these ids, in their order; those that are gone are left out."""
        query = f"{_WHOLE_ROW} WHERE images.id IN (SELECT value FROM json_each(?))"
        rows = {row["id"]: image_row(row) for row in self._connection.execute(query, (json.dumps(list(ids)),))}
        return [rows[number] for number in ids if number in rows]

    def image(self, path: str) -> ImageRow | None:
        """The picture at a path relative to the dataset."""
        row = self._connection.execute(f"{_WHOLE_ROW} WHERE path = ?", (path,)).fetchone()
        return None if row is None else image_row(row)

    def rows(self, split: Split | None = None, *, labelled: bool = True) -> list[ImageRow]:
        """Every picture that training or evaluation can use: sound, of a split (or any), with a label if wanted."""
        query = f"{_WHOLE_ROW} WHERE status = ?1 AND (?2 IS NULL OR split = ?2) AND (NOT ?3 OR name IS NOT NULL)"
        values = (ImageStatus.OK, split, labelled)
        return [image_row(row) for row in self._connection.execute(f"{query} ORDER BY position, images.id", values)]

    def divisible(self, rows: Sequence[ImageRow]) -> Sequence[DivisibleRow]:
        """What decides the splits of pictures whose label is all that is known of them: the labels of the files."""
        return before_corrections(self._connection, [DivisibleRow.of_image(row) for row in rows])

    def problems(self, choice: ImageFilter = _ALL, *, offset: int = 0, limit: int = 200) -> list[ProblemRow]:
        """Problems by code, text and path of a filter, in the order of the paths."""
        conditions, values = _problem_conditions(choice)
        query = f"SELECT * FROM problems WHERE {conditions} ORDER BY path, id LIMIT ? OFFSET ?"
        return [problem_row(row) for row in self._connection.execute(query, (*values, limit, offset))]

    def problem_count(self, choice: ImageFilter = _ALL) -> int:
        """The number of problems of a filter."""
        conditions, values = _problem_conditions(choice)
        return self._number(f"SELECT count(*) FROM problems WHERE {conditions}", values)

    def problem_counts(self) -> dict[ProblemCode, int]:
        """The number of pictures that have each kind of problem; kinds without any are left out."""
        rows = self._connection.execute("SELECT code, count(DISTINCT image_id) FROM problems GROUP BY code")
        return {ProblemCode(code): count for code, count in rows if count}

    def class_counts(self, choice: ImageFilter = _ALL) -> dict[str, int]:
        """Pictures of a filter in each class, in the order of the classes; classes without any are 0.

        A picture with objects of several classes counts in each of them.
        """
        question = question_of(choice)
        chosen = f"AND image_id IN (SELECT images.id {question.chosen})" if question.conditions else ""
        counted = (
            "SELECT class_index, count(DISTINCT image_id) AS number FROM annotations"
            f" WHERE NOT is_dropped {chosen} GROUP BY class_index"
        )
        query = f"SELECT name, coalesce(number, 0) FROM classes LEFT JOIN ({counted}) USING (class_index)"
        return dict(map(tuple, self._connection.execute(f"{query} ORDER BY class_index", question.values)))

    def annotation_kinds(self) -> frozenset[AnnotationKind]:
        """Every kind of annotation that the dataset has."""
        rows = self._connection.execute("SELECT DISTINCT kind FROM annotations")
        return frozenset(AnnotationKind(row["kind"]) for row in rows)

    def ids_with(self, kinds: Collection[AnnotationKind]) -> frozenset[int]:
        """The pictures on which something of these kinds is drawn that can be used."""
        query = (
            "SELECT DISTINCT image_id FROM annotations"
            " WHERE NOT is_dropped AND kind IN (SELECT value FROM json_each(?))"
        )
        return frozenset(row["image_id"] for row in self._connection.execute(query, (json.dumps(sorted(kinds)),)))

    def annotations(self, image_id: int, *, with_dropped: bool = False) -> list[IndexedAnnotation]:
        """What is drawn on a picture, and its label.

        Args:
            image_id: of its row.
            with_dropped: also what stands in the labels and cannot be used.
        """
        return self.annotations_of([image_id], with_dropped=with_dropped).get(image_id, [])

    def annotations_of(
        self, image_ids: Sequence[int], *, with_dropped: bool = False
    ) -> dict[int, list[IndexedAnnotation]]:
        """What is drawn on some pictures, by their ids; pictures without anything are left out."""
        query = (
            "SELECT annotations.*, name FROM annotations LEFT JOIN classes USING (class_index)"
            " WHERE image_id IN (SELECT value FROM json_each(?)) AND is_dropped <= ? ORDER BY annotations.id"
        )
        found: dict[int, list[IndexedAnnotation]] = defaultdict(list)
        for row in self._connection.execute(query, (json.dumps(image_ids), with_dropped)):
            found[row["image_id"]].append(indexed_annotation(row))
        return dict(found)

    def annotation_keys(self, image_id: int) -> Mapping[int, str]:
        """What corrections call the annotations of a picture, by their ids."""
        return keys_of(self._connection, image_id)

    def given_state(self, image_id: int) -> str:
        """Identifies what the files say is drawn on a picture, in which the keys of its annotations count."""
        return digest_of_rows(given_rows_of(self._connection, image_id))

    def mask_codes(self) -> MaskCodes | None:
        """How the class masks are read; None where there are none."""
        return codes_of(self._meta().get("mask_codes", ""))

    def problems_of(self, image_id: int) -> list[ProblemRow]:
        """Everything that is wrong with one picture."""
        rows = self._connection.execute("SELECT * FROM problems WHERE image_id = ? ORDER BY id", (image_id,))
        return [problem_row(row) for row in rows]

    def split_counts(self, choice: ImageFilter = _ALL) -> dict[Split, int]:
        """Pictures of a filter in each split as training uses them; splits without any are left out."""
        question = question_of(choice)
        query = f"SELECT split, count(*) {question.chosen} GROUP BY split"
        counts = dict(map(tuple, self._connection.execute(query, question.values)))
        return {split: counts[split] for split in Split if split in counts}

    def reason(self, image_id: int) -> str:
        """Why a picture cannot be used; empty for a sound one."""
        row = self._connection.execute("SELECT reason FROM images WHERE id = ?", (image_id,)).fetchone()
        return "" if row is None else str(row["reason"])

    def ignored_files(self) -> list[IgnoredFile]:
        """Files of the folder that are not part of the dataset."""
        rows = self._connection.execute("SELECT path, reason FROM ignored_files ORDER BY path")
        return [IgnoredFile(row["path"], row["reason"]) for row in rows]

    def _meta(self) -> dict[str, str]:
        return dict(map(tuple, self._connection.execute("SELECT key, value FROM meta")))

    def _number(self, query: str, values: list[object]) -> int:
        return int(self._connection.execute(query, values).fetchone()[0])


def _problem_conditions(choice: ImageFilter) -> tuple[str, list[object]]:
    conditions, values = ["1"], list[object]()
    if choice.text:
        conditions.append("(path LIKE ? ESCAPE '\\' OR message LIKE ? ESCAPE '\\')")
        values += [like_pattern(choice.text)] * 2
    if choice.problem_codes:
        conditions.append("code IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(choice.problem_codes))
    if choice.paths is not None:
        conditions.append("path IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(choice.paths))
    return " AND ".join(conditions), values
