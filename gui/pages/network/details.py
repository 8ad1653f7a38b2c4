"""Details of the Network page: the options of the architecture, and the arithmetic of the selected layer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.builder.arithmetic_rows import Sum
from gui.builder.option_fields import option_fields
from gui.forms import SettingsForm
from gui.pages.network.view import ShownNetwork
from gui.tokens import size
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader

_NO_DATA = "Needs data first. Open a folder of pictures, then its options can be changed."


class SumRow(QWidget):
    """A number under its name, with the arithmetic that gives it."""

    def __init__(self, value: Sum, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = Label(value.name, "secondary", tone="secondary")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(ElidedLabel(value.formula) if value.formula else name, 1)
        result = Label(value.result, "group")
        result.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(result)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if value.formula:
            column.addWidget(name)
        column.addLayout(row)
        self.setFixedHeight(40 if value.formula else 20)


class NetworkDetails(ScrollColumn):
    """Options first, then the arithmetic.

    Signals:
        option_changed(str, object): the user gave an option another value.
    """

    option_changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=size("page_margin"), spacing_px=0, parent=parent)
        self.column.setContentsMargins(size("page_margin"), 12, size("page_margin"), 16)
        self._idea = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._options_place = QVBoxLayout()
        self._heading = SectionHeader("Arithmetic", is_group=True)
        self._sums_place = QVBoxLayout()
        self._sums_place.setSpacing(8)
        self._form: SettingsForm | None = None
        self._entry_name: str | None = None
        self._sums: list[SumRow] = []
        self.column.addWidget(self._idea)
        self.column.addSpacing(8)
        self.column.addLayout(self._options_place)
        self.column.addSpacing(16)
        self.column.addWidget(self._heading)
        self.column.addSpacing(8)
        self.column.addLayout(self._sums_place)
        self.column.addStretch(1)

    @property
    def form(self) -> SettingsForm | None:
        """The form of the options."""
        return self._form

    def show_network(self, shown: ShownNetwork) -> None:
        """Show idea and options of a network."""
        self._idea.setText(shown.entry.idea if shown.entry is not None else "A graph that was edited by hand.")
        name = shown.entry.name if shown.entry is not None else ""
        if name != self._entry_name:
            self._entry_name = name
            self._make_form(shown)
        if self._form is not None:
            self._form.set_values(shown.options)
            self._form.set_available(shown.is_planned, reason=_NO_DATA)

    def show_sums(self, layer: str, sums: Sequence[Sum]) -> None:
        """Show where the numbers of a layer come from."""
        self._heading.set_note(layer)
        for row in self._sums:
            self._sums_place.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._sums = [SumRow(value) for value in sums]
        for row in self._sums:
            self._sums_place.addWidget(row)

    def set_problem(self, sentence: str) -> None:
        """Say that the last change cannot be; the values before it are shown again."""
        self._heading.set_note(sentence)

    def _make_form(self, shown: ShownNetwork) -> None:
        if self._form is not None:
            self._options_place.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        if shown.entry is None or not shown.entry.options:
            return
        self._form = SettingsForm(option_fields(shown.entry.options), has_groups=False)
        self._form.set_defaults({name: option.default for name, option in shown.entry.options.items()})
        self._form.changed.connect(self.option_changed)
        self._options_place.addWidget(self._form)
