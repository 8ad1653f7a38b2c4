"""The pictures below a view of the Errors tab."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.class_colours import ClassColours
from engine.contract.predictions import ImageResult
from gui.gallery.gallery import PictureGallery
from gui.gallery.items import PictureItem
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, ShownPictures, all_mistakes
from gui.pages.inspect.errors.orders import ORDERS, in_order
from gui.pages.inspect.errors.pictures_below import PicturesBelow
from gui.pages.inspect.results import item_of
from gui.settings import SettingsStore
from gui.tokens import size
from gui.widgets.button import Button
from gui.words import plural

_LEAST_PX: Final = 160  # a row of pictures


class ErrorPictures(PicturesBelow[ShownPictures, EvaluatedSplit]):
    """A title with a count, an order, and the pictures themselves.

    Attributes:
        take: takes what is suggested as the label of the selected pictures; hidden where nothing is suggested.
        repeat: trains again on corrected labels; hidden while there are none.
    """

    def __init__(self, thumbnails: ThumbnailStore, settings: SettingsStore, parent: QWidget | None = None) -> None:
        orders = [(order.name, order.words) for order in ORDERS]
        gallery, order = PictureGallery(thumbnails), settings.value.errors_order
        super().__init__(gallery, orders, order, all_words="Show all mistakes again", parent=parent)
        self._settings = settings
        self._shown = all_mistakes(None)
        self._colours = ClassColours.of(())
        self._items: tuple[PictureItem, ...] = ()
        self._corrected: Mapping[str, str | None] = {}
        self.take = Button("Take the suggestion", icon="check", is_small=True)
        self.repeat = Button("Repeat the run", icon="reset", is_small=True)
        self._fill()

    def show_pictures(self, shown: ShownPictures, evaluated: EvaluatedSplit) -> None:
        """Show other pictures; the classes of the network give the colours of their chips."""
        self._shown, self._colours = shown, ClassColours.of(evaluated.classes)
        self._header.set_title(shown.title)
        self._header.set_note(plural(len(shown.results), "picture"))
        self.all.setVisible(shown.is_choice)
        self.order.setVisible(not shown.has_own_order)
        self.take.setVisible(shown.has_suggestions and bool(shown.results))
        self._nothing.set_sentence(shown.nothing)
        self._show_in_order()

    def set_corrected(self, labels: Mapping[str, str | None]) -> None:
        """Mark pictures whose label was corrected, which may make a prediction right that was wrong."""
        if labels != self._corrected:
            self._corrected = labels
            self._show_in_order(keeps_place=True)

    def selected_paths(self) -> list[str]:
        """Paths of the selected pictures."""
        return [self._items[place].path for place in self.gallery.selection if place < len(self._items)]

    def label_of(self, path: str) -> str | None:
        """The label of a picture as it is now."""
        truths = (result.truth for result in self._shown.results if result.image == path)
        return self._corrected[path] if path in self._corrected else next(truths, None)

    def suggestions(self) -> dict[str, str | None]:
        """What is suggested as the label of each selected picture; empty where nothing is."""
        if not self._shown.has_suggestions:
            return {}
        selected = set(self.selected_paths())
        return {result.image: result.predicted for result in self._shown.results if result.image in selected}

    def _remember(self, order: str) -> None:
        self._settings.change(errors_order=order)

    def _show_in_order(self, *, keeps_place: bool = False) -> None:
        shown = self._shown
        results = shown.results if shown.has_own_order else in_order(shown.results, self.order.value)
        self._items = tuple(self._item_of(result) for result in results)
        self._show_items(self._items, keeps_place=keeps_place)

    def _item_of(self, result: ImageResult) -> PictureItem:
        item = item_of(result, self._colours, shows_score=True)
        if result.image not in self._corrected:
            return item
        return replace(item, is_corrected=True, is_wrong=self._corrected[result.image] != result.predicted)

    def _fill(self) -> None:
        margin = size("page_margin")
        header = QHBoxLayout()
        header.setContentsMargins(margin, 12, margin, 4)
        self.repeat.set_tip("Train again with the same settings, on the corrected labels")
        self.repeat.hide()
        self.take.set_tip("Give the selected pictures the label that is suggested (T)")
        self.take.hide()
        header.setSpacing(8)
        header.addWidget(self._header, 1)
        header.addWidget(self.take)
        header.addWidget(self.repeat)
        header.addWidget(self.all)
        header.addWidget(self.order)
        self._lay_out(header, least_px=_LEAST_PX)
