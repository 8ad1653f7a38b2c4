"""Chips: filters that open a menu or are taken away, and layers that are shown or hidden."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import size
from gui.widgets.clickable import Clickable
from gui.widgets.paint import rounded

_PADDING_PX = 10
_GAP_PX = 6


class FilterChip(Clickable):
    """A filter: its name with a chevron while it is off, what it keeps with a close mark while it is on.

    Args:
        name: what the filter is about, ``Split``.
        parent: owner.

    Signals:
        opened: the chip was clicked; show the choices below it.
        removed: the close mark was clicked.
    """

    RADIUS_PX = 12
    opened = Signal()
    removed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._kept = ""
        self.setAccessibleName(f"Filter by {name.lower()}")
        self.set_tip(f"Show only some: {name.lower()}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.opened)

    @property
    def name(self) -> str:
        """What the filter is about."""
        return self._name

    @property
    def kept(self) -> str:
        """What the filter keeps; empty while it is off."""
        return self._kept

    def set_kept(self, kept: str) -> None:
        """Switch the filter on with ``kept``, or off with an empty text."""
        self._kept = kept
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        text_px = QFontMetrics(theme().font("secondary")).horizontalAdvance(self._shown())
        return QSize(text_px + _GAP_PX + size("icon_in_chip") + 2 * _PADDING_PX + 1, size("chip"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._kept and event.position().x() > self.width() - _PADDING_PX - size("icon_in_chip") - 4:
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            _draw_body(painter, self, is_active=bool(self._kept))
            colour = theme().colour(_text_token(self, is_active=bool(self._kept)))
            painter.setFont(theme().font("secondary"))
            painter.setPen(colour)
            side = size("icon_in_chip")
            rect = QRectF(self.rect()).adjusted(_PADDING_PX, 0, -_PADDING_PX - side - _GAP_PX, 0)
            words = painter.fontMetrics().elidedText(self._shown(), Qt.TextElideMode.ElideRight, int(rect.width() + 1))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
            place = QRectF(self.width() - _PADDING_PX - side, (self.height() - side) / 2, side, side)
            paint_icon(painter, "close" if self._kept else "chevron", place, colour)

    def _shown(self) -> str:
        return f"{self._name}: {self._kept}" if self._kept else self._name


class LayerChip(Clickable):
    """Shows or hides something: an eye and its name.

    Args:
        name: what is shown or hidden.
        parent: owner.
        token: its colour, in which a square stands for the eye; empty for the eye.
    """

    RADIUS_PX = 12

    def __init__(self, name: str, parent: QWidget | None = None, *, token: str = "") -> None:
        super().__init__(parent)
        self._token = token
        self.setCheckable(True)
        self.setText(name)
        self.setAccessibleName(name)
        self.set_tip(f"Show or hide: {name.lower()}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        text_px = QFontMetrics(theme().font("secondary")).horizontalAdvance(self.text())
        return QSize(text_px + _GAP_PX + 14 + 2 * _PADDING_PX + 1, size("chip"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            _draw_body(painter, self, is_active=self.isChecked())
            colour = theme().colour(_text_token(self, is_active=self.isChecked()))
            self._draw_mark(painter, QRectF(_PADDING_PX, (self.height() - 14) / 2, 14, 14), colour)
            painter.setFont(theme().font("secondary"))
            painter.setPen(colour)
            rect = QRectF(self.rect()).adjusted(_PADDING_PX + 14 + _GAP_PX, 0, 0, 0)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _draw_mark(self, painter: QPainter, place: QRectF, colour: QColor) -> None:
        if not self._token:
            paint_icon(painter, "eye" if self.isChecked() else "eye-off", place, colour)
            return
        mark = theme().colour(self._token)
        rounded(painter, place.adjusted(2, 2, -2, -2), 2, fill=mark if self.isChecked() else None, line=mark)


def _draw_body(painter: QPainter, chip: Clickable, *, is_active: bool) -> None:
    is_hovered = chip.underMouse() and chip.isEnabled()
    fill = theme().colour("selection") if is_active else theme().colour("hover") if is_hovered else None
    line = None if is_active else theme().colour("track")
    rounded(painter, QRectF(chip.rect()), chip.RADIUS_PX - 0.5, fill=fill, line=line)


def _text_token(chip: Clickable, *, is_active: bool) -> str:
    if not chip.isEnabled():
        return "text_disabled"
    return "text" if is_active else "text_secondary"
