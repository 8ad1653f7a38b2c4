"""The catalogue of architectures as cards by family."""

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gui.builder.graph_thumbnail import GraphThumbnail
from gui.builder.slabs import slabs
from gui.tokens import size
from gui.widgets.card import Card
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.words import short_count
from models.arithmetic import Analysis, analyse
from models.catalogue import Architecture, architecture

_COLUMNS = 3
_PICTURE_PX = 112


@cache
def default_analysis(entry_name: str) -> Analysis:
    """The table of an architecture with the catalogue's own input, classes and options."""
    return analyse(architecture(entry_name).graph())


class ArchitectureCard(Card):
    """One architecture: picture, title, year, parameters, idea."""

    def __init__(self, entry: Architecture, parent: QWidget | None = None) -> None:
        super().__init__(is_clickable=True, parent=parent)
        self.entry = entry
        self.setAccessibleName(entry.title)
        self.setToolTip(entry.paper)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        analysis = default_analysis(entry.name)
        picture = GraphThumbnail(_PICTURE_PX)
        picture.set_slabs(slabs(analysis))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(picture)
        column.addLayout(self._texts(analysis))

    def _texts(self, analysis: Analysis) -> QVBoxLayout:
        heading = QHBoxLayout()
        heading.addWidget(ElidedLabel(self.entry.title, "group"), 1)
        heading.addWidget(Label(str(self.entry.year or ""), "secondary", tone="secondary"))
        height, width, channels = self.entry.default_input
        facts = f"{short_count(analysis.parameters)} parameters at {height} × {width} × {channels}"
        idea = Label(self.entry.idea, "secondary", tone="secondary", is_wrapped=True)
        idea.setMinimumHeight(52)
        idea.setAlignment(Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setContentsMargins(15, 11, 15, 15)
        texts.setSpacing(6)
        texts.addLayout(heading)
        texts.addWidget(idea)
        texts.addWidget(Label(facts, "secondary"))
        return texts


class Catalogue(QWidget):
    """All architectures; the chosen one is ringed.

    Signals:
        chosen(str): the architecture of this name was clicked.
        opened(str): it was opened with a double click or Return.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, entries: Mapping[str, Architecture], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, ArchitectureCard] = {}
        scroll = ScrollColumn(margin_px=size("page_margin"), spacing_px=8)
        families = dict.fromkeys(entry.family for entry in entries.values())
        for position, family in enumerate(families):
            if position:
                scroll.column.addSpacing(16)
            scroll.column.addWidget(SectionHeader(family.capitalize()))
            members = [entry for entry in entries.values() if entry.family == family]
            scroll.column.addLayout(self._make_grid(members))
        scroll.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def set_chosen(self, name: str) -> None:
        """Mark the architecture that is in use."""
        for entry, card in self.cards.items():
            card.set_chosen(entry == name)

    def _make_grid(self, entries: list[Architecture]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(16)
        for position, entry in enumerate(entries):
            card = ArchitectureCard(entry)
            card.clicked.connect(self._on_clicked)
            card.opened.connect(self._on_opened)
            self.cards[entry.name] = card
            grid.addWidget(card, position // _COLUMNS, position % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid

    @Slot()
    def _on_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, ArchitectureCard):
            self.chosen.emit(card.entry.name)

    @Slot()
    def _on_opened(self) -> None:
        card = self.sender()
        if isinstance(card, ArchitectureCard):
            self.opened.emit(card.entry.name)
