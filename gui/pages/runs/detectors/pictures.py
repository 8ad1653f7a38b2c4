"""The pictures of a comparison of two detectors, in the order of their difference."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui.engine_client import EngineClient
from gui.gallery.gallery import PictureGallery
from gui.gallery.items import ListedPictures, PictureItem
from gui.gallery.painting import TileLook
from gui.pages.runs.detectors.joining import FindKind, JoinedDetectors, Tally
from gui.pages.runs.detectors.orders import ORDERS, order_of
from gui.pages.runs.detectors.words import KIND_WORDS, difference_words
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.settings import SettingsStore
from gui.tokens import size
from gui.widgets.combo import Combo
from gui.widgets.empty_state import EmptyState
from gui.widgets.icon_button import IconButton
from gui.widgets.section import SectionHeader
from gui.words import plural

_TILE_PX: Final = 96
_CAPTION_PX: Final = 20
_ALL: Final = "All pictures"


class DetectorPictures(QWidget):
    """A title with a count, an order, and the pictures.

    Attributes:
        gallery: the pictures.
        order: in which they stand.
        all: shows all pictures again.

    Signals:
        current_changed(): another picture is the current one; read ``place``.
        activated(str): path of a picture that was double-clicked or confirmed by Return.
        all_wanted(): the pictures of a kind are left.
    """

    current_changed = Signal()
    activated = Signal(str)
    all_wanted = Signal()

    def __init__(self, client: EngineClient, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._feed = ThumbnailFeed(client, self, crop="letterbox")
        self._shown: tuple[JoinedDetectors, Tally, FindKind | None] | None = None
        self.gallery = PictureGallery(self._feed.store, caption_px=_CAPTION_PX)
        self.order = Combo("Order of the pictures")
        self.all = IconButton("close", "Show all pictures again", is_small=True)
        self._header = SectionHeader(_ALL)
        self._stack = QStackedWidget()
        self._lay_out()
        self.order.value_changed.connect(self._on_order_chosen)
        self.all.clicked.connect(self.all_wanted)
        self.gallery.current_changed.connect(self._on_current_changed)
        self.gallery.activated.connect(self._on_activated)

    @property
    def place(self) -> int | None:
        """The current picture, by its place among all that are compared."""
        item = self.gallery.current
        return None if item is None or not item.id else item.id - 1

    def begin(self, root: Path) -> None:
        """Show the pictures of other runs, with the strongest difference at first."""
        self._feed.set_root(root)
        self._shown = None
        self.gallery.set_source(ListedPictures(()))

    def show_pictures(self, joined: JoinedDetectors, tally: Tally, kind: FindKind | None) -> None:
        """Show all pictures, or those with something of a kind."""
        self._shown = joined, tally, kind
        self.order.setVisible(kind is None)
        self.all.setVisible(kind is not None)
        self._header.set_title(_ALL if kind is None else KIND_WORDS[kind])
        self._fill_in()

    def step(self, step: int) -> None:
        """Go to the next picture (1), or to the one before (-1)."""
        place = self.gallery.current_index
        if place is not None:
            self.gallery.select_index(place + step)

    def _fill_in(self) -> None:
        if self._shown is None:
            return
        joined, tally, kind = self._shown
        places = order_of(self.order.value).places(tally, kind)
        differences = tally.differences.tolist()
        items = tuple(_item(joined, tally, place, difference_words(differences[place])) for place in places)
        self._header.set_note(plural(len(items), "picture"))
        self.gallery.set_source(ListedPictures(items))
        self._stack.setCurrentIndex(0 if items else 1)
        if self.gallery.current is None and items:
            self.gallery.select_index(0)

    @Slot(object)
    def _on_order_chosen(self, name: object) -> None:
        self._settings.change(compared_boxes_order=str(name))
        self._fill_in()

    @Slot(object)
    def _on_current_changed(self, _item: object) -> None:
        self.current_changed.emit()

    @Slot(object)
    def _on_activated(self, item: PictureItem) -> None:
        self.activated.emit(item.path)

    def _lay_out(self) -> None:
        margin = size("page_margin")
        self.order.set_choices([(order.name, order.words) for order in ORDERS])
        self.order.set_value(order_of(self._settings.value.compared_boxes_order).name)
        self.gallery.set_thumbnail_px(_TILE_PX)
        self.gallery.set_look(TileLook(is_square=False))
        self._stack.addWidget(self.gallery)
        self._stack.addWidget(EmptyState("picture", "There is no such picture at these thresholds."))
        header = QHBoxLayout()
        header.setContentsMargins(margin, 8, margin, 4)
        header.addWidget(self._header, 1)
        header.addWidget(self.order)
        header.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(header)
        column.addWidget(self._stack, 1)


def _item(joined: JoinedDetectors, tally: Tally, place: int, caption: str) -> PictureItem:
    """A picture; its id is its place plus 1."""
    result, counts = joined.pictures[place], tally.of_pictures[place].tolist()
    told = (f"{KIND_WORDS[kind]}: {counts[kind]:,}" for kind in FindKind)
    return PictureItem(
        result.image,
        label="",
        id=place + 1,
        width=result.width,
        height=result.height,
        caption=caption,
        tip="\n".join(told),
    )
