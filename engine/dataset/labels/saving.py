"""Writes corrected labels into the tables that they came from; as a step that can be taken back."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.contract.dataset import ImageFilter
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.cells import Cell, with_cells
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.saved_files import ChangedFile, save_files
from engine.dataset.readers.csv.columns import Columns, find_columns
from engine.dataset.readers.csv.table import Row, TableText, decoded, every_row
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.recognise import scan_place

_ALL: Final = 2**31


Wanted = Mapping[str, str | None]
"""The new label of each picture, by its path."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with its two states, and the pictures that the change is about."""

    file: ChangedFile
    pictures: frozenset[str]


def save_labels(index: Path, text: str) -> str | None:
    """Write the corrections of a dataset into its tables.

    Other columns, the order of the rows, quotes and the encoding stay as they are. What a table was like before anybody
    saved labels into it stays beside it, with ``.bak`` behind its name; an existing one is never overwritten.

    Args:
        index: of ``open_dataset``, with all corrections in it.
        text: names the step for undo.

    Returns:
        Id of the step; None where there is nothing to save.

    Raises:
        UserError: another format, the tables cannot be written, or do not say any more what they said.
    """
    with DatasetIndex(index) as opened:
        summary = opened.summary()
        if summary.format != "csv":
            raise cannot_save()
        rows = opened.page(ImageFilter(only_corrected=True), limit=_ALL)
        wanted = {row.path: row.label for row in rows}
        root = opened.root
    if not wanted:
        return None
    tables = tuple(_changed_tables(Path(summary.place), wanted))
    _require_all_found(wanted, tables)
    return save_files(journal_of_index(index), root, [table.file for table in tables], text)


def cannot_save() -> UserError:
    """Why labels are not written into the files of other formats."""
    return UserError(
        "Only labels that stand in a table, or are the names of folders, can be saved into the files. Received: a"
        " dataset of another format.",
        "Save the dataset as another format: the copy has the corrected labels.",
    )


def _changed_tables(place: Path, wanted: Wanted) -> Iterator[_Table]:
    """The tables that change."""
    scan = scan_place(place, _ignore)
    names = PictureNames(scan.pictures)
    for table in scan.tables:
        content = (scan.root / table.path).read_bytes()
        known = decoded(content)
        rows = list(every_row(known.text))
        columns = find_columns([row for row in rows if any(row.cells)], names.looks_like_one)
        if columns is not None:
            cells, found = _cells(rows, columns, names, posixpath.dirname(table.path), wanted)
            if cells:
                file = ChangedFile(table.path, content, _written(known, cells, table.path))
                yield _Table(file, frozenset(found))


def _cells(
    rows: list[Row], columns: Columns, names: PictureNames, folder: str, wanted: Wanted
) -> tuple[dict[Cell, str], set[str]]:
    """The cells that change, and the pictures that they are about."""
    cells: dict[Cell, str] = {}
    found: set[str] = set()
    is_header = columns.has_header
    for number, row in enumerate(rows):
        if not any(row.cells):
            continue
        if is_header:
            is_header = False
            continue
        name = row.cells[columns.path] if columns.path < len(row.cells) else ""
        path = names.find(name, folder)
        if path in wanted:
            cells[number, columns.label] = wanted[path] or ""
            found.add(path)
    return cells, found


def _written(known: TableText, cells: Mapping[Cell, str], path: str) -> bytes:
    changed = with_cells(known.text, cells, name=path)
    try:
        content = known.mark + changed.encode(known.encoding)
    except UnicodeEncodeError as error:
        raise UserError(
            f"Cannot write the labels into the table. Received: {path}, in whose letters there is no"
            f" {error.object[error.start]}.",
            "Save the table as UTF-8, or save the dataset as CSV into another folder.",
        ) from error
    if decoded(content).text != changed:
        raise UserError(
            f"Cannot write the labels into the table. Received: {path}, which holds bytes that are no letters.",
            "Save the table as UTF-8, or save the dataset as CSV into another folder.",
        )
    return content


def _require_all_found(wanted: Wanted, tables: Sequence[_Table]) -> None:
    missing = sorted(set(wanted).difference(*(table.pictures for table in tables)))
    if missing:
        raise UserError(
            f"Cannot save the labels. Received: {missing[0]}, for which there is no row in a table.",
            "Add a row for it, or save the dataset as CSV into another folder.",
        )


def _ignore(_what: str, _done: int, _total: int) -> None:
    """Nobody waits for the progress of looking for tables."""
