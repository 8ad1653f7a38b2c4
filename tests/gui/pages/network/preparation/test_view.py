"""The Preparation tab asks for values, shows them before and after, and edits the plan."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engine.contract.commands import MeasurePreparation
from engine.contract.events import Failed, Progress
from gui.pages.network.preparation.statistics import short_number
from gui.pages.network.preparation.view import PreparationView
from gui.session import Session
from gui.widgets.combo import Combo
from tests.gui.answering import Answers
from tests.gui.pages.network.preparation.measured import EVENT, arrays
from tests.gui.sample_runs import sample_config


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, answers: Answers) -> PreparationView:
    view = PreparationView(quiet_session)
    qtbot.addWidget(view)
    view.resize(888, 716)
    view.show()
    return view


@pytest.fixture
def measured(qtbot: QtBot, quiet_session: Session, answers: Answers, view: PreparationView) -> PreparationView:
    quiet_session.plan.take(sample_config())
    qtbot.waitUntil(lambda: len(answers.asked(MeasurePreparation)) == 1)
    answers.answer(MeasurePreparation, EVENT, *arrays())
    return view


def test_without_pictures_it_says_so_and_offers_to_open_some(qtbot: QtBot, view: PreparationView) -> None:
    with qtbot.waitSignal(view.open_requested):
        qtbot.mouseClick(view.open, Qt.MouseButton.LeftButton)

    assert not view.before.isVisible()


def test_the_planned_preparation_is_measured(measured: PreparationView, answers: Answers) -> None:
    asked = answers.asked(MeasurePreparation)[0]

    assert asked.path == "/pictures/digits"
    assert (asked.input.height, asked.input.channels) == (32, 1)
    assert measured.bar.status.full_text() == "Values of 2 of 300 training pictures"


def test_both_histograms_tell_their_values(measured: PreparationView) -> None:
    assert measured.before.plot.readout_at(10.0).rows[0].values == (0.5,)
    assert measured.after.plot.readout_at(0.0).rows[0].values == (0.25,)
    assert measured.before.plot.readout_at(10.0).rows[0].name == "grey"


def test_statistics_stand_before_and_after(measured: PreparationView) -> None:
    row = measured.statistics.rows_model.rows[0]

    texts = [column.text(row) for column in measured.statistics.rows_model.columns]
    assert texts == ["Grey", "100", "0", "50", "1", "0 to 255", "−2 to 3.1"]


def test_a_changed_field_changes_the_plan_and_is_measured_again(
    qtbot: QtBot, quiet_session: Session, answers: Answers, measured: PreparationView
) -> None:
    combo = measured.panel.form.row("input.scale").control
    assert isinstance(combo, Combo)

    qtbot.keyClick(combo, Qt.Key.Key_Down)

    assert quiet_session.plan.config is not None
    assert quiet_session.plan.config.input.scale == "-1..1"
    qtbot.waitUntil(lambda: len(answers.asked(MeasurePreparation)) == 2)
    assert answers.asked(MeasurePreparation)[-1].input.scale == "-1..1"


def test_undo_brings_the_field_back(qtbot: QtBot, quiet_session: Session, measured: PreparationView) -> None:
    quiet_session.plan.set_field("input.divide_by_deviation", False)

    quiet_session.undo_stack.undo()

    assert measured.panel.form.row("input.divide_by_deviation").control.isChecked()  # type: ignore[union-attr]


def test_a_change_of_something_else_asks_nothing(
    qtbot: QtBot, quiet_session: Session, answers: Answers, measured: PreparationView
) -> None:
    quiet_session.plan.set_field("training.epochs", 3)
    quiet_session.plan.set_field("input.scale", "0..255")

    qtbot.waitUntil(lambda: len(answers.asked(MeasurePreparation)) == 2)
    assert answers.asked(MeasurePreparation)[-1].input.scale == "0..255"


def test_the_next_picture_can_be_shown(qtbot: QtBot, answers: Answers, measured: PreparationView) -> None:
    qtbot.mouseClick(measured.following, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(answers.asked(MeasurePreparation)) == 2)
    assert answers.asked(MeasurePreparation)[-1].example == 1


def test_progress_is_shown_and_measuring_can_be_cancelled_and_repeated(
    qtbot: QtBot, quiet_session: Session, answers: Answers, view: PreparationView
) -> None:
    quiet_session.plan.take(sample_config())
    qtbot.waitUntil(lambda: len(answers.asked(MeasurePreparation)) == 1)
    view.bar.set_progress(Progress(what="Reading pictures", done=3, total=12))
    assert view.bar.progress.share == 0.25

    qtbot.mouseClick(view.bar.cancel, Qt.MouseButton.LeftButton)
    answers.answer(MeasurePreparation, Failed(message="Cancelled.", hint="", is_cancelled=True))
    qtbot.mouseClick(view.bar.repeat, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(answers.asked(MeasurePreparation)) == 2)


def test_a_failure_is_told_with_its_hint(
    qtbot: QtBot, quiet_session: Session, answers: Answers, view: PreparationView
) -> None:
    quiet_session.plan.take(sample_config())
    qtbot.waitUntil(lambda: len(answers.asked(MeasurePreparation)) == 1)

    with qtbot.waitSignal(view.noticed) as noticed:
        answers.answer(MeasurePreparation, Failed(message="No picture.", hint="Add some."))

    assert noticed.args[0].text == "No picture. Add some."


def test_the_value_under_the_mouse_is_told(measured: PreparationView) -> None:
    inside = measured.pictures.tile_rect(1).topLeft() + QPointF(2, 2)

    assert measured.pictures.value_at(inside) == ("column 0, row 0", ("grey 0 → −2",))
    assert measured.pictures.value_at(QPointF(-5, -5)) is None


def test_signed_values_are_blue_below_zero_and_red_above(measured: PreparationView) -> None:
    image = QImage(measured.pictures.size(), QImage.Format.Format_RGB32)
    measured.pictures.render(image, QPoint())
    rect = measured.pictures.tile_rect(1)

    low = image.pixelColor((rect.topLeft() + QPointF(9, 9)).toPoint())
    high = image.pixelColor((rect.bottomRight() - QPointF(9, 9)).toPoint())

    assert low.blue() > low.red()
    assert high.red() > high.blue()


def test_a_histogram_is_saved_as_numbers(qtbot: QtBot, measured: PreparationView, tmp_path: Path) -> None:
    with qtbot.waitSignal(measured.noticed) as noticed:
        measured.after.bar.save(tmp_path / "after.csv")

    assert noticed.args[0].kind == "success"
    assert (tmp_path / "after.csv").read_text().startswith("panel,curve,value,value")


def test_rounding_is_no_value() -> None:
    assert short_number(-1e-9) == "0"
    assert short_number(-0.1234) == "−0.123"
