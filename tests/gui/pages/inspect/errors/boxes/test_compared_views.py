"""The views of box errors that go down to single objects."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.charts.point_curves import CurvePoint
from gui.pages.inspect.errors.boxes.confusion import BoxConfusionView
from gui.pages.inspect.errors.boxes.evaluated import ShownBoxPictures
from gui.pages.inspect.errors.boxes.precision import BoxPrecisionView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.pages.inspect.errors.boxes.evaluations import evaluated_boxes_of


@pytest.fixture
def context(quiet_session: Session, tmp_path: Path) -> ErrorsContext:
    return ErrorsContext(quiet_session.client, SettingsStore(tmp_path / "settings.json"))


@pytest.fixture
def precision(qtbot: QtBot, context: ErrorsContext) -> BoxPrecisionView:
    view = BoxPrecisionView(context)
    shown(qtbot, view)
    view.set_evaluation(evaluated_boxes_of())
    qtbot.waitUntil(lambda: bool(view.points.curves))
    return view


@pytest.fixture
def confusion(qtbot: QtBot, context: ErrorsContext) -> BoxConfusionView:
    view = BoxConfusionView(context)
    shown(qtbot, view)
    view.set_evaluation(evaluated_boxes_of())
    qtbot.waitUntil(lambda: view._confusion is not None)
    return view


def shown(qtbot: QtBot, view: QWidget) -> None:
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()


def test_a_click_on_the_curve_shows_the_object_there(qtbot: QtBot, precision: BoxPrecisionView) -> None:
    place = precision.points.pixel_of(CurvePoint(0, 3)).toPoint()

    qtbot.mouseClick(precision.points, Qt.MouseButton.LeftButton, pos=place)

    assert precision.points.chosen == CurvePoint(0, 3)
    assert precision.shown.chosen == 3
    assert precision.plot.chosen_x == pytest.approx(0.6)


def test_the_arrow_keys_walk_along_the_curve(qtbot: QtBot, precision: BoxPrecisionView) -> None:
    qtbot.keyClick(precision.points, Qt.Key.Key_Right)
    before = precision.points.chosen
    qtbot.keyClick(precision.points, Qt.Key.Key_End)
    qtbot.keyClick(precision.points, Qt.Key.Key_Left)

    assert before is not None
    assert precision.points.chosen == CurvePoint(before.curve, max(len(precision.points.curves[before.curve].x) - 2, 0))


def test_the_ring_follows_what_is_looked_at_below(qtbot: QtBot, precision: BoxPrecisionView) -> None:
    precision.points.point_chosen.emit(CurvePoint(0, 0))

    precision.follow(2)

    assert precision.points.chosen == CurvePoint(0, 2)
    assert precision.plot.chosen_x == pytest.approx(0.7)


def test_a_double_click_opens_the_picture(qtbot: QtBot, precision: BoxPrecisionView) -> None:
    place = precision.points.pixel_of(CurvePoint(0, 3)).toPoint()

    with qtbot.waitSignal(precision.picture_wanted) as opened:
        qtbot.mouseDClick(precision.points, Qt.MouseButton.LeftButton, pos=place)

    assert opened.args == ["1.png"]


def test_a_score_shows_the_last_object_that_reaches_it(precision: BoxPrecisionView) -> None:
    precision.plot.x_chosen.emit(0.75)

    assert precision.points.chosen == CurvePoint(0, 1)
    assert precision.plot.chosen_x == 0.75


def test_another_class_begins_without_a_choice(qtbot: QtBot, precision: BoxPrecisionView) -> None:
    precision.points.point_chosen.emit(CurvePoint(0, 0))

    precision.classes.set_value(1)
    precision.classes.value_changed.emit(1)
    qtbot.waitUntil(lambda: [curve.name for curve in precision.points.curves] == ["nut", "Interpolated"])

    assert precision.shown == ShownBoxPictures()
    assert precision.numbers.words("score") == "–"


def test_the_best_score_is_marked(precision: BoxPrecisionView) -> None:
    (best,) = precision.plot.state.best

    assert best.text == "best F1 from 0.90"


def test_a_cell_shows_its_boxes_and_follows_the_sliders(qtbot: QtBot, confusion: BoxConfusionView) -> None:
    cell = confusion.matrix.cell_rect(2, 0).center().toPoint()
    qtbot.mouseClick(confusion.matrix, Qt.MouseButton.LeftButton, pos=QPoint(cell))
    at_half = [one.caption for one in confusion.shown.objects or ()]

    confusion.iou.setValue(75)
    qtbot.waitUntil(lambda: len(confusion.shown.objects or ()) == 2)

    assert at_half == ["leaf 0.80"]
    assert [one.caption for one in confusion.shown.objects or ()] == ["leaf 0.80", "leaf 0.60"]


def test_the_matrix_tells_background_in_words(confusion: BoxConfusionView) -> None:
    assert confusion.matrix._tip((2, 0)) == "leaf where nothing is: 1 object"
    assert confusion.matrix._tip((1, 2)) == "nut missed: 1 object (50.0 %)"
    assert confusion.matrix._tip((1, 0)) == "nut found as leaf: 1 object (50.0 %)"


def test_older_evaluations_offer_neither_view(precision: BoxPrecisionView, confusion: BoxConfusionView) -> None:
    older = replace(evaluated_boxes_of(), rows=None)

    assert not precision.can_show(older)
    assert not confusion.can_show(older)
