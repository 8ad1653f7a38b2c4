"""The Thresholds view: a score to reach, what it comes to, and the pictures it keeps."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.contract.thresholds import THRESHOLDS_FILE
from engine.ops.thresholds import count_at_thresholds
from gui.notice import Notice
from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.errors.thresholds import ThresholdsView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.session import Session
from gui.settings import SettingsStore

COUNTS = count_at_thresholds(np.array([[0.9, 0.1], [0.3, 0.7], [0.2, 0.8]]), np.array([0, 0, 1]))


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, settings: SettingsStore, evaluated: EvaluatedSplit) -> ThresholdsView:
    (evaluated.folder / THRESHOLDS_FILE).write_text(COUNTS.model_dump_json())
    view = ThresholdsView(ErrorsContext(quiet_session.client, settings))
    qtbot.addWidget(view)
    qtbot.addWidget(view.controls())
    view.resize(640, 280)
    view.set_evaluation(evaluated)
    view.show()
    return view


def _images(view: ThresholdsView) -> list[str]:
    return [result.image for result in view.shown.results]


def test_the_numbers_follow_the_slider_at_once(view: ThresholdsView, settings: SettingsStore) -> None:
    view.slider.setValue(75)

    assert view.numbers.words("threshold") == "0.75"
    assert (view.ratios.words("coverage"), view.ratios.words("accuracy")) == ("66.7 %", "100.0 %")
    assert view.plot.chosen_x == 0.75
    assert settings.value.score_threshold == 75


def test_the_pictures_follow_when_the_hand_rests(qtbot: QtBot, view: ThresholdsView) -> None:
    before = _images(view)

    with qtbot.waitSignal(view.pictures_changed):
        view.slider.setValue(75)

    assert (before, _images(view)) == (["circle/1.png"], [])


def test_dragging_in_the_chart_moves_the_slider(qtbot: QtBot, view: ThresholdsView) -> None:
    place = QPoint(round(view.plot.chart_frame().x.to_pixel(0.8)), 80)

    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=place)

    assert view.slider.value() == 80


def test_a_class_shows_its_own_curves_and_pictures(view: ThresholdsView) -> None:
    view.slider.setValue(25)
    view.classes.setCurrentIndex(2)

    view.classes.activated.emit(2)

    assert view.class_index == 1
    assert (view.ratios.words("precision"), view.ratios.words("recall")) == ("50.0 %", "100.0 %")
    assert view.plot.readout_at(0.25).rows[0].values == (0.5,)
    assert view.shown.title == "Mistakes kept at 0.25, square"


def test_abstained_pictures_can_be_shown(qtbot: QtBot, view: ThresholdsView) -> None:
    view.slider.setValue(85)
    place = view.sides.choice_rects()[1].center().toPoint()

    qtbot.mouseClick(view.sides, Qt.MouseButton.LeftButton, pos=place)

    assert _images(view) == ["circle/1.png", "square/0.png"]


def test_an_older_evaluation_offers_to_be_made_again(
    qtbot: QtBot, view: ThresholdsView, evaluated: EvaluatedSplit
) -> None:
    (evaluated.folder / THRESHOLDS_FILE).unlink()
    view.set_evaluation(evaluated)

    with qtbot.waitSignal(view.evaluation_requested):
        qtbot.mouseClick(view.evaluate_again, Qt.MouseButton.LeftButton)

    assert not view.plot.isVisible()
    assert not view.controls().isEnabled()
    assert [result.image for result in view.shown.results] == ["circle/1.png"]


def test_counts_of_other_classes_are_those_of_an_older_evaluation(
    view: ThresholdsView, evaluated: EvaluatedSplit
) -> None:
    of_three = count_at_thresholds(np.full((1, 3), 1 / 3), np.array([0]))
    (evaluated.folder / THRESHOLDS_FILE).write_text(of_three.model_dump_json())

    view.set_evaluation(evaluated)

    assert not view.plot.isVisible()


def test_the_curves_are_saved_as_numbers(qtbot: QtBot, view: ThresholdsView, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.noticed) as noticed:
        view.plot_bar.save(tmp_path / "curves.csv")

    assert isinstance(noticed.args, list)
    assert isinstance(noticed.args[0], Notice)
    assert "share,Precision,0.75,1" in (tmp_path / "curves.csv").read_text().splitlines()
