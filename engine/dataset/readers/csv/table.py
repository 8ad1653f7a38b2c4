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
        text = _decode(path.read_bytes())
        return list(_rows(text))
    except (OSError, csv.Error) as error:
        raise UserError(
            f"Cannot read the table. Received: {path.name}: {error}.", "Save it as CSV with commas, in UTF-8."
        ) from error


def _decode(content: bytes) -> str:
    """UTF-8, UTF-16 where the file says so, otherwise Western European: every byte of that is a letter."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> Iterator[Row]:
    # A limit of the process: a cell may be as long as a table, so that one bad row does not lose the others.
    csv.field_size_limit(LARGEST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), skipinitialspace=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Row(reader.line_num, tuple(cell.strip() for cell in cells))


def _separator(text: str) -> str:
    """The separator that stands in most of the first lines; a comma where none does."""
    lines = text[:65_536].splitlines()[:_LINES_LOOKED_AT]
    found = Counter({separator: sum(separator in line for line in lines) for separator in _SEPARATORS})
    return found.most_common(1)[0][0]
