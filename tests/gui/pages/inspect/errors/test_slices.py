"""The Slices view: where the network is worse, and that it is not claimed without reason."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from engine.contract.predictions import ImageResult
from engine.ops.slices import Attribute
from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.errors.slices import SlicesView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.session import Session
from gui.settings import SettingsStore


def _results(*, wrong_below: float) -> tuple[ImageResult, ...]:
    """200 pictures from dark to bright: one in ten is wrong, and of those below a brightness four in five."""
    return tuple(
        ImageResult(
            image=f"{i}.png",
            truth="circle",
            predicted="square" if i % 10 < (8 if i / 200 < wrong_below else 1) else "circle",
            score=0.7,
            truth_score=0.3,
            loss=1.0,
            width=64,
            height=48,
            brightness=i / 200,
        )
        for i in range(200)
    )


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, settings: SettingsStore) -> SlicesView:
    view = SlicesView(ErrorsContext(quiet_session.client, settings))
    qtbot.addWidget(view)
    qtbot.addWidget(view.controls())
    view.resize(900, 300)
    view.show()
    return view


@pytest.fixture
def dark(evaluated: EvaluatedSplit) -> EvaluatedSplit:
    return replace(evaluated, results=_results(wrong_below=0.25))


@pytest.fixture
def even(evaluated: EvaluatedSplit) -> EvaluatedSplit:
    return replace(evaluated, results=_results(wrong_below=0.0))


def test_only_slices_that_chance_does_not_explain_are_listed(view: SlicesView, dark: EvaluatedSplit) -> None:
    view.set_evaluation(dark)

    (found,) = view.table.rows_model.rows
    assert (found.part.attribute, found.part.quarter) == (Attribute.BRIGHTNESS, 0)
    assert view.table.isVisible()


def test_a_click_on_a_slice_wants_its_mistakes(qtbot: QtBot, view: SlicesView, dark: EvaluatedSplit) -> None:
    view.set_evaluation(dark)

    with qtbot.waitSignal(view.pictures_changed):
        qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))

    assert view.shown.title == "Darkest pictures, mistakes"
    assert len(view.shown.results) == 40
    assert {result.predicted for result in view.shown.results} == {"square"}


def test_where_no_slice_is_worse_that_is_said_and_all_can_be_seen(
    qtbot: QtBot, view: SlicesView, even: EvaluatedSplit
) -> None:
    view.set_evaluation(even)
    assert not view.table.isVisible()
    assert view.show_every.isVisible()

    qtbot.mouseClick(view.show_every, Qt.MouseButton.LeftButton)

    assert view.table.isVisible()
    assert len(view.table.rows_model.rows) == 4
    assert not any(found.is_worse for found in view.table.rows_model.rows)


def test_going_back_to_the_worse_ones_undoes_the_choice_of_another(
    qtbot: QtBot, view: SlicesView, dark: EvaluatedSplit
) -> None:
    view.range.set_current("all")
    view.set_evaluation(dark)
    view.table.choose(3)

    place = view.range.choice_rects()[0].center().toPoint()
    qtbot.mouseClick(view.range, Qt.MouseButton.LeftButton, pos=place)

    assert len(view.table.rows_model.rows) == 1
    assert view.shown.title == "Mistakes"


def test_an_older_evaluation_can_be_made_again(qtbot: QtBot, view: SlicesView, evaluated: EvaluatedSplit) -> None:
    view.set_evaluation(evaluated)
    assert view.evaluate_again.isVisible()

    with qtbot.waitSignal(view.evaluation_requested):
        qtbot.mouseClick(view.evaluate_again, Qt.MouseButton.LeftButton)
