"""Several maps side by side: asked for one by one, shown with their captions, moved together."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.contract.commands import Explain
from engine.contract.events import Explained, Failed
from gui.inspection import Question
from gui.pages.inspect.page import InspectPage
from gui.pages.inspect.why.compare import CompareView
from gui.session import Session
from gui.widgets.button import Button
from tests.gui.answering import Answers
from tests.gui.pages.inspect.why.test_methods import PLAIN


def explained(method: str, *, is_signed: bool = False) -> Explained:
    return Explained(
        run="/runs/one",
        image="/pictures/a.png",
        method=method,
        layer="last",
        target="cat",
        score=0.7,
        logit=1.0,
        range=(-1.0, 2.0),
        cell_px=(8.0, 8.0),
        is_signed=is_signed,
    )


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session) -> CompareView:
    inspection = quiet_session.inspection
    inspection.run, inspection.model = Path("/runs/one"), PLAIN
    inspection.question = Question(image=Path("/pictures/a.png"), method="gradcam")
    view = CompareView(inspection)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.set_picture(QImage(32, 32, QImage.Format.Format_RGB32), width=32, height=32)
    return view


def test_maps_are_asked_for_one_by_one(view: CompareView, answers: Answers) -> None:
    answers.answer(Explain, explained("gradcam"), np.ones((4, 4), np.float32))

    assert [command.method for command in answers.asked(Explain)] == ["gradcam", "gradcam++"]
    assert view.panes[0].caption.title.full_text() == "Grad-CAM at last for cat"


def test_a_map_that_fails_leaves_the_others(view: CompareView, answers: Answers) -> None:
    answers.answer(Explain, Failed(message="No layer.", hint="Choose another."))

    assert view.panes[0].caption.facts.full_text() == "No layer. Choose another."
    assert answers.asked(Explain)[-1].method == "gradcam++"


def test_all_panes_zoom_together(qtbot: QtBot, view: CompareView) -> None:
    before = view.panes[1].viewer.zoom

    qtbot.keyClick(view.panes[0].viewer, Qt.Key.Key_Plus)

    assert view.panes[1].viewer.zoom == view.panes[0].viewer.zoom > before


def test_all_panes_fit_together(qtbot: QtBot, view: CompareView) -> None:
    before = view.panes[1].viewer.zoom
    qtbot.keyClick(view.panes[0].viewer, Qt.Key.Key_Plus)

    qtbot.keyClick(view.panes[1].viewer, Qt.Key.Key_0)

    assert view.panes[0].viewer.zoom == pytest.approx(before)


def test_the_value_under_the_cursor_is_told_in_every_pane(view: CompareView, answers: Answers) -> None:
    answers.answer(Explain, explained("gradcam"), np.full((4, 4), 2.0, np.float32))

    view.panes[3].viewer.pixel_hovered.emit((5, 5))

    assert view.panes[0].caption.facts.full_text().startswith("here 2 ")


def test_more_maps_are_a_click_away(qtbot: QtBot, view: CompareView) -> None:
    qtbot.mouseClick(view.next, Qt.MouseButton.LeftButton)

    assert view.panes[0].question.method == "finercam"


def test_another_run_leads_to_the_comparison_of_two_runs(
    qtbot: QtBot, quiet_session: Session, looking: InspectPage
) -> None:
    session = quiet_session
    session.pair.choose(None, Path("/runs/other"))
    other = next(button for button in looking.comparing.view.findChildren(Button) if button.text() == "Another run")

    with qtbot.waitSignal(session.page_requested) as requested, qtbot.waitSignal(session.pair.wanted):
        other.click()

    assert requested.args == ["runs"]
    assert (session.pair.first, session.pair.second) == (session.inspection.run, Path("/runs/other"))
