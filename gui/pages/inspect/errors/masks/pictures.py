"""The pictures below a view of mask errors, with what is right and wrong in each."""

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gui.engine_client import EngineClient
from gui.gallery.annotations import ShapeStore
from gui.gallery.gallery import PictureGallery
from gui.gallery.painting import TileLook
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, ShownMasks
from gui.pages.inspect.errors.masks.feed import DifferenceFeed
from gui.pages.inspect.errors.masks.items import MaskItems
from gui.pages.inspect.errors.masks.legend import DifferenceLegend
from gui.pages.inspect.errors.masks.orders import ORDERS, order_of
from gui.pages.inspect.errors.pictures_with_legend import PicturesWithLegend
from gui.pages.inspect.errors.ranking import Ranking
from gui.settings import SettingsStore
from gui.words import count

_CAPTION_PX: Final = 20


class MaskPictures(PicturesWithLegend[ShownMasks, EvaluatedMasks]):
    """A title with a count, an order, the legend, and the pictures with their difference masks."""

    def __init__(self, client: EngineClient, settings: SettingsStore, parent: QWidget | None = None) -> None:
        feed, shapes = DifferenceFeed(client), ShapeStore()
        gallery = PictureGallery(feed.store, shapes=shapes, caption_px=_CAPTION_PX)
        orders = [(order.name, order.words) for order in ORDERS]
        order = order_of(settings.value.mask_errors_order).name
        super().__init__(gallery, orders, order, legend=DifferenceLegend(), parent=parent)
        for part in (feed, shapes):
            part.setParent(self)
        self._feed, self._shapes = feed, shapes
        self._settings = settings
        self._shown = ShownMasks()
        self._evaluated: EvaluatedMasks | None = None
        self._items = MaskItems(())
        self._has_masks = True
        self._show_look()
        self.legend.changed.connect(self._show_look)
        self._shapes.wanted.connect(self._on_shapes_wanted)
        self.gallery.labels_toggled.connect(self._on_labels_toggled)

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

    def _remember(self, order: str) -> None:
        self._settings.change(mask_errors_order=order)

    def _show_in_order(self) -> None:
        if self._evaluated is None:
            return
        items = self._items.ranked(self._ranking(self._evaluated), self._shown.outlines)
        self._header.set_note(count(len(items)))
        self._show_items(items)

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
