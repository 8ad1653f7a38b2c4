"""What the pictures below the views of the Errors tab have in common, of whatever kind they are."""

from collections.abc import Sequence
from typing import Generic

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLayout, QStackedWidget, QVBoxLayout, QWidget

from gui.gallery.gallery import PictureGallery
from gui.gallery.items import ListedPictures, PictureItem
from gui.pages.inspect.errors.view import Evaluated, Shown
from gui.widgets.combo import Combo
from gui.widgets.empty_state import EmptyState
from gui.widgets.icon_button import IconButton
from gui.widgets.section import SectionHeader


class PicturesBelow(QWidget, Generic[Shown, Evaluated]):
    """Pictures that a view wants to be seen: a title, an order, and a gallery, or why there are none.

    A kind of pictures says what its items are (``_show_in_order``), which order is remembered (``_remember``), and
    puts its parts above the gallery (``_lay_out``).

    Args:
        gallery: shows the pictures.
        orders: name and words of each order.
        order: name of the one that was chosen last.
        all_words: what the button does that undoes the choice in the view above.
        parent: owner.

    Attributes:
        order: the choice of an order.
        all: undoes the choice in the view above.

    Signals:
        picture_chosen(str): path of the picture that was double-clicked or confirmed by Return.
        all_wanted(): the choice in the view above should be undone.
        current_changed(int): the keyboard or the mouse moved to the picture at this place.
    """

    picture_chosen = Signal(str)
    all_wanted = Signal()
    current_changed = Signal(int)

    def __init__(
        self,
        gallery: PictureGallery,
        orders: Sequence[tuple[str, str]],
        order: str,
        *,
        all_words: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.gallery = gallery
        self.order = Combo("Order of the pictures")
        self.order.set_choices(orders)
        self.order.set_value(order)
        self.all = IconButton("close", all_words, is_small=True)
        self._header = SectionHeader("")
        self._nothing = EmptyState("success", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(gallery)
        self._stack.addWidget(self._nothing)
        self.order.value_changed.connect(self._on_order_changed)
        gallery.activated.connect(self._on_activated)
        gallery.current_changed.connect(self._on_current_changed)
        self.all.clicked.connect(self.all_wanted)

    def show_pictures(self, shown: Shown, evaluated: Evaluated) -> None:
        """Show other pictures of an evaluation."""
        raise NotImplementedError

    @Slot()
    def choose_current(self) -> None:
        """Choose the current picture, as a double click does."""
        if self.gallery.current is not None:
            self.picture_chosen.emit(self.gallery.current.path)

    @Slot(object)
    def _on_current_changed(self, item: PictureItem | None) -> None:
        if item is not None and self.gallery.current_index is not None:
            self.current_changed.emit(self.gallery.current_index)

    def _show_in_order(self) -> None:
        """Show the present pictures in the present order."""
        raise NotImplementedError

    def _remember(self, order: str) -> None:
        """Keep the name of an order for the next time."""
        raise NotImplementedError

    def _show_items(self, items: Sequence[PictureItem], *, keeps_place: bool = False) -> None:
        self.gallery.set_source(ListedPictures(tuple(items)), keeps_place=keeps_place)
        self._stack.setCurrentWidget(self.gallery if items else self._nothing)

    def _lay_out(self, top: QLayout, *, least_px: int) -> None:
        """Put what belongs above the gallery there; the gallery keeps a height of ``least_px``."""
        self._stack.setMinimumHeight(least_px)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    @Slot(object)
    def _on_order_changed(self, name: object) -> None:
        self._remember(str(name))
        self._show_in_order()

    @Slot(object)
    def _on_activated(self, item: PictureItem) -> None:
        self.picture_chosen.emit(item.path)
