"""The Start page: one click trains, recent projects open again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from engine.contract.commands import MakeSample, OpenDataset, ProposeConfig, Train
from engine.contract.events import ConfigProposed, DatasetOpened, Failed, SampleMade
from engine.contract.trials import TRIALS, Trial, trial_of
from engine.data.synthetic.writing import write_sample
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from gui.actions import Actions
from gui.engine_client import Reply
from gui.pages.start.page import StartPage
from gui.pages.start.recent import RecentRow, recent_projects
from gui.pages.start.sample_pictures import each_class_in_turn
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.sample_runs import sample_config, write_run


def _make_page(qtbot: QtBot, session: Session, actions: Actions) -> StartPage:
    page = StartPage(session, actions)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    return page


def test_one_click_on_a_card_tries_what_it_shows(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)
    tried: list[Trial] = []
    for card in page.cards:
        card.tried.disconnect()
        card.tried.connect(tried.append)

    for card in page.cards:
        qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)

    assert tried == list(TRIALS)


def test_the_primary_button_opens_a_folder(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)

    with qtbot.waitSignal(actions.requested) as requested:
        qtbot.mouseClick(page.primary, Qt.MouseButton.LeftButton)

    assert requested.args == ["open_folder"]


def test_a_folder_dropped_on_the_area_is_told(qtbot: QtBot, session: Session, actions: Actions, tmp_path: Path) -> None:
    page = _make_page(qtbot, session, actions)
    page.drop_area.dropped.disconnect()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    drop = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    with qtbot.waitSignal(page.drop_area.dropped) as dropped:
        page.drop_area.dropEvent(drop)

    assert dropped.args == [(tmp_path,)]


def test_recent_projects_are_one_row_for_each_dataset(qtbot: QtBot, session: Session, actions: Actions) -> None:
    write_run("digits-1", age_seconds=100)
    write_run("digits-2")
    write_run("hats-1", sample_config(dataset="/pictures/hats"), age_seconds=50)
    page = _make_page(qtbot, session, actions)

    session.library.refresh()

    assert [project.name for project in page.recent.projects] == ["digits", "hats"]
    assert page.recent.projects[0].run.name == "digits-2"
    assert (page.recent.projects[0].value, page.recent.projects[0].metric) == ("70.0 %", "accuracy")


def test_a_click_on_a_project_tells_which_one(qtbot: QtBot, session: Session, actions: Actions) -> None:
    write_run("digits-1")
    page = _make_page(qtbot, session, actions)
    page.recent.opened.disconnect()
    session.library.refresh()

    with qtbot.waitSignal(page.recent.opened) as opened:
        qtbot.mouseClick(page.recent.findChild(RecentRow), Qt.MouseButton.LeftButton)

    assert opened.args[0].dataset == Path("/pictures/digits")


def test_the_time_of_a_project_is_that_of_its_last_heartbeat(session: Session) -> None:
    write_run("digits-1")
    session.library.refresh()

    (project,) = recent_projects(session.library.runs, now=600.0)

    assert project.words == "Classes, 10 min ago"


def test_pictures_of_a_card_take_each_class_in_turn(tmp_path: Path) -> None:
    write_sample("classification", tmp_path / "shapes", count=24, seed=1, size_px=16)
    with DatasetIndex(open_dataset(tmp_path / "shapes", on_progress=_ignore, is_cancelled=lambda: False)) as index:
        rows = index.rows()

    found = each_class_in_turn(rows, 8)

    classes = [Path(path).parent.name for path in found]
    assert classes[:6] == sorted(set(classes))
    assert classes[6:] == classes[:2]
    assert len(set(found)) == 8


def test_samples_are_drawn_and_looked_through_before_a_click(
    qtbot: QtBot, quiet_session: Session, answers: Answers, actions: Actions
) -> None:
    page = _make_page(qtbot, quiet_session, actions)

    page.load_samples()
    asked_at_once = len(answers.asked(MakeSample))
    while len(answers.asked(MakeSample)) > len(answers.asked(OpenDataset)):
        command = answers.asked(MakeSample)[-1]
        answers.answer_to(command, SampleMade(folder=command.folder))

    wanted = {trial.sample.folder for trial in TRIALS}
    assert asked_at_once == 1, "the first card does not wait for the pictures of the others"
    assert {command.folder for command in answers.asked(MakeSample)} == wanted
    assert {command.path for command in answers.asked(OpenDataset)} == wanted


def test_ones_own_pictures_do_not_wait_for_samples_that_are_being_drawn(
    qtbot: QtBot, quiet_session: Session, answers: Answers, actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[str] = []
    monkeypatch.setattr(Reply, "cancel", _noting(cancelled))
    page = _make_page(qtbot, quiet_session, actions)
    page.load_samples()
    drawn = {command.id for command in answers.asked(MakeSample)}

    quiet_session.open_dataset(Path("/pictures/hats"))

    assert drawn
    assert drawn <= set(cancelled)


def test_samples_that_were_not_drawn_are_asked_for_again_on_the_next_visit(
    qtbot: QtBot, quiet_session: Session, answers: Answers, actions: Actions
) -> None:
    page = _make_page(qtbot, quiet_session, actions)
    page.load_samples()
    asked = answers.asked(MakeSample)
    for command in asked:
        answers.answer_to(command, Failed(message="Cancelled.", hint="", is_cancelled=True))

    page.hide()
    page.show()

    assert len(answers.asked(MakeSample)) == 2 * len(asked)


def test_cards_stand_in_two_rows_where_the_window_is_narrow(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)
    tops = [card.y() for card in page.cards]

    page.resize(900, 640)
    qtbot.waitUntil(lambda: page.cards[0].y() != page.cards[-1].y())

    assert len(set(tops)) == 1
    assert page.cards[0].y() == page.cards[1].y() < page.cards[2].y() == page.cards[3].y()


def test_one_click_on_masks_trains_their_recipe_on_their_sample(
    qtbot: QtBot, quiet_session: Session, answers: Answers, actions: Actions, tmp_path: Path
) -> None:
    page = _make_page(qtbot, quiet_session, actions)
    trial = trial_of("masks")
    assert trial is not None
    write_sample("semantic", tmp_path / "table", count=6, seed=1, size_px=32, objects=trial.sample.objects)
    index = open_dataset(tmp_path / "table", on_progress=_ignore, is_cancelled=lambda: False)
    place = str(tmp_path / "table")

    qtbot.mouseClick(page.cards[TRIALS.index(trial)].button, Qt.MouseButton.LeftButton)
    answers.answer(MakeSample, SampleMade(folder=place))
    answers.answer(OpenDataset, DatasetOpened(path=place, index=str(index)))
    (asked,) = answers.asked(ProposeConfig)
    answers.answer(ProposeConfig, ConfigProposed(config=sample_config(), reasons={}))

    (made,) = answers.asked(MakeSample)
    assert made == trial.sample.making().model_copy(update={"id": made.id})
    assert (asked.network, asked.options, asked.fields) == (trial.network, trial.options, trial.fields)
    assert [command.config for command in answers.asked(Train)] == [sample_config()]


def _ignore(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _noting(cancelled: list[str]) -> Callable[[Reply], None]:
    def note(reply: Reply) -> None:
        cancelled.append(reply.id)

    return note
