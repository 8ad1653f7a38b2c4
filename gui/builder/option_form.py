"""The options of a node as a form; a value that cannot be is refused at its field, with the reason."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.builder.cards import ACTIVATION_TITLES
from gui.builder.option_text import TEXT_KINDS, option_from_text, option_to_text
from gui.tokens import size
from gui.widgets.combo import Combo
from gui.widgets.fields import NumberField, TextField
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.switch import Switch
from models.options import Option, OptionKind
from models.problems import RuleError

Control = NumberField | TextField | Combo | Switch


class OptionRow(QWidget):
    """One option: title, control, and below them why the last value was refused.

    Signals:
        changed(str, object): the user gave the option of this name another value that it can have.
    """

    changed = Signal(str, object)

    def __init__(self, name: str, option: Option, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._option = option
        self._value: Any = option.default
        self.control = _make_control(option)
        self._title = ElidedLabel(option.title)
        self._problem = Label("", "secondary", tone="danger", is_wrapped=True)
        self._problem.hide()
        self._connect()
        self._lay_out()
        unit = f" In {option.unit}." if option.unit else ""
        self._tip = f"{option.title}: {option.description}{unit}".rstrip(": ")
        for widget in (self._title, self.control):
            widget.setToolTip(self._tip)

    @property
    def problem(self) -> str:
        """Why the last value was refused; empty where it was taken."""
        return self._problem.text()

    def set_value(self, value: Any) -> None:
        """Show a value without telling about it."""
        self._value = value
        self.set_problem("")
        match self.control:
            case NumberField() | Combo():
                self.control.set_value(value)
            case Switch():
                self.control.blockSignals(True)
                self.control.setChecked(bool(value))
                self.control.blockSignals(False)
                self.control.update()
            case TextField():
                self.control.setText(option_to_text(self._option, value))

    def set_problem(self, sentence: str) -> None:
        """Say below the field what is wrong; an empty text takes it away."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        if isinstance(self.control, TextField):
            self.control.set_problem(sentence)
        self.control.setToolTip(self._tip)

    def _connect(self) -> None:
        match self.control:
            case NumberField():
                self.control.value_changed.connect(self._on_value_changed)
                self.control.editingFinished.connect(self._on_number_edited)  # behind the field's own check
            case Combo():
                self.control.value_changed.connect(self._on_value_changed)
            case Switch():
                self.control.toggled.connect(self._on_value_changed)
            case TextField():
                self.control.editingFinished.connect(self._on_text_edited)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(self._title, 1)
        if not isinstance(self.control, Switch):
            self.control.setFixedWidth(size("form_field_width"))
        row.addWidget(self.control)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._problem)
        self.setMinimumHeight(size("form_row"))

    @Slot(object)
    def _on_value_changed(self, value: object) -> None:
        if isinstance(value, float) and self._option.kind is OptionKind.INTEGER:
            value = int(value)
        self._accept(value)

    @Slot()
    def _on_number_edited(self) -> None:
        if self.control.property("invalid"):
            self.set_problem(self.control.toolTip())

    @Slot()
    def _on_text_edited(self) -> None:
        assert isinstance(self.control, TextField)
        try:
            value = option_from_text(self._option, self.control.text())
        except RuleError as error:
            self.set_problem(str(error))
            return
        self._accept(value)

    def _accept(self, value: object) -> None:
        has_changed = value != self._value
        self.set_value(value)
        if has_changed:
            self.changed.emit(self.name, value)


class OptionForm(QWidget):
    """A row for each option.

    Signals:
        changed(str, object): the user gave an option another value.
    """

    changed = Signal(str, object)

    def __init__(self, options: Mapping[str, Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = {name: OptionRow(name, option) for name, option in options.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self._rows.values():
            row.changed.connect(self.changed)
            column.addWidget(row)

    def row(self, name: str) -> OptionRow:
        """The row of the option called ``name``."""
        return self._rows[name]

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show values without telling about them."""
        for name in self._rows.keys() & values.keys():
            self._rows[name].set_value(values[name])


def _make_control(option: Option) -> Control:
    if option.kind in TEXT_KINDS:
        field = TextField(option.title)
        field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return field
    match option.kind:
        case OptionKind.SWITCH:
            return Switch(option.title)
        case OptionKind.CHOICE:
            combo = Combo(option.title)
            combo.set_choices([(choice, choice_title(choice)) for choice in option.choices])
            return combo
        case _:
            number = NumberField(option.title, is_whole=option.kind is OptionKind.INTEGER, unit=option.unit)
            lowest = float("-inf") if option.minimum is None else option.minimum
            number.set_range(lowest, float("inf") if option.maximum is None else option.maximum)
            return number


def choice_title(choice: str) -> str:
    """How a choice is written: ``ReLU`` for ``relu``."""
    return ACTIVATION_TITLES.get(choice, choice)
