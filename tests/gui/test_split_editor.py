"""Changes of the split are made by the engine, kept in the plan, and undone by the opposite command."""

from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.commands import ChangeSplit, ProposeConfig, SaveSplit
from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.contract.events import ConfigProposed, Done, Failed, SplitChanged
from engine.dataset.index.schema import connect_for_writing
from engine.dataset.splits.changes import change_split
from engine.dataset.splits.moved import moved_splits
from gui.session import Session
from gui.split_editor import SplitEditor
from tests.gui.answering import Answers
from tests.gui.sample_pictures import show_dataset, write_pictures
from tests.gui.sample_runs import sample_config


@pytest.fixture
def editor(quiet_session: Session, tmp_path: Path) -> SplitEditor:
    folder = write_pictures(tmp_path / "pictures")
    show_dataset(quiet_session, folder)
    quiet_session.plan.take(sample_config(dataset=str(folder)))
    session = quiet_session
    return SplitEditor(session.client, session.undo_stack, session.dataset, session.plan, parent=session)


def _write_moved(session: Session, path: str, split: Split | None) -> None:
    """What the engine does with a picture that is moved by hand."""
    assert session.dataset.index is not None
    with closing(connect_for_writing(session.dataset.index.path)) as connection:
        connection.execute("UPDATE images SET moved_split = ? WHERE path = ?", (split, path))


def _answer(session: Session, answers: Answers) -> None:
    """Do what the engine does."""
    index, command = session.dataset.index, answers.asked(ChangeSplit)[-1]
    assert index is not None
    change_split(index.path, config=command.config, moved=command.moved)
    answers.answer(ChangeSplit, SplitChanged(index=str(index.path)))


def test_moved_pictures_are_taken_back_by_undo(editor: SplitEditor, session: Session, answers: Answers) -> None:
    editor.move(("circle/0.png", "circle/1.png"), Split.TEST)
    _answer(session, answers)
    session.undo_stack.undo()

    forth, back = answers.asked(ChangeSplit)
    assert forth.moved == {"circle/0.png": Split.TEST, "circle/1.png": Split.TEST}
    assert back.moved == {"circle/0.png": None, "circle/1.png": None}


def test_undo_brings_a_picture_back_to_where_it_was_put_before(
    editor: SplitEditor, session: Session, answers: Answers
) -> None:
    _write_moved(session, "circle/0.png", Split.TRAIN)
    editor.move(("circle/0.png",), Split.TEST)
    _answer(session, answers)
    session.undo_stack.undo()

    assert answers.asked(ChangeSplit)[-1].moved == {"circle/0.png": Split.TRAIN}


def test_redo_asks_the_engine_again(editor: SplitEditor, session: Session, answers: Answers) -> None:
    editor.move(("circle/0.png",), Split.TEST)
    _answer(session, answers)
    session.undo_stack.undo()
    _answer(session, answers)
    session.undo_stack.redo()

    asked = answers.asked(ChangeSplit)
    assert len(asked) == 3
    assert asked[2] == asked[0]


def test_the_plan_follows_another_division_and_its_undo(
    editor: SplitEditor, session: Session, answers: Answers
) -> None:
    before = editor.config
    editor.divide(SplitConfig(seed=11, folds=5))
    _answer(session, answers)
    assert session.plan.config is not None
    assert session.plan.config.split == SplitConfig(seed=11, folds=5)

    session.undo_stack.undo()
    _answer(session, answers)

    assert session.plan.config.split == before


def test_a_division_that_is_in_force_is_not_asked_for(editor: SplitEditor, answers: Answers) -> None:
    editor.divide(editor.config)

    assert not answers.asked(ChangeSplit)


def test_a_failed_change_leaves_nothing_to_undo(
    qtbot: QtBot, editor: SplitEditor, session: Session, answers: Answers
) -> None:
    editor.divide(SplitConfig(seed=11))

    with qtbot.waitSignal(editor.failed):
        answers.answer(ChangeSplit, Failed(message="No.", hint=""))

    assert not session.undo_stack.canUndo()
    assert not editor.is_busy


def test_the_split_of_a_file_is_undone_for_all_pictures_it_moved(
    editor: SplitEditor, session: Session, answers: Answers, tmp_path: Path
) -> None:
    _write_moved(session, "circle/0.png", Split.TRAIN)
    editor.follow(tmp_path / "split.csv")
    _write_moved(session, "circle/0.png", Split.TEST)
    _write_moved(session, "circle/1.png", Split.TEST)
    _answer(session, answers)

    session.undo_stack.undo()

    back = answers.asked(ChangeSplit)[-1]
    assert back.file is None
    assert back.moved == {"circle/0.png": Split.TRAIN, "circle/1.png": None}


def test_views_read_the_index_again_after_a_change(
    qtbot: QtBot, editor: SplitEditor, session: Session, answers: Answers
) -> None:
    editor.move(("circle/0.png",), Split.TEST)

    with qtbot.waitSignal(session.dataset.changed):
        _answer(session, answers)


def test_a_saved_split_is_told(qtbot: QtBot, editor: SplitEditor, answers: Answers, tmp_path: Path) -> None:
    editor.save(tmp_path / "split.csv")

    with qtbot.waitSignal(editor.saved) as saved:
        answers.answer(SaveSplit, Done())

    assert saved.args == [tmp_path / "split.csv"]


def test_moved_pictures_are_listed(editor: SplitEditor, session: Session) -> None:
    _write_moved(session, "square/0.png", Split.VALIDATION)
    assert session.dataset.index is not None

    assert moved_splits(session.dataset.index.path) == {"square/0.png": Split.VALIDATION}


def test_a_proposal_takes_the_split_that_is_shown(editor: SplitEditor, session: Session, answers: Answers) -> None:
    editor.divide(SplitConfig(seed=11))
    _answer(session, answers)
    assert session.dataset.path is not None
    session.plan.propose(session.dataset.path)

    answers.answer(ProposeConfig, ConfigProposed(config=sample_config(dataset=str(session.dataset.path))))

    assert session.plan.config is not None
    assert session.plan.config.split == SplitConfig(seed=11)


def test_a_share_changed_on_the_train_page_divides_the_pictures(
    editor: SplitEditor, session: Session, answers: Answers
) -> None:
    session.plan.set_field("split.validation_fraction", 0.5)

    (asked,) = answers.asked(ChangeSplit)
    assert asked.config is not None
    assert asked.config.validation_fraction == 0.5
    _answer(session, answers)
    assert editor.config == asked.config
