"""Reads the problems of an index for a table of any length: first which ones in which order, then page by page."""

import json
import sqlite3
from array import array
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from engine.contract.dataset import Action, ProblemCode, ProblemRow
from engine.dataset.index.questions import like_pattern
from engine.dataset.index.rows import problem_row
from engine.dataset.index.schema import connect_for_reading

ProblemOrder = Literal["kind", "path", "place", "message", "action", "repair"]
_ORDERS: Final[dict[ProblemOrder, tuple[str, ...]]] = {
    "kind": ("code", "path", "id"),
    "path": ("path", "id"),
    "place": ("place", "path", "id"),
    "message": ("message", "path", "id"),
    "action": ("action", "path", "id"),
    "repair": ("repair", "path", "id"),
}
_FITS: Final = (
    "(?1 = '' OR path LIKE ?2 ESCAPE '\\' OR message LIKE ?2 ESCAPE '\\')"
    " AND (?3 = '[]' OR action IN (SELECT value FROM json_each(?3)))"
)
_OF_KINDS: Final = "(?4 = '[]' OR code IN (SELECT value FROM json_each(?4)))"


@dataclass(frozen=True, slots=True)
class ProblemChoice:
    """Which problems, in which order; an empty field does not filter.

    Attributes:
        text: part of a path or of a message, any case.
    """

    text: str = ""
    codes: tuple[ProblemCode, ...] = ()
    actions: tuple[Action, ...] = ()
    order: ProblemOrder = "path"
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class ProblemListing:
    """The problems of a choice.

    Attributes:
        ids: of all of them, in order: 8 bytes for each, so that a table knows its length and reads only what it shows.
        total: problems of the dataset.
        kinds: problems of each kind that fit text and actions, whatever kinds are chosen; the commonest first.
    """

    ids: Sequence[int] = ()
    total: int = 0
    kinds: tuple[tuple[ProblemCode, int], ...] = ()
    choice: ProblemChoice = field(default_factory=ProblemChoice)


def list_problems(index: Path, choice: ProblemChoice) -> ProblemListing:
    """The problems of a choice; for a thread, as it opens a connection of its own.

    Raises:
        sqlite3.Error: there is no such index.
    """
    with closing(connect_for_reading(index)) as connection:
        return _list(connection, choice)


def _list(connection: sqlite3.Connection, choice: ProblemChoice) -> ProblemListing:
    values = (choice.text, like_pattern(choice.text), json.dumps(choice.actions))
    total = connection.execute("SELECT count(*) FROM problems").fetchone()[0]
    counted = f"SELECT code, count(*) FROM problems WHERE {_FITS} GROUP BY code ORDER BY 2 DESC, 1"
    kinds = tuple((ProblemCode(code), count) for code, count in connection.execute(counted, values))
    direction = "DESC" if choice.is_descending else "ASC"
    order = ", ".join(f"{column} {direction}" for column in _ORDERS[choice.order])
    query = f"SELECT id FROM problems WHERE {_FITS} AND {_OF_KINDS} ORDER BY {order}"
    rows = connection.execute(query, (*values, json.dumps(choice.codes)))
    return ProblemListing(array("q", (row[0] for row in rows)), total, kinds, choice)


class ProblemPages:
    """Problems of one index by their ids. Cheap enough for the thread of the window: ids are the table's key."""

    def __init__(self, index: Path) -> None:
        self._connection = connect_for_reading(index)

    def close(self) -> None:
        self._connection.close()

    def read(self, ids: Sequence[int]) -> list[ProblemRow]:
        """The problems with these ids, in the order of the ids; those that are gone by now are left out."""
        query = "SELECT * FROM problems WHERE id IN (SELECT value FROM json_each(?))"
        rows = {row["id"]: problem_row(row) for row in self._connection.execute(query, (json.dumps(list(ids)),))}
        return [rows[number] for number in ids if number in rows]
