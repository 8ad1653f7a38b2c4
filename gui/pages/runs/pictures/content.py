"""A comparison that is complete: its summary, the pictures by disagreement, and the maps of the chosen one."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui.engine_client import EngineClient
from gui.gallery.gallery import PictureGallery
from gui.gallery.items import PictureItem
from gui.pages.runs.pictures.body import PairBody
from gui.pages.runs.pictures.joining import ComparedPicture, Outcome
from gui.pages.runs.pictures.maps import PairMaps
from gui.pages.runs.pictures.outcome_table import CELL_WORDS
from gui.pages.runs.pictures.reading import ComparedRuns
from gui.pages.runs.pictures.source import ComparedSource
from gui.pages.runs.pictures.summary import PairSummary
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.settings import SettingsStore
from gui.tokens import size
from gui.widgets.empty_state import EmptyState
from gui.widgets.icon_button import IconButton
from gui.widgets.section import SectionHeader
from gui.widgets.surface import Surface
from gui.words import plural

_TILE_PX: Final = 96
_ALL: Final = "All pictures, disagreements first"


class PairContent(PairBody[ComparedRuns]):
    """Shows two classifiers picture by picture."""

    def __init__(self, client: EngineClient, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: ComparedRuns | None = None
        self._shown = ComparedSource((), ())
        self._feed = ThumbnailFeed(client, self)
        self.summary = PairSummary()
        self.maps = PairMaps(client, settings)
        self.gallery = PictureGallery(self._feed.store)
        self.all = IconButton("close", "Show all pictures again", is_small=True)
        self._header = SectionHeader(_ALL)
        self._pictures = QStackedWidget()
        self._fill()
        self.summary.outcome_chosen.connect(self._on_outcome_chosen)
        self.summary.class_chosen.connect(self._on_class_chosen)
        self.all.clicked.connect(self._show_all)
        self.gallery.current_changed.connect(self._on_current_changed)
        self.gallery.activated.connect(self._on_activated)

    @property
    def current(self) -> ComparedPicture | None:
        """The picture whose maps are shown."""
        return self._shown.compared(self.gallery.current)

    def set_comparison(self, compared: ComparedRuns) -> None:
        runs = compared.runs
        is_other = self._compared is None or self._compared.runs.paths != runs.paths
        self._compared = compared
        self._feed.set_root(runs.first.root)
        self.summary.set_comparison(compared)
        self.maps.set_runs(runs.first.path, runs.second.path, runs.first.root)
        if is_other:
            self.gallery.set_source(ComparedSource((), ()))  # start with the strongest disagreement
        self._show_all()

    @Slot()
    def _show_all(self) -> None:
        if self._compared is not None:
            self.summary.show_choice()
            self._show_pictures(_ALL, self._compared.joined.pictures, is_choice=False)

    @Slot(object)
    def _on_outcome_chosen(self, outcome: Outcome | None) -> None:
        if outcome is None or self._compared is None:
            self._show_all()
            return
        self.summary.show_choice(outcome=outcome)
        self._show_pictures(CELL_WORDS[outcome], self._compared.joined.of(outcome), is_choice=True)

    @Slot(str)
    def _on_class_chosen(self, name: str) -> None:
        if self._compared is not None:
            self.summary.show_choice(is_class=True)
            self._show_pictures(f"Labelled {name}", self._compared.joined.of_class(name), is_choice=True)

    def _show_pictures(self, title: str, pictures: Sequence[ComparedPicture], *, is_choice: bool) -> None:
        self._header.set_title(title)
        self._header.set_note(plural(len(pictures), "picture"))
        self.all.setVisible(is_choice)
        self._shown = ComparedSource(pictures, self._compared.first.classes if self._compared is not None else ())
        self.gallery.set_source(self._shown)
        self._pictures.setCurrentIndex(0 if pictures else 1)
        if self.gallery.current is None and pictures:
            self.gallery.select_index(0)
        self.maps.show_picture(self.current)

    @Slot(object)
    def _on_current_changed(self, _item: object) -> None:
        self.maps.show_picture(self.current)

    @Slot(object)
    def _on_activated(self, item: PictureItem) -> None:
        self.picture_opened.emit(item.path)

    def _fill(self) -> None:
        margin = size("page_margin")
        self.gallery.set_thumbnail_px(_TILE_PX)
        self._pictures.addWidget(self.gallery)
        self._pictures.addWidget(EmptyState("picture", "There are no pictures to compare."))
        header = QHBoxLayout()
        header.setContentsMargins(margin, 8, margin, 4)
        header.addWidget(self._header, 1)
        header.addWidget(self.all)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.maps, 2)
        right.addLayout(header)
        right.addWidget(self._pictures, 1)
        line = Surface("window", ("left",))
        line.setFixedWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.summary)
        row.addWidget(line)
        row.addLayout(right, 1)
