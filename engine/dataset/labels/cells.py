"""Puts other text into cells of a table, and leaves every other letter of it as it was."""

from collections.abc import Mapping

from engine.contract.errors import UserError
from engine.dataset.readers.csv.table import every_row, separator_of

Cell = tuple[int, int]
"""Row and column, both from 0; rows without anything in them count."""
_QUOTE = '"'


def with_cells(text: str, cells: Mapping[Cell, str], *, name: str) -> str:
    """A table with other text in some of its cells.

    Args:
        text: of the table.
        cells: the new text of each cell, which must be there.
        name: of the file, for the error.

    Raises:
        UserError: the table is written so oddly that other cells would change.
    """
    separator = separator_of(text)
    rows = _spans(text, separator)
    pieces, end = list[str](), 0
    for (row, column), value in sorted(cells.items()):
        if row >= len(rows) or column >= len(rows[row]):
            raise _too_odd(name)
        start, stop = rows[row][column]
        pieces += [text[end:start], _as_cell(value, before=text[start:stop], separator=separator)]
        end = stop
    changed = "".join((*pieces, text[end:]))
    if not _differs_only_in(text, changed, cells):
        raise _too_odd(name)
    return changed


def _spans(text: str, separator: str) -> list[list[tuple[int, int]]]:
    """Where each cell of each row begins and ends, with its quotes, as Python's csv module reads it."""
    rows: list[list[tuple[int, int]]] = []
    place = 0
    while place < len(text):
        row = [] if text[place] in "\r\n" else _row_spans(text, place, separator)
        place = row[-1][1] if row else place
        place += 2 if text.startswith("\r\n", place) else 1
        rows.append(row)
    return rows


def _row_spans(text: str, start: int, separator: str) -> list[tuple[int, int]]:
    """The cells of a row that has some."""
    row = [(start, _cell_end(text, start, separator))]
    while text.startswith(separator, row[-1][1]):
        start = row[-1][1] + 1
        row.append((start, _cell_end(text, start, separator)))
    return row


def _cell_end(text: str, start: int, separator: str) -> int:
    place = start
    while text.startswith(" ", place):
        place += 1
    if text.startswith(_QUOTE, place):
        place += 1
        while place < len(text):
            if text.startswith(_QUOTE * 2, place):
                place += 2
            elif text[place] == _QUOTE:
                place += 1
                break
            else:
                place += 1
    while place < len(text) and text[place] not in (separator, "\r", "\n"):
        place += 1
    return place


def _as_cell(value: str, *, before: str, separator: str) -> str:
    """A value as a cell, quoted where it must be, or where the cell was quoted before."""
    is_quoted = before.lstrip(" ").startswith(_QUOTE)
    must_be = value != value.strip() or any(letter in value for letter in (separator, _QUOTE, "\r", "\n"))
    indent = before[: len(before) - len(before.lstrip(" "))] if before.strip() else ""
    if not (is_quoted or must_be):
        return indent + value
    return f"{indent}{_QUOTE}{value.replace(_QUOTE, _QUOTE * 2)}{_QUOTE}"


def _differs_only_in(before: str, after: str, cells: Mapping[Cell, str]) -> bool:
    """Whether a reader finds the new cells, and all others as they were."""
    wanted = [list(row.cells) for row in every_row(before)]
    for (row, column), value in cells.items():
        wanted[row][column] = value.strip()
    return wanted == [list(row.cells) for row in every_row(after)]


def _too_odd(name: str) -> UserError:
    return UserError(
        f"Cannot write the labels into the table. Received: {name}, whose cells cannot be told apart for sure.",
        "Save the dataset as CSV into another folder: that writes the corrected labels.",
    )
