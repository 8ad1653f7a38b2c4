"""Answers commands about labels as the data engine does, without its process."""

from pathlib import Path

from engine.contract.events import DatasetListed
from engine.contract.labels import CorrectLabels, DiscardCorrections, LabelsCorrected, LabelsKept, SwitchLabelStep
from engine.dataset.labels.changing import correct_labels, discard_corrections, journal_of_index
from engine.dataset.opening import index_of_opened, take_corrections_in
from tests.gui.answering import Answers


def answer_correction(answers: Answers) -> str | None:
    """Keep the step of the newest correction, and bring the index to it."""
    command = answers.asked(CorrectLabels)[-1]
    step = correct_labels(_index(command), command.labels, command.text)
    _answer(answers, command, step)
    return step


def answer_discarding(answers: Answers) -> None:
    """Keep the newest discarding of corrections."""
    command = answers.asked(DiscardCorrections)[-1]
    _answer(answers, command, discard_corrections(_index(command), command.text))


def answer_switch(answers: Answers) -> None:
    """Take the newest step back, or do it again."""
    command = answers.asked(SwitchLabelStep)[-1]
    journal_of_index(_index(command)).switch(command.step, is_in_force=command.is_in_force)
    _answer(answers, command, command.step)


def _index(command: CorrectLabels | DiscardCorrections | SwitchLabelStep) -> Path:
    return index_of_opened(Path(command.path), command.reading)


def _answer(answers: Answers, command: CorrectLabels | DiscardCorrections | SwitchLabelStep, step: str | None) -> None:
    answers.answer(type(command), LabelsKept(step=step))
    place = Path(command.path)
    index = take_corrections_in(place, reading=command.reading, on_progress=_ignore, is_cancelled=_never)
    answers.answer(type(command), DatasetListed(path=command.path, index=str(index)))
    answers.answer(type(command), LabelsCorrected(index=str(index)))


def _ignore(_what: str, _done: int, _total: int) -> None:
    """Nobody looks at the progress."""


def _never() -> bool:
    return False
