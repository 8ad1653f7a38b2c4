"""A climb is started, seen on its way, and stopped."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.commands import Climb
from engine.contract.events import Climbed, ClimbStep, Failed
from gui.pages.inspect.climb.view import ClimbView
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.pages.inspect.why.test_methods import PLAIN

PICTURE = np.full((8, 8, 3), 90, np.uint8)


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session) -> ClimbView:
    inspection = quiet_session.inspection
    inspection.run, inspection.model = Path("/runs/one"), PLAIN
    view = ClimbView(inspection)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    return view


def test_a_climb_is_asked_for_with_its_settings(qtbot: QtBot, view: ClimbView, answers: Answers) -> None:
    view.controls.target.set_value("dog")
    view.controls.steps.set_value(32)

    qtbot.mouseClick(view.controls.button, Qt.MouseButton.LeftButton)

    (asked,) = answers.asked(Climb)
    assert (asked.layer, asked.target, asked.steps, asked.jitter_px) == (None, "dog", 32, 4)


def test_a_channel_of_a_layer_can_be_excited(view: ClimbView, answers: Answers) -> None:
    view.controls.unit.set_value("first")
    view.controls.unit.value_changed.emit("first")
    view.controls.channel.set_value(3)

    view.start()

    assert view.controls.channel.isVisible()
    assert (answers.asked(Climb)[0].layer, answers.asked(Climb)[0].target) == ("first", "3")


def test_a_climb_is_seen_on_its_way(view: ClimbView, answers: Answers) -> None:
    view.start()

    answers.answer(Climb, ClimbStep(step=2, steps=128, values=(0.1, 0.5, 0.9)), PICTURE)

    assert view.viewer.picture_rect.width() > 0
    assert view.controls.curve.values == (0.1, 0.5, 0.9)
    assert view.words.full_text() == "Step 2 of 128"


def test_a_finished_climb_can_be_started_again(view: ClimbView, answers: Answers) -> None:
    view.start()

    answers.answer(Climb, Climbed(run="r", layer=None, target="cat", values=(0.0, 1.0)), PICTURE)

    assert view.controls.button.text() == "Climb"
    assert view.words.full_text() == "class cat, 128 steps"


def test_a_stopped_climb_keeps_its_picture(qtbot: QtBot, view: ClimbView, answers: Answers) -> None:
    view.start()
    answers.answer(Climb, ClimbStep(step=1, steps=128, values=(0.1, 0.5)), PICTURE)

    qtbot.keyClick(view.controls.button, Qt.Key.Key_Return)
    answers.answer(Climb, Failed(message="Cancelled.", hint="", is_cancelled=True))

    assert view.viewer.picture_rect.width() > 0
    assert view.words.full_text() == "Stopped after 2 steps"


def test_a_climb_that_fails_says_why(view: ClimbView, answers: Answers) -> None:
    view.start()

    answers.answer(Climb, Failed(message="There is no such channel.", hint="Give a smaller number."))

    assert view.words.full_text() == "There is no such channel. Give a smaller number."
