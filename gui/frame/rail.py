"""The rail at the left of the window: its mark, the five places, settings and help."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import size, size_pair
from gui.widgets.clickable import Clickable
from gui.widgets.paint import rounded
from gui.widgets.surface import Surface


@dataclass(frozen=True, slots=True)
class Place:
    """An item of the rail."""

    name: str
    text: str
    icon: str
    tip: str


PLACES = (
    Place("data", "Data", "data", "Data: the pictures, their labels and problems (Ctrl+1)"),
    Place("network", "Network", "network", "Network: the catalogue and the layers (Ctrl+2)"),
    Place("train", "Train", "train", "Train: settings, curves, pinned pictures (Ctrl+3)"),
    Place("inspect", "Inspect", "inspect", "Inspect: what the network sees (Ctrl+4)"),
    Place("runs", "Runs", "runs", "Runs: all trainings so far (Ctrl+5)"),
)
_START = Place("start", "", "fovea", "Start: samples and recent projects (Ctrl+0)")
_SETTINGS = Place("settings", "", "settings", "Settings")
_HELP = Place("help", "", "help", "Help (F1)")


class RailItem(Clickable):
    """An icon over its label; the current one has the accent bar."""

    def __init__(self, place: Place, height_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self._height_px = height_px
        self._is_current = False
        self.setAccessibleName(place.text or place.tip)
        self.set_tip(place.tip)
        self.setFixedSize(QSize(size("rail_width"), height_px))

    def set_current(self, is_current: bool) -> None:
        if is_current != self._is_current:
            self._is_current = is_current
            self.update()

    @property
    def is_current(self) -> bool:
        return self._is_current

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            colour = theme().colour(self._token())
            icon_px = size("icon")
            text_px = 16 if self.place.text else 0
            top = (self._height_px - icon_px - (4 + text_px if text_px else 0)) / 2
            left = (self.width() - icon_px) / 2
            paint_icon(painter, self.place.icon, QRectF(left, round(top), icon_px, icon_px), colour)
            if self.place.text:
                painter.setFont(self._font())
                painter.setPen(colour)
                rect = QRectF(0, round(top) + icon_px + 4, self.width(), text_px)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.place.text)
            if self._is_current:
                width, height = size_pair("rail_bar")
                bar = QRectF(0, (self._height_px - height) / 2, width, height)
                rounded(painter, bar, 0, fill=theme().colour("accent"), line=None)

    def _token(self) -> str:
        if not self.isEnabled():
            return "text_disabled"
        return "text" if self._is_current or self.underMouse() else "text_secondary"

    def _font(self) -> QFont:
        font = QFont(theme().font("secondary"))
        font.setWeight(QFont.Weight.DemiBold if self._is_current else QFont.Weight.Normal)
        return font


class Rail(Surface):
    """The way between the pages.

    Signals:
        chosen(str): a place, ``settings`` or ``help`` was clicked.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("rail", ("right",), parent)
        self.setFixedWidth(size("rail_width"))
        self.setAccessibleName("Pages")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        self._items: dict[str, RailItem] = {}
        for place in (_START, *PLACES):
            column.addWidget(self._make_item(place, size("rail_item")))
        column.addStretch(1)
        for place in (_SETTINGS, _HELP):
            column.addWidget(self._make_item(place, size("rail_small_item")))

    def item(self, name: str) -> RailItem:
        """The item called ``name``."""
        return self._items[name]

    def set_current(self, name: str) -> None:
        """Mark the page that is shown."""
        for place, item in self._items.items():
            item.set_current(place == name)

    def set_available(self, name: str, is_available: bool, *, reason: str = "") -> None:
        """Enable a place, or disable it and say why."""
        self._items[name].set_available(is_available, reason=reason)

    def _make_item(self, place: Place, height_px: int) -> RailItem:
        item = RailItem(place, height_px)
        item.clicked.connect(self._on_clicked)
        self._items[place.name] = item
        return item

    @Slot()
    def _on_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, RailItem):
            self.chosen.emit(item.place.name)
