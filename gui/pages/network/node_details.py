"""Details of the selected layer: what is wrong with it, its options, where its numbers come from."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.builder.arithmetic_rows import Sum
from gui.builder.option_form import OptionForm
from gui.builder.problem_note import ProblemNote
from gui.pages.network.sum_row import SumRow
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.fields import TextField
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.layouts import empty
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from models.editing.repairs import Repair
from models.graph import Node
from models.options import options_of
from models.problems import GraphProblem

Shares = Mapping[str, float]


class NodeDetails(ScrollColumn):
    """Problems first, then name and options, then the arithmetic.

    Signals:
        option_changed(str, object): the user gave an option of the shown node another value.
        name_changed(str): the user gave the shown node another name.
        repair_chosen(Repair): the user clicked a repair.
        freeze_wanted(str): the network is to be frozen up to the shown node.
    """

    option_changed = Signal(str, object)
    name_changed = Signal(str)
    repair_chosen = Signal(object)
    freeze_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=size("page_margin"), spacing_px=0, parent=parent)
        self.column.setContentsMargins(size("page_margin"), 12, size("page_margin"), 16)
        self.name = TextField("Name")
        self.name.setToolTip("Name of the layer, in scripts and in the trained network (F2)")
        self.name.editingFinished.connect(self._on_name_edited)
        self.notes: list[ProblemNote] = []
        self.form = OptionForm({})
        self.freeze = Button("Freeze up to here", icon="frozen", is_small=True)
        self.freeze.set_tip("This layer and all before it keep their weights while the others learn")
        self.freeze.clicked.connect(self._on_freeze)
        self._node: Node | None = None
        self._heading = SectionHeader("Arithmetic", is_group=True)
        self._shared = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._notes_place, self._form_place, self._sums_place = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._notes_place.setSpacing(8)
        self._sums_place.setSpacing(8)
        self.column.addLayout(self._notes_place)
        self.column.addLayout(self._make_name_row())
        self.column.addLayout(self._form_place)
        self.column.addWidget(self._shared)
        self.column.addSpacing(8)
        self.column.addWidget(self.freeze)
        self.column.addSpacing(16)
        self.column.addWidget(self._heading)
        self.column.addSpacing(8)
        self.column.addLayout(self._sums_place)
        self.column.addStretch(1)

    def show_node(self, node: Node) -> None:
        """Show name and options of a node; what is being typed into another one's fields is dropped."""
        is_same_form = self._node is not None and self._node.name == node.name and self._node.type == node.type
        self._node = node
        self.name.setText(node.name)
        self.name.setCursorPosition(0)
        if not is_same_form:
            self._make_form(node)
        self.form.set_values(node.options)
        self._shared.setText(f"Shares its weights with {node.weights_of}." if node.weights_of else "")
        self._shared.setVisible(bool(node.weights_of))

    def show_problems(self, problems: Sequence[tuple[GraphProblem, tuple[Repair, ...]]]) -> None:
        """Say what is wrong, with a button for each repair."""
        empty(self._notes_place)
        self.notes = []
        for problem, repairs in problems:
            note = ProblemNote(problem, repairs)
            note.repair_chosen.connect(self.repair_chosen)
            self.notes.append(note)
            self._notes_place.addWidget(note)
        self._notes_place.setContentsMargins(0, 0, 0, 12 if problems else 0)

    def show_sums(self, sums: Sequence[Sum], shares: Shares) -> None:
        """Show where the numbers come from; ``shares`` are parts of the whole network, by name of a sum."""
        empty(self._sums_place)
        self._heading.setVisible(bool(sums))
        for value in sums:
            self._sums_place.addWidget(SumRow(value, share=shares.get(value.name)))

    def refuse(self, option: str, sentence: str) -> None:
        """Say at an option's field why its value cannot be."""
        self.form.row(option).set_problem(sentence)

    def _make_form(self, node: Node) -> None:
        empty(self._form_place)
        self.form = OptionForm(options_of(node.operation))
        self.form.changed.connect(self._on_option_changed)
        self._form_place.addWidget(self.form)

    def _make_name_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(ElidedLabel("Name"), 1)
        self.name.setFixedWidth(size("form_field_width"))
        row.addWidget(self.name)
        return row

    @Slot()
    def _on_freeze(self) -> None:
        if self._node is not None:
            self.freeze_wanted.emit(self._node.name)

    @Slot(str, object)
    def _on_option_changed(self, option: str, value: Any) -> None:
        self.option_changed.emit(option, value)

    @Slot()
    def _on_name_edited(self) -> None:
        name = self.name.text().strip()
        if self._node is None or name == self._node.name:
            return
        if name:
            self.name_changed.emit(name)
        else:
            self.name.setText(self._node.name)
