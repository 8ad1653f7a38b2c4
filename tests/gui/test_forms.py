"""A form shows values and says which one the user changed."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.config import TrainingConfig
from gui.form_fields import form_fields
from gui.forms import SettingsForm
from gui.widgets.combo import Combo
from gui.widgets.fields import NumberField
from gui.widgets.icon_button import IconButton
from gui.widgets.switch import Switch


def _make_form(qtbot: QtBot) -> SettingsForm:
    form = SettingsForm(form_fields(TrainingConfig))
    qtbot.addWidget(form)
    config = TrainingConfig()
    values = {field.path: getattr(config, field.path) for field in form_fields(TrainingConfig)}
    form.set_defaults(values)
    form.set_values(values)
    form.show()
    return form


def test_a_typed_number_is_told_with_its_path(qtbot: QtBot) -> None:
    form = _make_form(qtbot)
    field = form.row("epochs").control
    field.setFocus()
    field.selectAll()

    with qtbot.waitSignal(form.changed) as told:
        qtbot.keyClicks(field, "7")
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert told.args == ["epochs", 7]


def test_a_number_outside_the_limits_is_refused_with_a_reason(qtbot: QtBot) -> None:
    form = _make_form(qtbot)
    field = form.row("epochs").control
    assert isinstance(field, NumberField)
    field.selectAll()

    with qtbot.assertNotEmitted(form.changed):
        qtbot.keyClicks(field, "0")
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert "1 to 100000" in field.toolTip().replace("1e+05", "100000")
    assert field.property("invalid") is True


def test_the_reset_button_brings_the_default_back(qtbot: QtBot) -> None:
    form = _make_form(qtbot)
    row = form.row("epochs")
    row.set_value(99)
    reset = row.findChild(IconButton)

    with qtbot.waitSignal(form.changed) as told:
        qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)

    assert told.args == ["epochs", 20]
    assert reset.isHidden()


def test_an_empty_field_leaves_the_choice_to_the_network(qtbot: QtBot) -> None:
    form = _make_form(qtbot)
    form.set_values({"dropout": 0.5})
    field = form.row("dropout").control
    field.setFocus()
    field.clear()

    with qtbot.waitSignal(form.changed) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert told.args == ["dropout", None]


def test_a_click_on_a_switch_is_told(qtbot: QtBot) -> None:
    form = _make_form(qtbot)
    switch = form.row("weight_averaging").control
    assert isinstance(switch, Switch)

    with qtbot.waitSignal(form.changed) as told:
        switch.click()

    assert told.args == ["weight_averaging", True]


def test_showing_values_tells_nothing(qtbot: QtBot) -> None:
    form = _make_form(qtbot)

    with qtbot.assertNotEmitted(form.changed):
        form.set_values({"epochs": 3, "weight_averaging": True, "schedule": "step"})

    schedule = form.row("schedule").control
    assert isinstance(schedule, Combo)
    assert schedule.value == "step"


def test_only_the_basics_are_open_at_first(qtbot: QtBot) -> None:
    form = _make_form(qtbot)

    assert form.row("epochs").isVisible()
    assert not form.row("dropout").isVisible()
    assert not form.row("optimizer").isVisible()


def test_the_tooltip_says_meaning_unit_and_reason(qtbot: QtBot) -> None:
    form = _make_form(qtbot)

    form.set_reasons({"batch_size": "Fits 1,000 pictures."})

    tip = form.row("batch_size").toolTip()
    assert "Pictures per step." in tip
    assert "In pictures." in tip
    assert "Fits 1,000 pictures." in tip
