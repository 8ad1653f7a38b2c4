"""The confusion matrix: clicks and keys choose cells."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.charts.confusion_matrix import ConfusionMatrix, MatrixCell

CLASSES = ("circle", "cross", "ring")
COUNTS = ((40, 1, 9), (0, 46, 4), (8, 0, 42))


@pytest.fixture
def matrix(qtbot: QtBot) -> ConfusionMatrix:
    matrix = ConfusionMatrix()
    qtbot.addWidget(matrix)
    matrix.set_counts(CLASSES, COUNTS)
    matrix.resize(600, matrix.height())
    matrix.show()
    return matrix


def test_a_click_tells_label_and_prediction(qtbot: QtBot, matrix: ConfusionMatrix) -> None:
    with qtbot.waitSignal(matrix.cell_chosen) as chosen:
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.cell_rect(0, 2).center().toPoint())

    assert chosen.args == [MatrixCell("circle", "ring", 9)]


def test_arrow_keys_and_return_choose_a_cell(qtbot: QtBot, matrix: ConfusionMatrix) -> None:
    qtbot.keyClick(matrix, Qt.Key.Key_Down)
    qtbot.keyClick(matrix, Qt.Key.Key_Right)

    with qtbot.waitSignal(matrix.cell_chosen) as chosen:
        qtbot.keyClick(matrix, Qt.Key.Key_Return)

    assert chosen.args == [MatrixCell("cross", "cross", 46)]


def test_the_current_cell_is_told_to_screen_readers(qtbot: QtBot, matrix: ConfusionMatrix) -> None:
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.cell_rect(0, 2).center().toPoint())

    assert matrix.accessibleDescription() == "circle taken for ring: 9 (18.0 %)"


def test_arrow_keys_stop_at_the_edges(qtbot: QtBot, matrix: ConfusionMatrix) -> None:
    for _ in range(5):
        qtbot.keyClick(matrix, Qt.Key.Key_Right)

    assert matrix.current == MatrixCell("circle", "ring", 9)


def test_many_classes_keep_a_cell_that_can_be_hit(qtbot: QtBot) -> None:
    matrix = ConfusionMatrix()
    qtbot.addWidget(matrix)
    names = [f"class {number}" for number in range(100)]

    matrix.set_counts(names, [[1] * 100 for _ in names])

    assert matrix.cell_rect(99, 99).width() >= 18
    assert matrix.minimumSizeHint().width() >= 2000


def test_both_ways_of_writing_are_painted(matrix: ConfusionMatrix) -> None:
    counts = matrix.grab().toImage()

    matrix.set_shows_rates(shows_rates=True)

    assert matrix.grab().toImage() != counts


def test_large_and_small_numbers_are_written_short(qtbot: QtBot) -> None:
    matrix = ConfusionMatrix(noun="pixel")
    qtbot.addWidget(matrix)
    matrix.set_counts(("a", "b"), ((1_250_000, 1), (0, 99_000)))

    counts = [matrix._words(0, 0), matrix._words(1, 1)]
    matrix.set_shows_rates(shows_rates=True)

    assert counts == ["1.25 M", "99,000"]
    assert (matrix._words(0, 0), matrix._words(0, 1)) == ("100 %", "<1 %")
    assert matrix._tip((0, 1)) == "a taken for b: 1 pixel (0.0 %)"
