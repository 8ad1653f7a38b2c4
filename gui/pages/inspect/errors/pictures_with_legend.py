"""Pictures below a view of errors that are drawn with what is right and wrong in each, and a legend for that."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from gui.gallery.gallery import PictureGallery
from gui.pages.inspect.errors.masks.legend import DifferenceLegend
from gui.pages.inspect.errors.pictures_below import PicturesBelow
from gui.pages.inspect.errors.view import Evaluated, Shown
from gui.tokens import size

_LEAST_PX: Final = 168  # most of a row of pictures
_GAP_PX, _BELOW_PX = 24, 4
PICTURE_PX: Final = 168


class PicturesWithLegend(PicturesBelow[Shown, Evaluated]):
    """A title with a count, the legend, an order, and the pictures.

    Args:
        gallery: shows the pictures.
        orders: name and words of each order.
        order: name of the one that was chosen last.
        legend: of what is right and wrong.
        parent: owner.

    Attributes:
        legend: switches kinds of right and wrong on and off.
    """

    def __init__(
        self,
        gallery: PictureGallery,
        orders: Sequence[tuple[str, str]],
        order: str,
        *,
        legend: DifferenceLegend,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(gallery, orders, order, all_words="Show all pictures again", parent=parent)
        self.legend = legend
        self._title = QHBoxLayout()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _add_to_title(self, widget: QWidget) -> None:
        """Put something behind the title."""
        self._title.addWidget(widget)

    def _make_room(self) -> None:
        """Legend and order stand beside the title, or below it where there is no room."""
        needed = 2 * size("page_margin") + _GAP_PX
        for widget in (self._header, self.all, self.legend, self.order):
            needed += 0 if widget.isHidden() else widget.sizeHint().width() + _GAP_PX
        is_wide = self.width() >= needed
        self._top.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._top.setSpacing(_GAP_PX if is_wide else _BELOW_PX)

    def _fill(self) -> None:
        margin = size("page_margin")
        self.gallery.set_thumbnail_px(PICTURE_PX)
        title, controls = self._title, QHBoxLayout()
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
        self._lay_out(self._top, least_px=_LEAST_PX)
