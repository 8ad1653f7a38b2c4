"""Answers commands about labels as the data engine does, without its process."""

from collections.abc import Sequence
from typing import TypeVar

from engine.contract.events import Event, Progress
from engine.contract.framing import Array
from engine.contract.labels import (
    ChangeAnnotations,
    CorrectLabels,
    DiscardCorrections,
    LabelsKept,
    SaveLabels,
    SwitchLabelStep,
)
from engine.handlers.context import Context
from engine.handlers.labelling import change
from tests.gui.answering import Answers

LabelRequest = TypeVar(
    "LabelRequest", ChangeAnnotations, CorrectLabels, DiscardCorrections, SaveLabels, SwitchLabelStep
)


def answer_correction(answers: Answers) -> str | None:
    """Keep the step of the newest correction, and bring the index to it."""
    return next(event.step for event in _answer(answers, CorrectLabels) if isinstance(event, LabelsKept))


def answer_drawing(answers: Answers, command: ChangeAnnotations | None = None) -> None:
    """Keep a change of what is drawn, the newest one without another word."""
    _answer(answers, ChangeAnnotations, command)


def answer_discarding(answers: Answers) -> None:
    """Keep the newest discarding of corrections."""
    _answer(answers, DiscardCorrections)


def answer_saving(answers: Answers) -> None:
    """Make the corrected labels part of the files."""
    _answer(answers, SaveLabels)


def answer_switch(answers: Answers) -> None:
    """Take the newest step back, or do it again."""
    _answer(answers, SwitchLabelStep)


def _answer(answers: Answers, kind: type[LabelRequest], asked: LabelRequest | None = None) -> list[Event]:
    """What the engine's own handler says to a command, told to the window; the newest one without another word."""
    command = asked or answers.asked(kind)[-1]
    told: list[Event] = []

    def tell(event: Event, _arrays: Sequence[Array]) -> None:
        if not isinstance(event, Progress):
            told.append(event)
            answers.answer_to(command, event)

    context = Context(tell, _never, _stay)
    event, _ = change(command, context)
    tell(event, ())
    return told


def _never() -> bool:
    return False


def _stay() -> None:
    """Nothing to leave."""
