"""The Start page: one click trains, recent projects open again."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from gui.actions import Actions
from gui.pages.start.cards import TRIALS
from gui.pages.start.page import StartPage, sample_pictures
from gui.pages.start.recent import RecentRow, recent_projects
from gui.session import Session
from models.catalogue import ARCHITECTURES
from tests.gui.sample_runs import sample_config, write_run


def _make_page(qtbot: QtBot, session: Session, actions: Actions) -> StartPage:
    page = StartPage(session, actions)
    qtbot.addWidget(page)
    page.resize(1208, 772)
    page.show()
    return page


def test_every_trial_names_a_network_of_the_catalogue() -> None:
    assert all(trial.network is None or trial.network in ARCHITECTURES for trial in TRIALS)


def test_one_click_on_a_card_tries_its_network(qtbot: QtBot, session: Session, actions: Actions) -> None:
    page = _make_page(qtbot, session, actions)
    tried: list[str | None] = []
    for card in page.cards:
        card.tried.disconnect()
        card.tried.connect(tried.append)

    for card in page.cards:
        qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)

    assert tried == [None, "linear", "lenet5"]


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


def test_sample_pictures_take_each_class_in_turn(tmp_path: Path) -> None:
    for name in ("disc", "star"):
        (tmp_path / "validation" / name).mkdir(parents=True)
        for number in range(2):
            (tmp_path / "validation" / name / f"{number}.png").touch()

    found = sample_pictures(tmp_path, 3)

    assert found == ("validation/disc/0.png", "validation/star/0.png", "validation/disc/1.png")
