"""The Calibration view: the diagram, the temperature, and the pictures of a bar."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from engine.contract.calibration import CALIBRATION_FILE, Calibration, Temperature
from engine.ops.calibration import reliability
from gui.pages.inspect.errors.calibration import CalibrationView
from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.errors.view import ErrorsContext
from gui.session import Session
from gui.settings import SettingsStore

IS_RIGHT = np.array([True, False, True])
CALIBRATION = Calibration(
    before=reliability(np.array([0.9, 0.7, 0.8]), IS_RIGHT, loss=0.51),
    after=reliability(np.array([0.7, 0.5, 0.6]), IS_RIGHT, loss=0.42),
    temperature=Temperature(value=1.75, split="validation", dataset="pictures", images=3),
)
SCALED = (0.7, 0.5, 0.6)


def _keep(evaluated: EvaluatedSplit, calibration: Calibration) -> None:
    (evaluated.folder / CALIBRATION_FILE).write_text(calibration.model_dump_json())


def _words(view: CalibrationView) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel)]


@pytest.fixture
def scaled(evaluated: EvaluatedSplit) -> EvaluatedSplit:
    """The split, with a calibration and the scores that the temperature gives its pictures."""
    _keep(evaluated, CALIBRATION)
    pairs = zip(evaluated.results, SCALED, strict=True)
    results = tuple(result.model_copy(update={"scaled_score": score}) for result, score in pairs)
    return EvaluatedSplit(evaluated.run, evaluated.split, evaluated.evaluation, results)


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, settings: SettingsStore, scaled: EvaluatedSplit) -> CalibrationView:
    view = CalibrationView(ErrorsContext(quiet_session.client, settings))
    qtbot.addWidget(view)
    qtbot.addWidget(view.controls())
    view.resize(640, 280)
    view.set_evaluation(scaled)
    view.show()
    return view


def test_errors_and_loss_stand_before_and_after(view: CalibrationView) -> None:
    assert view.numbers.words() == (("33.3 %", "70.0 %", "0.510"), ("40.0 %", "50.0 %", "0.420"))
    assert "T = 1.75" in _words(view)
    assert any(words.startswith("Fitted on 3 validation pictures: the network is too sure") for words in _words(view))


def test_a_click_on_a_bar_shows_its_pictures(qtbot: QtBot, view: CalibrationView) -> None:
    place = view.chart.part_rect(10).center().toPoint()

    qtbot.mouseClick(view.chart, Qt.MouseButton.LeftButton, pos=place)

    assert view.shown.title == "Score 67 to 73 %"
    assert [result.image for result in view.shown.results] == ["circle/1.png"]


def test_with_the_temperature_a_bar_has_other_pictures(qtbot: QtBot, view: CalibrationView) -> None:
    place = view.scores.choice_rects()[1].center().toPoint()
    qtbot.mouseClick(view.scores, Qt.MouseButton.LeftButton, pos=place)

    qtbot.mouseClick(view.chart, Qt.MouseButton.LeftButton, pos=view.chart.part_rect(10).center().toPoint())

    assert view.shown.title == "Score 67 to 73 % with temperature"
    assert [result.image for result in view.shown.results] == ["circle/0.png"]


def test_all_mistakes_come_back(qtbot: QtBot, view: CalibrationView) -> None:
    qtbot.mouseClick(view.chart, Qt.MouseButton.LeftButton, pos=view.chart.part_rect(13).center().toPoint())

    view.show_all()

    assert view.shown.title == "Mistakes"


def test_without_a_temperature_the_reason_is_given(view: CalibrationView, evaluated: EvaluatedSplit) -> None:
    view.scores.set_current("scaled")
    _keep(evaluated, Calibration(before=CALIBRATION.before, reason="All pictures are of one class."))

    view.set_evaluation(evaluated)

    assert "All pictures are of one class." in _words(view)
    assert view.scores.choices[1].reason == "There is no temperature."
    assert not view.is_scaled
    assert view.numbers.words()[1] == ("–", "–", "–")


def test_an_older_evaluation_offers_to_be_made_again(
    qtbot: QtBot, view: CalibrationView, evaluated: EvaluatedSplit
) -> None:
    (evaluated.folder / CALIBRATION_FILE).unlink()
    view.set_evaluation(evaluated)

    with qtbot.waitSignal(view.evaluation_requested):
        qtbot.mouseClick(view.evaluate_again, Qt.MouseButton.LeftButton)

    assert not view.chart.isVisible()
    assert not view.controls().isEnabled()
    assert [result.image for result in view.shown.results] == ["circle/1.png"]


@pytest.mark.parametrize(("name", "start"), [("bars.csv", b"from,to,pictures"), ("bars.png", b"\x89PNG")])
def test_the_diagram_is_saved(qtbot: QtBot, view: CalibrationView, tmp_path: Path, name: str, start: bytes) -> None:
    with qtbot.waitSignal(view.noticed):
        view.card.save(tmp_path / name)

    assert (tmp_path / name).read_bytes().startswith(start)
