"""The pictures below a view of mask errors, with what is right and wrong in each."""

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui.engine_client import EngineClient
from gui.gallery.annotations import ShapeStore
from gui.gallery.gallery import PictureGallery
from gui.gallery.items import ListedPictures, PictureItem
from gui.gallery.painting import TileLook
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, Ranking, ShownMasks
from gui.pages.inspect.errors.masks.feed import DifferenceFeed
from gui.pages.inspect.errors.masks.items import MaskItems
from gui.pages.inspect.errors.masks.legend import DifferenceLegend
from gui.pages.inspect.errors.masks.orders import ORDERS, order_of
from gui.pages.inspect.errors.pictures_below import PicturesBelow
from gui.settings import SettingsStore
from gui.tokens import size
from gui.widgets.combo import Combo
from gui.widgets.empty_state import EmptyState
from gui.widgets.icon_button import IconButton
from gui.widgets.section import SectionHeader
from gui.words import count

_LEAST_PX: Final = 168  # most of a row of pictures
_GAP_PX, _BELOW_PX = 24, 4
_TILE_PX: Final = 168
_CAPTION_PX: Final = 20


class MaskPictures(PicturesBelow[ShownMasks, EvaluatedMasks]):
    """A title with a count, an order, the legend, and the pictures with their difference masks."""

    def __init__(self, client: EngineClient, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._shown = ShownMasks()
        self._evaluated: EvaluatedMasks | None = None
        self._items = MaskItems(())
        self._has_masks = True
        self._feed = DifferenceFeed(client, self)
        self.order = Combo("Order of the pictures")
        self.legend = DifferenceLegend()
        self._shapes = ShapeStore(self)
        self.gallery = PictureGallery(self._feed.store, shapes=self._shapes, caption_px=_CAPTION_PX)
        self.all = IconButton("close", "Show all pictures again", is_small=True)
        self._header = SectionHeader("")
        self._nothing = EmptyState("success", "")
        self._stack = QStackedWidget()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._fill()
        self._show_look()
        self.legend.changed.connect(self._show_look)
        self.order.value_changed.connect(self._on_order_changed)
        self._shapes.wanted.connect(self._on_shapes_wanted)
        self.gallery.activated.connect(self._on_activated)
        self.gallery.labels_toggled.connect(self._on_labels_toggled)
        self.all.clicked.connect(self.all_wanted)

    def show_pictures(self, shown: ShownMasks, evaluated: EvaluatedMasks) -> None:
        if evaluated is not self._evaluated:
            self._items = MaskItems.of(evaluated)
        self._shown, self._evaluated = shown, evaluated
        self._shapes.clear()
        self._feed.set_evaluation(evaluated)
        self.legend.set_classes(evaluated.classes)
        self._header.set_title(shown.title)
        self.all.setVisible(shown.is_choice)
        self.order.setVisible(shown.ranking is None)
        self._nothing.set_sentence(shown.nothing)
        self._show_in_order()
        self._make_room()

    @Slot()
    def choose_current(self) -> None:
        """Choose the current picture, as a double click does."""
        if self.gallery.current is not None:
            self.picture_chosen.emit(self.gallery.current.path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Legend and order stand beside the title, or below it where there is no room."""
        needed = 2 * size("page_margin") + _GAP_PX
        for widget in (self._header, self.all, self.legend, self.order):
            needed += 0 if widget.isHidden() else widget.sizeHint().width() + _GAP_PX
        is_wide = self.width() >= needed
        self._top.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._top.setSpacing(_GAP_PX if is_wide else _BELOW_PX)

    def _show_in_order(self) -> None:
        if self._evaluated is None:
            return
        items = self._items.ranked(self._ranking(self._evaluated), self._shown.outlines)
        self._header.set_note(count(len(items)))
        self.gallery.set_source(ListedPictures(items))
        self._stack.setCurrentWidget(self.gallery if items else self._nothing)

    def _ranking(self, evaluated: EvaluatedMasks) -> Ranking:
        return self._shown.ranking or order_of(self.order.value).ranking(evaluated, self._shown.class_index)

    @Slot()
    def _show_look(self) -> None:
        self.gallery.set_look(TileLook(is_square=False, has_labels=self._has_masks, mask_layer=self.legend.masks))

    @Slot()
    def _on_labels_toggled(self) -> None:
        self._has_masks = not self._has_masks
        self._show_look()

    @Slot(object)
    def _on_shapes_wanted(self, ids: tuple[int, ...]) -> None:
        self._shapes.set_shapes({one: self._shown.outlines.get(one - 1, ()) for one in ids})

    @Slot(object)
    def _on_order_changed(self, name: object) -> None:
        self._settings.change(mask_errors_order=str(name))
        self._show_in_order()

    @Slot(object)
    def _on_activated(self, item: PictureItem) -> None:
        self.picture_chosen.emit(item.path)

    def _fill(self) -> None:
        margin = size("page_margin")
        self.order.set_choices([(order.name, order.words) for order in ORDERS])
        self.order.set_value(order_of(self._settings.value.mask_errors_order).name)
        self.gallery.set_thumbnail_px(_TILE_PX)
        title, controls = QHBoxLayout(), QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self._header, 1)
        title.addWidget(self.all)
        controls.setSpacing(8)
        controls.addWidget(self.legend)
        controls.addStretch(1)
        controls.addWidget(self.order)
        self._top.setContentsMargins(margin, 8, margin, 8)
        self._top.setSpacing(_GAP_PX)
        self._top.addLayout(title)
        self._top.addLayout(controls, 1)
        self._stack.setMinimumHeight(_LEAST_PX)
        self._stack.addWidget(self.gallery)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(self._stack, 1)
