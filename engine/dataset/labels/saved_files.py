"""Writes label files as a step that can be taken back; what each was like first stays beside it."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.contract.errors import UserError
from engine.contract.run_folder import write_atomically
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.journal import LabelJournal
from engine.dataset.labels.steps import LabelStep, SavedFile

_BACKUP: Final = ".bak"
_MISSING: Final = "missing"
"""Stands for the hash of a file that is not there."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A label file with its two states.

    Attributes:
        path: relative to the dataset's folder.
        before: its bytes now; None: it is not there.
        after: what shall be in it.
    """

    path: str
    before: bytes | None
    after: bytes


def save_files(
    journal: LabelJournal, root: Path, files: Sequence[ChangedFile], text: str, *, pictures: Sequence[str] = ()
) -> str:
    """Write label files, all or none of them, as one step.

    What a file was like before anybody saved labels into it stays beside it, with ``.bak`` behind its name; an existing
    one is never overwritten.

    Args:
        journal: of the dataset.
        root: folder of the dataset.
        files: with both states.
        text: names the step for undo.
        pictures: those of which the files then say what is drawn on them.

    Returns:
        Id of the step.

    Raises:
        UserError: a file cannot be written, or was changed meanwhile; then all are as they were.
    """
    step = journal.add_saving(text, [_keep(journal, file) for file in files], pictures=pictures)
    try:
        with _failures_in_words(root):
            for file in files:
                _write(root / file.path, file.after, expected=file.before)
    except UserError:
        _switch(journal, root, step, is_in_force=False)
        journal.switch(step.id, is_in_force=False)
        raise
    return step.id


def switch_files(index: Path, step: LabelStep, *, is_in_force: bool) -> None:
    """Bring the files of a saving step back to what they were, or to what was saved.

    Raises:
        UserError: somebody has changed one of them since, or it cannot be written.
    """
    with DatasetIndex(index) as opened:
        root = opened.root
    _switch(journal_of_index(index), root, step, is_in_force=is_in_force)


def _switch(journal: LabelJournal, root: Path, step: LabelStep, *, is_in_force: bool) -> None:
    for file in step.saved:
        wanted, expected = (file.after, file.before) if is_in_force else (file.before, file.after)
        place = root / file.path
        with _failures_in_words(root):
            present = _content(place)
            if _name_of(present) == wanted:
                continue
            if _name_of(present) != expected:
                raise UserError(
                    f"Cannot bring the labels back. Received: {file.path}, which was changed since.",
                    f"Its first state is in {place.name}{_BACKUP}, beside it.",
                )
            if wanted == _MISSING:
                place.unlink()
            else:
                _write(place, (journal.path.parent / "files" / wanted).read_bytes(), expected=present)


def _keep(journal: LabelJournal, file: ChangedFile) -> SavedFile:
    """Keep both states of a file beside the journal, so that saving can be taken back and done again."""
    folder = journal.path.parent / "files"
    with _failures_in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for content in (file.before, file.after):
            if content is not None and not (folder / _name_of(content)).exists():
                write_atomically(folder / _name_of(content), content)
    return SavedFile(file.path, _name_of(file.before), _name_of(file.after))


def _content(path: Path) -> bytes | None:
    """What is in a file; None where it is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _name_of(content: bytes | None) -> str:
    return _MISSING if content is None else hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes, *, expected: bytes | None) -> None:
    """Write a file whole or not at all, with the rights it had; ``expected`` is what must still be in it."""

    def require_unchanged(written: Path) -> None:
        if expected is not None:
            shutil.copymode(path, written)
        if _content(path) != expected:
            raise UserError(
                f"Cannot write the labels. Received: {path.name}, which another program has just changed.",
                "Save the labels again.",
            )

    if expected is None:
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        _back_up(path)
    write_atomically(path, content, before_replacing=require_unchanged)


def _back_up(path: Path) -> None:
    """Keep the first state of a file beside it; an older backup is the first state."""
    backup = path.with_name(path.name + _BACKUP)
    if path.exists() and not backup.exists():
        shutil.copy2(path, backup)


@contextmanager
def _failures_in_words(folder: Path) -> Iterator[None]:
    """Say in words why a file cannot be read or written."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"Cannot write the labels. Received: {folder}: {error.strerror or error}.",
            "Make the folder writable, or save the dataset as another format into another one.",
        ) from error
