"""Correcting labels and what is drawn: the commands of the window, and what the engine says to them."""

from typing import Literal

from pydantic import Field

from engine.contract.base import Command, Event, Value
from engine.contract.drawn import AnnotationChange


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


class ChangeAnnotations(Command):
    """Draw, change or remove annotations of one picture, as one step of undo. Answered like ``CorrectLabels``.

    Attributes:
        path: of the dataset, which was opened before.
        reading: key of the candidate that it is read as; None for the surest.
        picture: path relative to the dataset's folder.
        state: what the files said of the picture when it was shown (``DatasetIndex.given_state``): keys count in that.
        changes: one for each annotation.
        text: names the step for undo.
    """

    type: Literal["change_annotations"] = "change_annotations"
    path: str
    reading: str | None = None
    picture: str
    state: str
    changes: tuple[AnnotationChange, ...]
    text: str


class DiscardCorrections(Command):
    """Give all pictures what the files say again, as one step of undo. Answered like ``CorrectLabels``."""

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
    """Make the corrected labels part of the files, as one step of undo. Answered like ``CorrectLabels``.

    They are written into a table; of a dataset of folders, every picture moves into the folder of its class. What is
    drawn is written into the label files that say it.
    """

    type: Literal["save_labels"] = "save_labels"
    path: str
    reading: str | None = None
    text: str


class PictureLeft(Value):
    """A picture that could not be moved, and why, in words that go on "it ..."; its path is where it lies."""

    path: str
    reason: str


class PicturesMoved(Value):
    """What saving, or taking it back, did to the pictures of a dataset of folders.

    Attributes:
        is_back: they lie where they lay before saving.
        moved: number of those that lie where they should.
        renamed: how many of them have another name, because there was a file of their own.
        left: those that could not be moved.
    """

    is_back: bool
    moved: int
    renamed: int
    left: tuple[PictureLeft, ...] = ()


class LabelsKept(Event):
    """The step is on the disk and cannot be lost any more.

    Attributes:
        step: its id; None: there was nothing to change.
        pictures: what was moved; None where the step moves none.
    """

    type: Literal["labels_kept"] = "labels_kept"
    step: str | None
    pictures: PicturesMoved | None = None


class LabelsCorrected(Event):
    """Everything that follows from the labels is in the index at ``index``."""

    type: Literal["labels_corrected"] = "labels_corrected"
    index: str


LabelCommand = ChangeAnnotations | CorrectLabels | DiscardCorrections | SaveLabels | SwitchLabelStep
"""All commands about labels."""

LabelEvent = LabelsKept | LabelsCorrected
"""All events that answer them."""
