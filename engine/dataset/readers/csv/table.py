"""Reads a table of text: encoding, separator and header are found by looking."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.contract.errors import UserError

LARGEST_BYTES = 512 * 1024 * 1024
_SEPARATORS = ",;\t|"
_LINES_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``line`` counts from 1 as text editors do."""

    line: int
    cells: tuple[str, ...]


def read_rows(path: Path) -> list[Row]:
    """All rows of a CSV file that are not empty.

    Raises:
        UserError: the file cannot be read, or is no table.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UserError(
                f"Cannot read the table. Received: {path.name}, over 512 MB.", "Split it into smaller files."
            )
        return list(_rows(decoded(path.read_bytes()).text))
    except (OSError, csv.Error) as error:
        raise UserError(
            f"Cannot read the table. Received: {path.name}: {error}.", "Save it as CSV with commas, in UTF-8."
        ) from error


@dataclass(frozen=True, slots=True)
class TableText:
    """The text of a table, and how to write it again: the bytes before it, and the encoding."""

    text: str
    mark: bytes
    encoding: str


def decoded(content: bytes) -> TableText:
    """UTF-8, UTF-16 where the file says so, otherwise Western European: every byte of that is a letter."""
    for mark, encoding in (
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF8, "utf-8"),
    ):
        if content.startswith(mark) and (encoding != "utf-8" or _is_utf8(content)):
            return TableText(content[len(mark) :].decode(encoding, errors="replace"), mark, encoding)
    encoding = "utf-8" if _is_utf8(content) else "cp1252"
    return TableText(content.decode(encoding, errors="replace"), b"", encoding)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _rows(text: str) -> Iterator[Row]:
    return (row for row in every_row(text) if any(row.cells))


def every_row(text: str) -> Iterator[Row]:
    """All rows of a table, also those without anything in them.

    Raises:
        csv.Error: it is no table.
    """
    # A limit of the process: a cell may be as long as a table, so that one bad row does not lose the others.
    csv.field_size_limit(LARGEST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), skipinitialspace=True)
    for cells in reader:
        yield Row(reader.line_num, tuple(cell.strip() for cell in cells))


def separator_of(text: str) -> str:
    """The separator that stands in most of the first lines; a comma where none does."""
    lines = text[:65_536].splitlines()[:_LINES_LOOKED_AT]
    found = Counter({separator: sum(separator in line for line in lines) for separator in _SEPARATORS})
    return found.most_common(1)[0][0]
