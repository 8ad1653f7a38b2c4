"""Kernels are typed, chosen, cut out and taken from the network, and the result follows."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from engine.contract.commands import DescribeModel
from engine.contract.looking_inside import ReadKernel
from engine.contract.seen_inside import KernelRead
from engine.inspect.kernels import PRESETS
from gui.pages.inspect.kernels.view import KernelBench, KernelInquiry
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.pages.inspect.value.test_details import MODEL


@pytest.fixture
def picture() -> QImage:
    image = QImage(48, 48, QImage.Format.Format_RGB888)
    image.fill(QColor(Qt.GlobalColor.black))
    for row in range(20, 30):
        for column in range(20, 30):
            image.setPixelColor(column, row, QColor(Qt.GlobalColor.white))
    return image


@pytest.fixture
def bench(qtbot: QtBot, picture: QImage) -> KernelBench:
    bench = KernelBench()
    qtbot.addWidget(bench)
    bench.resize(900, 600)
    bench.set_picture(picture)
    bench.show()
    qtbot.waitUntil(lambda: bench.result.zoom > 0)
    return bench


def test_a_typed_number_changes_the_kernel_and_the_result(qtbot: QtBot, bench: KernelBench) -> None:
    bench.controls.set_kernel(PRESETS["identity"])

    with qtbot.waitSignal(bench.controls.changed):
        qtbot.keyClicks(bench.controls.grid, "1/2")
        qtbot.keyClick(bench.controls.grid, Qt.Key.Key_Return)

    assert bench.controls.kernel[1, 1] == 0.5
    assert bench.controls.grid.cell == (1, 2)
    assert bench.controls.preset.currentIndex() == -1


def test_arrow_keys_move_and_delete_sets_zero(qtbot: QtBot, bench: KernelBench) -> None:
    bench.controls.set_kernel(PRESETS["box blur"])

    qtbot.keyClick(bench.controls.grid, Qt.Key.Key_Up)
    qtbot.keyClick(bench.controls.grid, Qt.Key.Key_Delete)

    assert bench.controls.kernel[0, 1] == 0


def test_a_convolution_shows_the_kernel_turned(bench: KernelBench) -> None:
    bench.controls.operation.set_value("convolution")
    bench.controls.set_kernel(PRESETS["shift right"])

    np.testing.assert_array_equal(bench.controls.turned.kernel, PRESETS["shift right"][::-1, ::-1])
    assert bench.controls.turned.isVisible()


def test_a_template_is_cut_out_with_the_mouse_and_found(qtbot: QtBot, bench: KernelBench) -> None:
    area = bench.source.picture_rect
    start = QPoint(int(area.left() + area.width() * 0.35), int(area.top() + area.height() * 0.35))
    end = QPoint(int(area.left() + area.width() * 0.7), int(area.top() + area.height() * 0.7))
    bench.controls.cut.click()

    qtbot.mousePress(bench.source, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(bench.source, end)
    qtbot.mouseRelease(bench.source, Qt.MouseButton.LeftButton, pos=end)

    assert bench.controls.chosen_operation == "normalised correlation"
    assert min(bench.controls.kernel.shape) > 10
    assert not bench.controls.cut.isChecked()


def test_the_pictures_lie_one_above_the_other_in_a_narrow_page(qtbot: QtBot, bench: KernelBench) -> None:
    beside = bench.result.mapTo(bench, QPoint(0, 0)).x() > bench.source.mapTo(bench, QPoint(0, 0)).x()

    bench.resize(640, 600)
    qtbot.waitUntil(lambda: bench.result.mapTo(bench, QPoint(0, 0)).y() > bench.source.mapTo(bench, QPoint(0, 0)).y())

    assert beside


def test_the_kernel_of_a_trained_filter_is_taken(
    session: Session, bench: KernelBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(session, monkeypatch)
    KernelInquiry(bench, session.client, session.inspection)
    session.inspection.open(Path("/runs/one"))
    answers.answer(DescribeModel, MODEL)

    bench.controls.layer.value_changed.emit("conv")
    (command,) = answers.asked(ReadKernel)
    read = KernelRead(run="/runs/one", layer="conv", filter=0, source_channel=0, filters=8, channels=3)
    answers.answer(ReadKernel, read, np.eye(5, dtype=np.float32))

    assert (command.layer, command.filter, command.source_channel) == ("conv", 0, 0)
    np.testing.assert_array_equal(bench.controls.kernel, np.eye(5))
    assert bench.controls.sides.value == 5
