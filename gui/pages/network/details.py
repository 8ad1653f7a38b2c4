"""Details of the Network page while no layer is selected: the idea and the options of the architecture."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.builder.option_fields import option_fields
from gui.builder.problem_note import ProblemNote
from gui.forms import SettingsForm
from gui.tokens import size
from gui.widgets.label import Label
from gui.widgets.layouts import empty
from gui.widgets.scroll import ScrollColumn
from models.catalogue import Architecture
from models.editing.repairs import Repair
from models.problems import GraphProblem

_EDITED = (
    "A network that was edited by hand. Select a layer to see its options and where its numbers come from; "
    "the catalogue has others to start from."
)


class NetworkDetails(ScrollColumn):
    """What is wrong with the network as a whole, then idea and options.

    Signals:
        option_changed(str, object): the user gave an option another value.
        repair_chosen(Repair): the user clicked a repair.
        node_wanted(str): the user wants to see this layer.
    """

    option_changed = Signal(str, object)
    repair_chosen = Signal(object)
    node_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=size("page_margin"), spacing_px=0, parent=parent)
        self.column.setContentsMargins(size("page_margin"), 12, size("page_margin"), 16)
        self._idea = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._notes_place, self._options_place = QVBoxLayout(), QVBoxLayout()
        self._notes_place.setSpacing(8)
        self._form: SettingsForm | None = None
        self._entry_name: str | None = None
        self.notes: list[ProblemNote] = []
        self.column.addLayout(self._notes_place)
        self.column.addWidget(self._idea)
        self.column.addSpacing(8)
        self.column.addLayout(self._options_place)
        self.column.addStretch(1)

    def add_section(self, section: QWidget) -> None:
        """Put a section below the options."""
        place = self.column.count() - 1  # before what keeps everything at the top
        self.column.insertSpacing(place, 16)
        self.column.insertWidget(place + 1, section)

    @property
    def form(self) -> SettingsForm | None:
        """The form of the options."""
        return self._form

    def show_architecture(self, entry: Architecture | None, options: Mapping[str, Any]) -> None:
        """Show idea and options of an architecture; None for an edited network."""
        self._idea.setText(entry.idea if entry is not None else _EDITED)
        name = entry.name if entry is not None else ""
        if name != self._entry_name:
            self._entry_name = name
            self._make_form(entry)
        if self._form is not None and entry is not None:
            defaults = {name: option.default for name, option in entry.options.items()}
            self._form.set_values({**defaults, **options})

    def show_problems(self, problems: list[tuple[GraphProblem, tuple[Repair, ...]]]) -> None:
        """Say what is wrong, with a button for each repair."""
        empty(self._notes_place)
        self.notes = [ProblemNote(problem, repairs, is_named=True) for problem, repairs in problems]
        for note in self.notes:
            note.node_wanted.connect(self.node_wanted)
            note.repair_chosen.connect(self.repair_chosen)
            self._notes_place.addWidget(note)
        self._notes_place.setContentsMargins(0, 0, 0, 12 if problems else 0)

    def _make_form(self, entry: Architecture | None) -> None:
        empty(self._options_place)
        self._form = None
        if entry is None or not entry.options:
            return
        self._form = SettingsForm(option_fields(entry.options), has_groups=False)
        self._form.set_defaults({name: option.default for name, option in entry.options.items()})
        self._form.changed.connect(self.option_changed)
        self._options_place.addWidget(self._form)
