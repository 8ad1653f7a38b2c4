"""Correcting the labels of whole pictures: the commands of the window, and what the engine says to them."""

from typing import Literal

from pydantic import Field

from engine.contract.base import Command, Event


class CorrectLabels(Command):
    """Give pictures another label, as one step of undo. ``LabelsKept``, then ``LabelsCorrected``.

    Attributes:
        path: of the dataset, which was opened before.
        reading: key of the candidate that it is read as; None for the surest.
        labels: the new label by path of the picture, relative to the dataset's folder; None takes the label away.
        text: names the step for undo.
    """

    type: Literal["correct_labels"] = "correct_labels"
    path: str
    reading: str | None = None
    labels: dict[str, str | None] = Field(default_factory=dict)
    text: str


class DiscardCorrections(Command):
    """Give all pictures the label of the files again, as one step of undo. Answered like ``CorrectLabels``."""

    type: Literal["discard_corrections"] = "discard_corrections"
    path: str
    reading: str | None = None
    text: str


class SwitchLabelStep(Command):
    """Take a step back, or do it again. ``LabelsKept``, then ``LabelsCorrected``."""

    type: Literal["switch_label_step"] = "switch_label_step"
    path: str
    reading: str | None = None
    step: str
    is_in_force: bool


class SaveLabels(Command):
    """Write the corrected labels into the files, as one step of undo. Answered like ``CorrectLabels``."""

    type: Literal["save_labels"] = "save_labels"
    path: str
    reading: str | None = None
    text: str


class LabelsKept(Event):
    """The step is on the disk and cannot be lost any more; None: there was nothing to change."""

    type: Literal["labels_kept"] = "labels_kept"
    step: str | None


class LabelsCorrected(Event):
    """Everything that follows from the labels is in the index at ``index``."""

    type: Literal["labels_corrected"] = "labels_corrected"
    index: str


LabelCommand = CorrectLabels | DiscardCorrections | SaveLabels | SwitchLabelStep
"""All commands about labels."""

LabelEvent = LabelsKept | LabelsCorrected
"""All events that answer them."""
