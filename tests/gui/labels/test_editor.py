"""Labels are corrected by the engine, stand on the undo stack, and come back to it in a later session."""

from pathlib import Path

import pytest
from PySide6.QtGui import QUndoCommand
from pytestqt.qtbot import QtBot

from engine.contract.events import Failed
from engine.contract.labels import CorrectLabels, LabelsKept, SwitchLabelStep
from engine.dataset.labels.changing import correct_labels, journal_of_index
from gui.labels.editor import LabelEditor, LabelledDataset, step_words
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.label_answers import answer_correction
from tests.gui.sample_pictures import open_index, show_dataset, write_pictures

LABELS: dict[str, str | None] = {"circle/0.png": "square"}


@pytest.fixture
def folder(quiet_session: Session, tmp_path: Path) -> Path:
    folder = write_pictures(tmp_path / "pictures")
    show_dataset(quiet_session, folder)
    return folder


@pytest.fixture
def editor(folder: Path, session: Session) -> LabelEditor:
    return session.labels


def dataset_of(editor: LabelEditor) -> LabelledDataset:
    dataset = editor.open_dataset
    assert dataset is not None
    return dataset


def test_a_kept_step_can_be_undone_and_done_again(
    qtbot: QtBot, session: Session, editor: LabelEditor, answers: Answers
) -> None:
    editor.correct(dataset_of(editor), LABELS)
    with qtbot.waitSignal(editor.corrected):
        step = answer_correction(answers)

    text = session.undo_stack.undoText()
    session.undo_stack.undo()
    session.undo_stack.redo()

    assert text == "label square of 1 picture"
    assert [(item.step, item.is_in_force) for item in answers.asked(SwitchLabelStep)] == [(step, False), (step, True)]


def test_a_step_that_is_not_kept_yet_is_none_of_the_stack(
    session: Session, editor: LabelEditor, answers: Answers
) -> None:
    editor.correct(dataset_of(editor), LABELS)

    assert not session.undo_stack.canUndo()
    assert len(answers.asked(CorrectLabels)) == 1


def test_labels_that_were_so_already_leave_nothing_to_undo(
    session: Session, editor: LabelEditor, answers: Answers
) -> None:
    editor.correct(dataset_of(editor), {"circle/0.png": "circle"})

    answers.answer(CorrectLabels, LabelsKept(step=None))

    assert not session.undo_stack.canUndo()


def test_a_refusal_is_told_and_leaves_nothing_to_undo(
    qtbot: QtBot, session: Session, editor: LabelEditor, answers: Answers
) -> None:
    editor.correct(dataset_of(editor), LABELS)

    with qtbot.waitSignal(session.noticed) as told:
        answers.answer(CorrectLabels, Failed(message="Cannot keep the label.", hint="Make room."))

    assert told.args is not None
    assert told.args[0].text == "Cannot keep the label. Make room."
    assert not session.undo_stack.canUndo()


def test_the_open_dataset_is_read_again(qtbot: QtBot, session: Session, editor: LabelEditor, answers: Answers) -> None:
    editor.correct(dataset_of(editor), LABELS)

    with qtbot.waitSignal(session.dataset.changed):
        answer_correction(answers)


def test_other_classes_make_a_new_plan(qtbot: QtBot, session: Session, editor: LabelEditor, answers: Answers) -> None:
    editor.correct(dataset_of(editor), {"circle/0.png": "triangle"})

    with qtbot.waitSignal(session.dataset.opened):
        answer_correction(answers)


def test_steps_of_an_earlier_session_come_back(
    qtbot: QtBot, session: Session, tmp_path: Path, answers: Answers
) -> None:
    folder = write_pictures(tmp_path / "earlier")
    index = show_dataset(session, folder).path
    session.dataset.close()
    first = correct_labels(index, LABELS, "first step")
    second = correct_labels(index, {"circle/1.png": "square"}, "second step")
    assert first is not None
    assert second is not None
    journal_of_index(index).switch(second, is_in_force=False)
    later = Session(session.client, session)
    with qtbot.waitSignal(later.undo_stack.indexChanged):
        show_dataset(later, folder)

    words = (later.undo_stack.undoText(), later.undo_stack.redoText())
    later.undo_stack.redo()
    later.undo_stack.undo()
    later.undo_stack.undo()

    assert words == ("first step", "second step")
    switched = [(item.step, item.is_in_force) for item in answers.asked(SwitchLabelStep)]
    assert switched == [(second, True), (second, False), (first, False)]
    later.dataset.close()


def test_steps_do_not_come_back_where_something_can_be_done_again(
    qtbot: QtBot, session: Session, folder: Path, answers: Answers
) -> None:
    stack, other = session.undo_stack, write_pictures(folder.parent / "other")
    with open_index(other) as index:
        correct_labels(index.path, LABELS, "a step")
    stack.push(QUndoCommand("another network"))
    stack.undo()

    show_dataset(session, other)
    qtbot.wait(100)
    redone = stack.redoText()
    stack.redo()
    with qtbot.waitSignal(stack.indexChanged):
        show_dataset(session, other)

    assert redone == "another network"
    assert stack.undoText() == "a step"


def test_a_step_is_told_in_words() -> None:
    assert step_words({"a": "cat", "b": "cat"}) == "label cat of 2 pictures"
    assert step_words({"a": "cat", "b": "dog"}) == "labels of 2 pictures"
    assert step_words({"a": None}) == "label none of 1 picture"
