"""What is known of an architecture, for Details: paper, idea, input, preparation, published numbers."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.layouts import empty
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows
from gui.words import count, shape
from models.catalogue import Architecture, PublishedFact


class ArchitectureFacts(ScrollColumn):
    """Shows one architecture.

    Signals:
        use_wanted(str): the next run should take the architecture of this name.
        compare_wanted(str): it should be compared.
    """

    use_wanted = Signal(str)
    compare_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=size("page_margin"), spacing_px=0, parent=parent)
        self.entry: Architecture | None = None
        self.use = Button("Use this network")
        self.use.set_tip("The next run takes it (Space)")
        self.compare = Button("Compare")
        self.compare.set_tip("See it beside the planned network")
        self.use.clicked.connect(self._on_use)
        self.compare.clicked.connect(self._on_compare)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.use)
        buttons.addWidget(self.compare)
        buttons.addStretch(1)
        self.column.addLayout(self._parts)
        self.column.addSpacing(16)
        self.column.addLayout(buttons)
        self.column.addStretch(1)

    def show_entry(self, entry: Architecture) -> None:
        """Show another architecture."""
        if entry is self.entry:
            return
        self.entry = entry
        empty(self._parts)
        self._add("What it is about", entry.idea)
        self._add("What it introduced", entry.introduced)
        self._add("Paper", f"{entry.paper} ({entry.year})" if entry.year else entry.paper)
        self._add("Preparation", f"{entry.preprocessing.words}.")
        self._heading("Input")
        self._parts.addWidget(ValueRows(input_rows(entry)))
        for fact in entry.facts:
            self._heading("Published", fact.source)
            self._parts.addWidget(ValueRows(fact_rows(fact)))

    def _add(self, heading: str, text: str) -> None:
        if text:
            self._heading(heading)
            self._parts.addWidget(Label(text, "secondary", tone="secondary", is_wrapped=True))

    def _heading(self, heading: str, note: str = "") -> None:
        if self._parts.count():
            self._parts.addSpacing(12)
        self._parts.addWidget(SectionHeader(heading, is_group=True))
        if note:
            self._parts.addWidget(Label(note, "secondary", tone="secondary", is_wrapped=True))

    @Slot()
    def _on_use(self) -> None:
        if self.entry is not None:
            self.use_wanted.emit(self.entry.name)

    @Slot()
    def _on_compare(self) -> None:
        if self.entry is not None:
            self.compare_wanted.emit(self.entry.name)


def input_rows(entry: Architecture) -> list[tuple[str, str]]:
    """The input that the numbers of an architecture assume."""
    rows = [("Pictures", shape(entry.default_input)), ("Classes", count(entry.default_classes))]
    if entry.least_side_px > 1:
        rows.append(("Smallest side", f"{count(entry.least_side_px)} px"))
    return rows


def fact_rows(fact: PublishedFact) -> list[tuple[str, str]]:
    """Published numbers as pairs of name and value; those that nobody published are left out."""
    numbers = (
        ("Parameters", fact.parameters, ""),
        ("Trainable", fact.trainable_parameters, ""),
        ("Multiply-adds", fact.multiply_adds, ""),
        ("Receptive field", fact.receptive_field_px, " px"),
    )
    rows = [("Pictures", shape(fact.input_shape)), ("Classes", count(fact.classes))]
    rows.extend((name.replace("_", " ").capitalize(), str(value)) for name, value in fact.options.items())
    rows.extend((name, f"{count(value)}{unit}") for name, value, unit in numbers if value is not None)
    return rows
