"""The Classes view: a table that can be sorted, and the mistakes of the class that is chosen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine.contract.predictions import ImageResult
from gui.pages.inspect.errors.classes import ClassesView, class_mistakes
from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.errors.view import ErrorsContext
from gui.session import Session
from gui.settings import SettingsStore
from tests.gui.pages.inspect.sample_answers import RESULTS


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, settings: SettingsStore, evaluated: EvaluatedSplit) -> ClassesView:
    view = ClassesView(ErrorsContext(quiet_session.client, settings))
    qtbot.addWidget(view)
    qtbot.addWidget(view.controls())
    view.resize(900, 300)
    view.show()
    view.set_evaluation(evaluated)
    return view


def _shown(view: ClassesView) -> tuple[str, list[str]]:
    return view.shown.title, [result.image for result in view.shown.results]


def _row(view: ClassesView, name: str) -> int:
    return [row.numbers.name for row in view.table.rows_model.rows].index(name)


def test_every_class_has_a_row_and_all_mistakes_stand_below(view: ClassesView) -> None:
    assert sorted(row.numbers.name for row in view.table.rows_model.rows) == ["circle", "square"]
    assert _shown(view) == ("Mistakes", ["circle/1.png"])


def test_a_click_on_a_class_wants_its_mistakes(qtbot: QtBot, view: ClassesView) -> None:
    top = view.table.rowViewportPosition(_row(view, "circle"))

    with qtbot.waitSignal(view.pictures_changed):
        qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, top + 10))

    assert _shown(view) == ("circle taken for others", ["circle/1.png"])
    assert view.shown.is_choice


def test_a_class_without_mistakes_says_so(view: ClassesView) -> None:
    view.table.choose(_row(view, "square"))

    assert view.shown.results == ()
    assert view.shown.nothing == "No picture of square was taken for another class."


def test_the_other_side_wants_what_was_taken_for_the_class(qtbot: QtBot, view: ClassesView) -> None:
    view.table.choose(_row(view, "square"))

    place = view.sides.choice_rects()[1].center().toPoint()
    qtbot.mouseClick(view.sides, Qt.MouseButton.LeftButton, pos=place)

    assert _shown(view) == ("Others taken for square", ["circle/1.png"])


def test_arrow_keys_walk_through_the_classes(qtbot: QtBot, view: ClassesView) -> None:
    view.table.choose(0)
    before = view.shown.title

    qtbot.keyClick(view.table, Qt.Key.Key_Down)

    assert view.shown.title != before


def test_showing_all_again_leaves_no_class_chosen(view: ClassesView) -> None:
    view.table.choose(0)

    view.show_all()

    assert view.table.current is None
    assert view.shown.title == "Mistakes"


def test_the_table_is_copied_with_its_numbers(view: ClassesView) -> None:
    view.export.copy_table()

    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Class\tPictures\tPrecision\tRecall\tF1\tMean loss\tTaken for"
    assert "circle\t2\t1.0\t1.0\t1.0\t0.65\tsquare (1)" in lines


@pytest.mark.parametrize(
    ("name", "side", "images"),
    [
        ("circle", "missed", ["circle/1.png"]),
        ("circle", "claimed", []),
        ("square", "missed", []),
        ("square", "claimed", ["circle/1.png"]),
    ],
)
def test_each_mistake_is_missed_by_one_class_and_claimed_by_another(name: str, side: str, images: list[str]) -> None:
    results: tuple[ImageResult, ...] = RESULTS

    found = class_mistakes(results, name, side=side)

    assert [result.image for result in found.results] == images
