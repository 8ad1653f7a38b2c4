"""The epoch slider lies on the plot's axis and offers only what was recorded."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.charts.curves import XRange
from gui.charts.epoch_slider import EpochSlider
from gui.charts.frame import x_scale


@pytest.fixture
def slider(qtbot: QtBot) -> EpochSlider:
    slider = EpochSlider()
    qtbot.addWidget(slider)
    slider.resize(856, 28)
    slider.set_range(XRange(0, 30))
    slider.set_recorded(18)
    slider.show()
    return slider


def test_the_handle_stands_below_its_epoch_on_the_plot(slider: EpochSlider) -> None:
    slider.set_epoch(14)

    assert slider.handle_x() == x_scale(XRange(0, 30), 856).to_pixel(14)


def test_a_click_chooses_an_epoch(qtbot: QtBot, slider: EpochSlider) -> None:
    place = QPoint(round(x_scale(XRange(0, 30), 856).to_pixel(7)), 14)

    with qtbot.waitSignal(slider.epoch_chosen) as chosen:
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)

    assert chosen.args == [7]


def test_epochs_to_come_cannot_be_chosen(qtbot: QtBot, slider: EpochSlider) -> None:
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(840, 14))

    assert slider.epoch == 18


@pytest.mark.parametrize(
    ("key", "epoch"), [(Qt.Key.Key_Left, 11), (Qt.Key.Key_PageUp, 2), (Qt.Key.Key_Home, 1), (Qt.Key.Key_End, 18)]
)
def test_keys_move_the_handle(qtbot: QtBot, slider: EpochSlider, key: Qt.Key, epoch: int) -> None:
    slider.set_epoch(12)

    qtbot.keyClick(slider, key)

    assert slider.epoch == epoch


def test_moving_by_code_is_silent(qtbot: QtBot, slider: EpochSlider) -> None:
    with qtbot.assertNotEmitted(slider.epoch_chosen):
        slider.set_epoch(3)
