"""A form made from fields: it shows values and says which one the user changed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.form_fields import AS_NETWORK, FieldKind, FormField
from gui.tokens import size
from gui.widgets.combo import Combo
from gui.widgets.fields import NumberField
from gui.widgets.folding import FoldingGroup
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel
from gui.widgets.switch import Switch

GROUP_TITLES = {
    "basics": "Basics",
    "regularisation": "Regularisation",
    "masks": "Masks",
    "one box": "Class and box",
    "expert": "Expert",
    "": "Options",
}


class FormRow(QWidget):
    """A field's title, its control, and the button that brings its default back.

    Signals:
        changed(str, object): the user gave the field at this path another value.
    """

    changed = Signal(str, object)

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._default: object = None
        self._has_default = False
        self._title = ElidedLabel(field.title)
        self.control = _make_control(field)
        self._reset = IconButton("reset", "Back to the default", is_small=True)
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self._reset.hide()
        self._reset.clicked.connect(self._on_reset)
        self._connect()
        self._lay_out()
        self.set_reason("")

    def set_value(self, value: object) -> None:
        """Show a value without telling about it."""
        match self.control:
            case NumberField():
                self.control.set_value(value if isinstance(value, int | float) else None)
            case Combo():
                self.control.set_value(value)
            case Switch():
                self.control.blockSignals(True)
                self.control.setChecked(bool(value))
                self.control.blockSignals(False)
                self.control.update()
        self._reset.setVisible(self._has_default and value != self._default)

    def set_default(self, default: object) -> None:
        """The value that the reset button brings back."""
        self._default, self._has_default = default, True
        self._reset.set_tip(f"Back to the default, {_shown(default)}")

    def set_reason(self, reason: str) -> None:
        """Say in the tooltip why the value was chosen, behind what the field means."""
        unit = f" In {self.field.unit}." if self.field.unit else ""
        tip = f"{self.field.title}: {self.field.tip}{unit} {reason}".strip()
        for widget in (self, self._title, self.control):
            widget.setToolTip(tip)

    def set_problem(self, problem: str) -> None:
        """Mark the value as refused."""
        if isinstance(self.control, NumberField):
            self.control.set_problem(problem)

    def set_task(self, task: str) -> None:
        """Offer the choices that a task has, and nothing where it has no use for the field."""
        self.setVisible(self.field.is_for(task))
        if isinstance(self.control, Combo) and self.field.choice_tasks:
            self.control.set_choices(self.field.choices_for(task))

    def set_available(self, is_available: bool, *, reason: str) -> None:
        """Enable the field, or say why it cannot be changed."""
        self.control.setEnabled(is_available)
        self._reset.setEnabled(is_available)
        if not is_available:
            self.control.setToolTip(reason)

    def _connect(self) -> None:
        match self.control:
            case NumberField() | Combo():
                self.control.value_changed.connect(self._on_value_changed)
            case Switch():
                self.control.toggled.connect(self._on_value_changed)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._title, 1)
        row.addWidget(self._reset)
        if not isinstance(self.control, Switch):
            self.control.setFixedWidth(size("form_field_width"))
        row.addWidget(self.control)
        self.setFixedHeight(size("form_row"))

    @Slot(object)
    def _on_value_changed(self, value: object) -> None:
        self._reset.setVisible(self._has_default and value != self._default)
        self.changed.emit(self.field.path, value)

    @Slot()
    def _on_reset(self) -> None:
        self.set_value(self._default)
        self.changed.emit(self.field.path, self._default)


class SettingsForm(QWidget):
    """Rows in folding groups; the first group is open.

    Args:
        fields: the fields in their order.
        has_groups: whether the rows stand in folding groups.
        parent: owner.

    Signals:
        changed(str, object): the user gave the field at this path another value.
    """

    changed = Signal(str, object)

    def __init__(self, fields: Sequence[FormField], *, has_groups: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, FormRow] = {}
        self._groups: dict[str, FoldingGroup] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        if not has_groups:
            self._column.setSpacing(0)
        for field in fields:
            row = FormRow(field)
            row.changed.connect(self.changed)
            self._rows[field.path] = row
            (self._group(field.group).rows if has_groups else self._column).addWidget(row)

    def row(self, path: str) -> FormRow:
        """The row of the field at ``path``."""
        return self._rows[path]

    def set_task(self, task: str) -> None:
        """Show only what a task has use for."""
        for row in self._rows.values():
            row.set_task(task)
        for name, group in self._groups.items():
            rows = [row for row in self._rows.values() if row.field.group == name]
            group.setVisible(any(row.field.is_for(task) for row in rows))

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show values without telling about them."""
        for path in self._rows.keys() & values.keys():
            self._rows[path].set_value(values[path])

    def set_defaults(self, defaults: Mapping[str, object]) -> None:
        """The values that the reset buttons bring back."""
        for path in self._rows.keys() & defaults.keys():
            self._rows[path].set_default(defaults[path])

    def set_reasons(self, reasons: Mapping[str, str]) -> None:
        """Why values were chosen, by path."""
        for path, row in self._rows.items():
            row.set_reason(reasons.get(path, ""))

    def set_problem(self, path: str, problem: str) -> None:
        """Mark the value at ``path`` as refused."""
        if path in self._rows:
            self._rows[path].set_problem(problem)

    def set_available(self, is_available: bool, *, reason: str = "") -> None:
        """Enable all fields, or say why they cannot be changed."""
        for row in self._rows.values():
            row.set_available(is_available, reason=reason)

    def _group(self, name: str) -> FoldingGroup:
        if name not in self._groups:
            group = FoldingGroup(GROUP_TITLES.get(name, name.capitalize()), is_open=name in ("basics", ""))
            self._groups[name] = group
            self._column.addWidget(group)
        return self._groups[name]


def _make_control(field: FormField) -> NumberField | Combo | Switch:
    match field.kind:
        case FieldKind.SWITCH:
            return Switch(field.title)
        case FieldKind.CHOICE:
            combo = Combo(field.title)
            combo.set_choices(field.choices)
            return combo
        case FieldKind.WHOLE | FieldKind.NUMBER:
            number = NumberField(field.title, is_whole=field.kind is FieldKind.WHOLE, unit=field.unit)
            lowest = float("-inf") if field.lowest is None else field.lowest
            number.set_range(lowest, float("inf") if field.highest is None else field.highest)
            if field.is_optional:
                number.allow_empty(AS_NETWORK)
            return number


def _shown(value: object) -> str:
    match value:
        case None:
            return AS_NETWORK
        case bool():
            return "on" if value else "off"
        case _:
            return str(value)
