"""The form of a node has a control for every kind of option."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gui.builder.option_form import OptionForm
from gui.theme import theme
from gui.widgets.combo import Combo
from gui.widgets.fields import NumberField, TextField
from gui.widgets.switch import Switch
from models.nodes import Convolution, Dropout
from models.options import options_of


@pytest.fixture
def form(qtbot: QtBot) -> OptionForm:
    theme().install("light")
    form = OptionForm(options_of(Convolution))
    qtbot.addWidget(form)
    form.set_values(Convolution(16).options)
    form.show()
    return form


def test_every_option_has_a_fitting_control(form: OptionForm) -> None:
    kinds = [type(form.row(name).control) for name in ("filters", "kernel", "padding", "bias", "activation")]

    assert kinds == [NumberField, TextField, TextField, Switch, Combo]


def test_a_size_is_typed_as_text(qtbot: QtBot, form: OptionForm) -> None:
    field = form.row("kernel").control
    assert isinstance(field, TextField)
    field.setText("5x5")

    with qtbot.waitSignal(form.changed) as changed:
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert changed.args == ["kernel", (5, 5)]
    assert field.text() == "5 × 5"


def test_a_refused_number_says_why_below_its_field(qtbot: QtBot, form: OptionForm) -> None:
    spy = QSignalSpy(form.changed)
    row = form.row("filters")
    row.control.setFocus()
    qtbot.keyClick(row.control, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(row.control, "0")
    qtbot.keyClick(row.control, Qt.Key.Key_Return)

    assert row.problem == "Enter a number from 1 on."
    assert spy.count() == 0


def test_a_switch_and_a_choice_tell_their_new_value(qtbot: QtBot, form: OptionForm) -> None:
    spy = QSignalSpy(form.changed)
    bias, activation = form.row("bias").control, form.row("activation").control
    assert isinstance(bias, Switch)

    qtbot.mouseClick(bias, Qt.MouseButton.LeftButton)
    qtbot.keyClick(activation, Qt.Key.Key_Down)

    assert spy.at(0) == ["bias", False]
    assert spy.at(1)[0] == "activation"


def test_showing_values_tells_nothing(qtbot: QtBot, form: OptionForm) -> None:
    spy = QSignalSpy(form.changed)

    form.set_values(Convolution(8, (7, 7), activation="relu", bias=False).options)

    assert spy.count() == 0


def test_a_rate_is_a_number(qtbot: QtBot) -> None:
    form = OptionForm(options_of(Dropout))
    qtbot.addWidget(form)

    assert isinstance(form.row("rate").control, NumberField)
