from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.events import Failed
from engine.contract.trust import MeasureTrust, MethodTrust, TrustMeasured, TrustTable
from gui.pages.inspect.studies.trust import TrustView
from gui.session import Session
from tests.gui.answering import Answers

TABLE = TrustTable(
    run="/runs/a",
    split="validation",
    pictures=40,
    placed=40,
    methods=(
        MethodTrust(
            method="gradcam", deletion=0.2, chance=0.3, insertion=0.9, pointing=0.95, likeness=0.1, seconds=0.002
        ),
        MethodTrust(method="random", deletion=0.3, insertion=0.8, pointing=0.5),
    ),
)


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session) -> TrustView:
    view = TrustView(quiet_session.client)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    view.set_run(Path("/runs/a"))
    return view


def start(qtbot: QtBot, view: TrustView) -> None:
    qtbot.mouseClick(view.start, Qt.MouseButton.LeftButton)


def test_the_chosen_number_of_pictures_is_tested(qtbot: QtBot, view: TrustView, answers: Answers) -> None:
    view.counts.set_value(100)

    start(qtbot, view)

    assert answers.asked(MeasureTrust) == [MeasureTrust(run="/runs/a", pictures=100)]
    assert view.cancel.isVisible()


def test_the_table_shows_numbers_and_a_verdict(qtbot: QtBot, view: TrustView, answers: Answers) -> None:
    start(qtbot, view)
    answers.answer(MeasureTrust, TrustMeasured(table=TABLE))

    model = view.table.rows_model
    shown = [model.index(0, column).data() for column in range(8)]
    assert shown == ["Grad-CAM", "0.200", "0.300", "0.900", "95.0 %", "0.100", "2.0 ms", "Passes"]
    assert view.table.isVisible()
    assert not view.cancel.isVisible()


def test_a_failure_is_noticed_and_a_cancellation_is_not(qtbot: QtBot, view: TrustView, answers: Answers) -> None:
    notices: list[object] = []
    view.noticed.connect(notices.append)

    start(qtbot, view)
    answers.answer(MeasureTrust, Failed(message="Cancelled.", hint="", is_cancelled=True))
    start(qtbot, view)
    answers.answer(MeasureTrust, Failed(message="No.", hint="Never."))

    assert [notice.text for notice in notices] == ["No. Never."]
    assert view.start.isVisible()


def test_the_answer_about_another_run_is_dropped(qtbot: QtBot, view: TrustView, answers: Answers) -> None:
    start(qtbot, view)
    view.set_run(Path("/runs/b"))
    answers.answer(MeasureTrust, TrustMeasured(table=TABLE))

    assert not view.table.isVisible()


def test_a_network_without_pictures_cannot_be_tested(view: TrustView) -> None:
    view.set_run(Path("/models/a.keras"), has_pictures=False)

    assert not view.start.isEnabled()
