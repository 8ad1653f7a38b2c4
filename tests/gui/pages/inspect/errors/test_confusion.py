"""The Confusion view in a low window."""

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from engine.contract.predictions import ClassResult
from gui.pages.inspect.errors.confusion import ConfusionView
from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.errors.view import ErrorsContext
from gui.session import Session
from gui.settings import SettingsStore

CLASSES = 10


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, settings: SettingsStore, evaluated: EvaluatedSplit) -> ConfusionView:
    names = [ClassResult(name=f"class {n}", images=1, precision=1, recall=1, f1=1) for n in range(CLASSES)]
    confusion = tuple(tuple(int(i == j) for j in range(CLASSES)) for i in range(CLASSES))
    evaluation = evaluated.evaluation.model_copy(update={"per_class": tuple(names), "confusion": confusion})
    view = ConfusionView(ErrorsContext(quiet_session.client, settings))
    qtbot.addWidget(view)
    qtbot.addWidget(view.controls())
    view.set_evaluation(EvaluatedSplit(evaluated.run, "validation", evaluation, evaluated.results))
    view.show()
    return view


def test_it_wants_room_for_the_whole_matrix(view: ConfusionView) -> None:
    assert view.sizeHint().height() >= view.matrix.height()


@pytest.mark.parametrize(("height", "is_scrolled"), [(420, False), (220, True)])
def test_all_rows_of_the_matrix_can_be_reached(view: ConfusionView, height: int, is_scrolled: bool) -> None:
    view.resize(900, height)
    view.repaint()

    (area,) = view.findChildren(QScrollArea)
    hidden = view.matrix.height() - area.viewport().height()
    assert (area.verticalScrollBar().maximum() > 0) is is_scrolled
    assert area.verticalScrollBar().maximum() >= hidden
