"""The commands that correct labels, and make them part of the files."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from engine.contract.errors import UserError
from engine.contract.events import DatasetListed
from engine.contract.labels import (
    ChangeAnnotations,
    CorrectLabels,
    DiscardCorrections,
    LabelCommand,
    LabelsCorrected,
    LabelsKept,
    PictureLeft,
    PicturesMoved,
    SaveLabels,
    SwitchLabelStep,
)
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.selection import FileState, states_of_corrected
from engine.dataset.labels.changing import correct_labels, journal_of_index
from engine.dataset.labels.discarding import discard_corrections
from engine.dataset.labels.drawing import can_draw, change_annotations
from engine.dataset.labels.drawn_files.saving import save_drawn
from engine.dataset.labels.folder_saving import Saved, save_into_folders, switch_relocations
from engine.dataset.labels.saved_files import switch_files
from engine.dataset.labels.saving import save_labels
from engine.dataset.opening import index_of_opened, open_dataset, take_corrections_in
from engine.handlers.context import Context, Result


@dataclass(frozen=True, slots=True)
class _Kept:
    """A step, None where nothing was to be done; whether it changed files; and what it did to pictures."""

    step: str | None
    has_other_files: bool = False
    pictures: PicturesMoved | None = None


def change(command: LabelCommand, context: Context) -> Result:
    """Keep the step first, then bring the index to it."""

    def announce(index: Path) -> None:
        context.send(DatasetListed(path=command.path, index=str(index)), ())

    place = Path(command.path)
    opening = partial(
        open_dataset, place, reading=command.reading, on_progress=context.progress, is_cancelled=context.is_cancelled
    )
    if isinstance(command, SaveLabels):
        seen = _seen(place, command.reading)
        index = opening()
        kept = _save(command, index, seen)
    else:
        index = index_of_opened(place, command.reading)
        kept = _keep(command, index)
    context.send(LabelsKept(step=kept.step, pictures=kept.pictures), ())
    if kept.has_other_files:
        opening(on_listed=announce)
    else:
        take_corrections_in(
            place,
            reading=command.reading,
            on_progress=context.progress,
            is_cancelled=context.is_cancelled,
            on_corrected=announce,
        )
    return LabelsCorrected(index=str(index)), ()


def _keep(command: ChangeAnnotations | CorrectLabels | DiscardCorrections | SwitchLabelStep, index: Path) -> _Kept:
    match command:
        case ChangeAnnotations():
            step = change_annotations(index, command.picture, command.changes, command.text, seen=command.state)
            return _Kept(step)
        case CorrectLabels():
            return _Kept(correct_labels(index, command.labels, command.text))
        case DiscardCorrections():
            return _Kept(discard_corrections(index, command.text))
        case SwitchLabelStep():
            return _switch(command, index)


def _seen(place: Path, reading: str | None) -> dict[str, FileState]:
    """What the corrected pictures were like when they were last shown: those that changed since are not moved."""
    try:
        return states_of_corrected(index_of_opened(place, reading))
    except UserError:
        return {}  # it was never opened


def _save(command: SaveLabels, index: Path, seen: dict[str, FileState]) -> _Kept:
    with DatasetIndex(index) as opened:
        summary = opened.summary()
    if can_draw(summary.reading):
        return _Kept(save_drawn(index, command.text), has_other_files=True)
    if summary.format != "folders":
        return _Kept(save_labels(index, command.text), has_other_files=True)
    saved = save_into_folders(index, command.text, seen)
    return _Kept(None) if saved is None else _moved(saved)


def _switch(command: SwitchLabelStep, index: Path) -> _Kept:
    journal = journal_of_index(index)
    step = next((step for step in journal.steps() if step.id == command.step), None)
    if step is not None and step.relocations:
        return _moved(switch_relocations(index, step, is_in_force=command.is_in_force))
    if step is not None and step.saved:
        switch_files(index, step, is_in_force=command.is_in_force)
    journal.switch(command.step, is_in_force=command.is_in_force)
    return _Kept(command.step, has_other_files=step is not None and bool(step.saved))


def _moved(saved: Saved) -> _Kept:
    pictures = PicturesMoved(
        is_back=not saved.step.is_in_force,
        moved=len(saved.moved),
        renamed=sum(each.is_renamed for each in saved.moved),
        left=tuple(PictureLeft(path=each.present, reason=each.reason) for each in saved.left),
    )
    return _Kept(saved.step.id, has_other_files=True, pictures=pictures)
