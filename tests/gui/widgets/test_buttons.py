"""Buttons have the design's measures, work by keyboard and say why they are disabled."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import theme
from gui.widgets.action_button import ActionButton
from gui.widgets.button import Button, ButtonKind
from gui.widgets.focus_ring import FocusRing
from gui.widgets.icon_button import IconButton
from gui.widgets.switch import CheckBox, Switch


@pytest.mark.parametrize("kind", list(ButtonKind))
def test_a_button_is_as_high_as_the_design_says(qtbot: QtBot, kind: ButtonKind) -> None:
    button = Button("Train", kind)
    qtbot.addWidget(button)

    assert button.sizeHint().height() == 32
    assert Button("Small", is_small=True).sizeHint().height() == 24


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_space_and_return_click_a_button(qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Train")
    qtbot.addWidget(button)
    button.show()

    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_a_disabled_button_says_why(qtbot: QtBot) -> None:
    button = Button("Train")
    qtbot.addWidget(button)
    button.set_tip("Start the training")

    button.set_available(False, reason="Needs data first.")

    assert button.toolTip() == "Needs data first."
    button.set_available(True)
    assert button.toolTip() == "Start the training"


def test_the_focus_ring_stands_outside_and_comes_by_keyboard_only(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    row = QHBoxLayout(place)
    first, second = Button("One"), Button("Two")
    row.addWidget(first)
    row.addWidget(second)
    with qtbot.waitActive(place):
        place.show()
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    rings_after_click = place.findChildren(FocusRing)

    second.setFocus(Qt.FocusReason.TabFocusReason)

    assert rings_after_click == []
    (ring,) = place.findChildren(FocusRing)
    assert ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)


def test_the_primary_button_is_painted_in_the_accent(qtbot: QtBot) -> None:
    theme().install("light")
    button = Button("Train", ButtonKind.PRIMARY)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())

    image = button.grab().toImage()

    assert image.pixelColor(6, 16) == theme().colour("accent")


def test_an_icon_button_has_its_tip_as_its_name(qtbot: QtBot) -> None:
    button = IconButton("undo", "Undo")
    qtbot.addWidget(button)

    assert button.accessibleName() == "Undo"
    assert button.sizeHint().width() == 32


def test_an_action_button_follows_its_action(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    action = QAction("Undo", owner)
    button = ActionButton("undo", action, owner)

    action.setToolTip("There is nothing to undo.")
    action.setEnabled(False)

    assert not button.isEnabled()
    assert button.toolTip() == "There is nothing to undo."


def test_a_click_turns_the_switch_on(qtbot: QtBot) -> None:
    switch = Switch("Bias")
    qtbot.addWidget(switch)

    with qtbot.waitSignal(switch.toggled):
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)

    assert switch.isChecked()
    assert (switch.width(), switch.height()) == (28, 16)


def test_a_click_on_its_text_checks_the_box(qtbot: QtBot) -> None:
    box = CheckBox("on")
    qtbot.addWidget(box)

    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)

    assert box.isChecked()
