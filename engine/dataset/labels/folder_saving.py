"""Saves corrected labels of a dataset of folders: every picture moves into the folder of its class.

What is about to be done is on the disk before it is done (``journal.py``). So whatever ends the process, the next
opening of the dataset brings the step to its end.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.selection import FileState
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.journal import LabelJournal
from engine.dataset.labels.relocated import folders_journal
from engine.dataset.labels.relocating import relocate
from engine.dataset.labels.relocation_plan import plan_relocations
from engine.dataset.labels.steps import LabelStep, Relocation
from engine.dataset.labels.still_files import held

_LOCK: Final = "moving.lock"
_HINT: Final = (
    "The corrections are kept. Make the folder writable or make room, and save again; or save the dataset as another"
    " format into another folder."
)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a step that moves pictures; ``step`` is the journal's."""

    step: LabelStep

    @property
    def moved(self) -> tuple[Relocation, ...]:
        """Pictures that lie where the step wants them."""
        return tuple(each for each in self.step.relocations if not each.reason)

    @property
    def left(self) -> tuple[Relocation, ...]:
        """Pictures that had to stay, with the reasons."""
        return tuple(each for each in self.step.relocations if each.reason)


def save_into_folders(index: Path, text: str, seen: Mapping[str, FileState] | None = None) -> Saved | None:
    """Move every corrected picture of a dataset into the folder of its class.

    Args:
        index: of ``open_dataset``, with all corrections in it.
        text: names the step for undo.
        seen: size and time of the files when somebody looked at them last: those that are others now are left.

    Returns:
        The step; None where there is nothing to save.

    Raises:
        UserError: a class cannot be a folder, the disk or its rights stop it (then nothing is moved), or not one
            picture can be moved.
    """
    journal = journal_of_index(index)
    with DatasetIndex(index) as opened, held(_lock_of(journal)):
        root, plan = opened.root, plan_relocations(opened, journal, seen)
        if not plan.relocations:
            return None
        step = journal.add_relocations(text, plan.relocations, folders=plan.folders)
        saved = _carry_out(root, journal, step)
        if not saved.moved:
            _carry_out(root, journal, _switched(journal, step, is_in_force=False))
            first = saved.left[0]
            raise UserError(f"None of the pictures can be moved. Received: {first.source}: {first.reason}.", _HINT)
        return saved


def switch_relocations(index: Path, step: LabelStep, *, is_in_force: bool) -> Saved:
    """Move the pictures of a saving step back to where they lay, or again into the folders of their classes.

    Raises:
        UserError: the disk or its rights stop it; then all of them are where they were before.
    """
    journal = journal_of_index(index)
    with DatasetIndex(index) as opened, held(_lock_of(journal)):
        return _carry_out(opened.root, journal, _switched(journal, step, is_in_force=is_in_force))


@contextmanager
def files_at_rest(root: Path) -> Iterator[None]:
    """No saving moves pictures of a dataset meanwhile, and what an earlier one was stopped in is brought to its end.

    Args:
        root: folder of the dataset, resolved.

    Raises:
        UserError: there is a journal, and it cannot be read.
    """
    journal = folders_journal(root)
    if not journal.path.exists():
        yield
        return
    with held(_lock_of(journal)):
        for step in journal.steps():
            if not step.is_settled:
                _finish(root, journal, step, is_resumed=True)
        yield


def _carry_out(root: Path, journal: LabelJournal, step: LabelStep) -> Saved:
    """Do what the journal says already; all of it, or nothing where the disk stops it."""
    try:
        reasons = relocate(root, step)
    except OSError as error:
        _finish(root, journal, _switched(journal, step, is_in_force=not step.is_in_force), is_resumed=False)
        raise UserError(
            f"Cannot move the pictures. Received: {error.filename2 or error.filename or root}:"
            f" {error.strerror or error}.",
            _HINT,
        ) from error
    return _settle(journal, step, reasons)


def _finish(root: Path, journal: LabelJournal, step: LabelStep, *, is_resumed: bool) -> None:
    """Bring an interrupted step to its end; where the disk stops it, the next opening tries again."""
    try:
        _settle(journal, step, relocate(root, step, is_resumed=is_resumed))
    except (OSError, UserError):
        logger.exception("Pictures of %s are not where the journal of labels wants them.", root)


def _settle(journal: LabelJournal, step: LabelStep, reasons: Mapping[str, str]) -> Saved:
    journal.settle(step.id, reasons)
    return Saved(next(known for known in journal.steps() if known.id == step.id))


def _switched(journal: LabelJournal, step: LabelStep, *, is_in_force: bool) -> LabelStep:
    journal.switch(step.id, is_in_force=is_in_force)
    return replace(step, is_in_force=is_in_force)


def _lock_of(journal: LabelJournal) -> Path:
    return journal.path.with_name(_LOCK)
