"""The commands that correct labels."""

from pathlib import Path

from engine.contract.events import DatasetListed
from engine.contract.labels import (
    CorrectLabels,
    DiscardCorrections,
    LabelCommand,
    LabelsCorrected,
    LabelsKept,
    SwitchLabelStep,
)
from engine.dataset.labels.changing import correct_labels, discard_corrections, journal_of_index
from engine.dataset.opening import index_of_opened, take_corrections_in
from engine.handlers.context import Context, Result


def change(command: LabelCommand, context: Context) -> Result:
    """Keep the step first, then bring the index to it."""
    place = Path(command.path)
    step = _keep(command, index_of_opened(place, command.reading))
    context.send(LabelsKept(step=step), ())

    def announce(index: Path) -> None:
        context.send(DatasetListed(path=command.path, index=str(index)), ())

    index = take_corrections_in(
        place,
        reading=command.reading,
        on_progress=context.progress,
        is_cancelled=context.is_cancelled,
        on_corrected=announce,
    )
    return LabelsCorrected(index=str(index)), ()


def _keep(command: LabelCommand, index: Path) -> str | None:
    match command:
        case CorrectLabels():
            return correct_labels(index, command.labels, command.text)
        case DiscardCorrections():
            return discard_corrections(index, command.text)
        case SwitchLabelStep():
            journal_of_index(index).switch(command.step, is_in_force=command.is_in_force)
            return command.step
