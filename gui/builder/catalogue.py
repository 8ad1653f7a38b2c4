"""The catalogue of architectures as cards by family, with search and order."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui.background import Background
from gui.builder.analyses import catalogue_analysis
from gui.builder.architecture_card import ArchitectureCard
from gui.builder.architecture_facts import ArchitectureFacts
from gui.builder.card_grid import CardGrid
from gui.builder.catalogue_bar import CatalogueBar
from gui.builder.catalogue_filter import CatalogueFilter, sections
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.scroll import ScrollColumn
from models.arithmetic import Analysis
from models.catalogue import Architecture

_NOTHING = "No network is like this."


class Catalogue(QWidget):
    """All architectures; the chosen one is ringed. Pictures and parameters are computed behind the window.

    Args:
        entries: the architectures by name.
        parent: owner.

    Attributes:
        cards: the card of each architecture, by name.
        facts: what is known of the selected one; put it into Details while the catalogue is shown.

    Signals:
        selected(str): the architecture of this name is looked at.
        chosen(str): it was clicked, or chosen with Space: the next run should take it.
        opened(str): it was opened with a double click or Return.
        compare_wanted(str): it should be compared.
    """

    selected = Signal(str)
    chosen = Signal(str)
    opened = Signal(str)
    compare_wanted = Signal(str)

    def __init__(self, entries: Mapping[str, Architecture], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = entries
        self._parameters: dict[str, int] = {}
        self._is_computing = False
        self._background = Background(self)
        self.bar = CatalogueBar(dict.fromkeys(task for entry in entries.values() for task in entry.tasks))
        self.grid = CardGrid()
        self.facts = ArchitectureFacts()
        self.cards = {entry.name: ArchitectureCard(entry, self.grid) for entry in entries.values()}
        self.show_all = Button("Show all")
        self.show_all.set_tip("Look for nothing in particular")
        self._scroll = ScrollColumn(margin_px=size("page_margin"), spacing_px=0)
        self._lay_out()
        self._connect()
        self._on_filter_changed(self.bar.choice)
        self.facts.show_entry(next(iter(entries.values())))

    def set_chosen(self, name: str) -> None:
        """Mark the architecture that is in use."""
        for entry, card in self.cards.items():
            card.set_chosen(entry == name)
        if name in self._entries:
            self._select(name)

    def set_picture_side(self, side_px: int | None) -> None:
        """Tell the shortest side of the planned input; None where nothing is planned."""
        self.bar.set_picture_side(side_px)

    def set_task(self, task: str | None) -> None:
        """Tell the planned task, whose networks alone are offered; None where nothing is planned."""
        self.bar.set_task(task)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_computing:
            self._is_computing = True
            for card in reversed(self.grid.cards):  # the last one asked for is computed first
                assert isinstance(card, ArchitectureCard)
                self._background.ask(card.entry.name, partial(catalogue_analysis, card.entry.name))

    def _lay_out(self) -> None:
        self._scroll.column.setContentsMargins(size("page_margin"), 4, size("page_margin"), size("page_margin"))
        self._scroll.column.addWidget(self.grid)
        self._scroll.column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(EmptyState("search", _NOTHING, self.show_all))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._background.done.connect(self._on_analysed)
        self.bar.changed.connect(self._on_filter_changed)
        self.grid.moved.connect(self._on_moved)
        self.show_all.clicked.connect(self._on_show_all)
        self.facts.use_wanted.connect(self.chosen)
        self.facts.compare_wanted.connect(self.compare_wanted)
        for card in self.cards.values():
            card.clicked.connect(self._on_clicked)
            card.opened.connect(self._on_opened)
            card.focused.connect(self._select)

    @Slot(str)
    def _select(self, name: str) -> None:
        self.facts.show_entry(self._entries[name])
        self.selected.emit(name)

    @Slot(object)
    def _on_filter_changed(self, choice: CatalogueFilter) -> None:
        found = sections(self._entries.values(), choice, self._parameters)
        self.grid.set_sections(
            [(section.heading, [self.cards[entry.name] for entry in section.entries]) for section in found]
        )
        self._stack.setCurrentIndex(0 if found else 1)

    @Slot(object, object)
    def _on_analysed(self, name: str, analysis: Analysis) -> None:
        self._parameters[name] = analysis.parameters
        self.cards[name].set_analysis(analysis)
        if len(self._parameters) == len(self._entries) and self.bar.choice.needs_parameters:
            self._on_filter_changed(self.bar.choice)

    @Slot(object)
    def _on_moved(self, card: QWidget) -> None:
        self._scroll.ensureWidgetVisible(card, 0, size("page_margin"))

    @Slot()
    def _on_show_all(self) -> None:
        self.bar.reset()
        self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, ArchitectureCard):
            self._select(card.entry.name)
            self.chosen.emit(card.entry.name)

    @Slot()
    def _on_opened(self) -> None:
        card = self.sender()
        if isinstance(card, ArchitectureCard):
            self.opened.emit(card.entry.name)
