"""The commands that correct labels, and write them into files."""

from functools import partial
from pathlib import Path

from engine.contract.events import DatasetListed
from engine.contract.labels import (
    CorrectLabels,
    DiscardCorrections,
    LabelCommand,
    LabelsCorrected,
    LabelsKept,
    SaveLabels,
    SwitchLabelStep,
)
from engine.dataset.labels.changing import correct_labels, discard_corrections, journal_of_index
from engine.dataset.labels.saving import save_labels, switch_files
from engine.dataset.opening import index_of_opened, open_dataset, take_corrections_in
from engine.handlers.context import Context, Result


def change(command: LabelCommand, context: Context) -> Result:
    """Keep the step first, then bring the index to it."""

    def announce(index: Path) -> None:
        context.send(DatasetListed(path=command.path, index=str(index)), ())

    place = Path(command.path)
    opening = partial(
        open_dataset, place, reading=command.reading, on_progress=context.progress, is_cancelled=context.is_cancelled
    )
    index = opening() if isinstance(command, SaveLabels) else index_of_opened(place, command.reading)
    step, has_other_files = _keep(command, index)
    context.send(LabelsKept(step=step), ())
    if has_other_files:
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


def _keep(command: LabelCommand, index: Path) -> tuple[str | None, bool]:
    """The step, None where nothing was to be done, and whether it wrote into files."""
    match command:
        case CorrectLabels():
            return correct_labels(index, command.labels, command.text), False
        case DiscardCorrections():
            return discard_corrections(index, command.text), False
        case SaveLabels():
            return save_labels(index, command.text), True
        case SwitchLabelStep():
            return command.step, _switch(command, index)


def _switch(command: SwitchLabelStep, index: Path) -> bool:
    journal = journal_of_index(index)
    step = next((step for step in journal.steps() if step.id == command.step), None)
    if step is not None and step.saved:
        switch_files(index, step, is_in_force=command.is_in_force)
    journal.switch(command.step, is_in_force=command.is_in_force)
    return step is not None and bool(step.saved)
