"""Writes corrected labels into the tables that they came from; as a step that can be taken back."""

import hashlib
import posixpath
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.contract.dataset import ImageFilter
from engine.contract.errors import UserError
from engine.contract.run_folder import write_atomically
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.cells import Cell, with_cells
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.journal import LabelJournal
from engine.dataset.labels.steps import LabelStep, SavedFile
from engine.dataset.readers.csv.columns import Columns, find_columns
from engine.dataset.readers.csv.table import Row, TableText, decoded, every_row
from engine.dataset.readers.picture_names import PictureNames
from engine.dataset.recognise import scan_place

_ALL: Final = 2**31
_BACKUP: Final = ".bak"


Wanted = Mapping[str, str | None]
"""The new label of each picture, by its path."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with its two states, and the pictures that the change is about."""

    path: str
    before: bytes
    after: bytes
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
    journal = journal_of_index(index)
    step = journal.add_saving(text, [_keep(journal, table) for table in tables])
    try:
        with _failures_in_words(root):
            for table in tables:
                _back_up(root / table.path)
                _replace(root / table.path, table.after, expected=table.before)
    except UserError:
        switch_files(index, step, is_in_force=False)
        journal.switch(step.id, is_in_force=False)
        raise
    return step.id


def switch_files(index: Path, step: LabelStep, *, is_in_force: bool) -> None:
    """Bring the files of a saving step back to what they were, or to what was saved.

    Raises:
        UserError: somebody has changed one of them since, or it cannot be written.
    """
    journal = journal_of_index(index)
    with DatasetIndex(index) as opened:
        root = opened.root
    for file in step.saved:
        wanted, expected = (file.after, file.before) if is_in_force else (file.before, file.after)
        place = root / file.path
        with _failures_in_words(root):
            present = place.read_bytes()
            if _name_of(present) == wanted:
                continue
            if _name_of(present) != expected:
                raise UserError(
                    f"Cannot bring the table back. Received: {file.path}, which was changed since.",
                    f"Its first state is in {place.name}{_BACKUP}, beside it.",
                )
            _replace(place, (journal.path.parent / "files" / wanted).read_bytes(), expected=present)


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
                yield _Table(table.path, content, _written(known, cells, table.path), frozenset(found))


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


def _keep(journal: LabelJournal, table: _Table) -> SavedFile:
    """Keep both states of a table beside the journal, so that saving can be taken back and done again."""
    folder = journal.path.parent / "files"
    with _failures_in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for content in (table.before, table.after):
            if not (folder / _name_of(content)).exists():
                write_atomically(folder / _name_of(content), content)
    return SavedFile(table.path, _name_of(table.before), _name_of(table.after))


def _name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _back_up(path: Path) -> None:
    """Keep the first state of a file beside it; an older backup is the first state."""
    backup = path.with_name(path.name + _BACKUP)
    if not backup.exists():
        shutil.copy2(path, backup)


def _replace(path: Path, content: bytes, *, expected: bytes) -> None:
    """Write a table whole or not at all, with the rights it had; ``expected`` is what must still be in it."""

    def require_unchanged(written: Path) -> None:
        shutil.copymode(path, written)
        if path.read_bytes() != expected:
            raise UserError(
                f"Cannot write the labels. Received: {path.name}, which another program has just changed.",
                "Save the labels again.",
            )

    write_atomically(path, content, before_replacing=require_unchanged)


@contextmanager
def _failures_in_words(folder: Path) -> Iterator[None]:
    """Say in words why a file cannot be read or written."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"Cannot write the labels. Received: {folder}: {error.strerror or error}.",
            "Make the folder writable, or save the dataset as CSV into another one.",
        ) from error


def _ignore(_what: str, _done: int, _total: int) -> None:
    """Nobody waits for the progress of looking for tables."""
