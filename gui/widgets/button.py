"""The push button in its kinds: one primary on a page, secondary, quiet, and small."""

from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import size
from gui.widgets.clickable import Clickable
from gui.widgets.paint import rounded

_GAP_PX = 6


class ButtonKind(Enum):
    """How much a button asks for attention."""

    PRIMARY = auto()
    SECONDARY = auto()
    QUIET = auto()


class Button(Clickable):
    """A button with a text and perhaps an icon before it."""

    def __init__(
        self,
        text: str,
        kind: ButtonKind = ButtonKind.SECONDARY,
        *,
        icon: str | None = None,
        is_small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = icon
        self._is_small = is_small
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def kind(self) -> ButtonKind:
        return self._kind

    def set_icon(self, icon: str | None) -> None:
        """Show another icon, or none."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        padding = 8 if self._is_small else 12
        text_px = QFontMetrics(self._font()).horizontalAdvance(self.text())
        icon_px = self._icon_px() + _GAP_PX if self._icon else 0
        height = size("control_small") if self._is_small else size("control")
        return QSize(text_px + icon_px + 2 * padding + 1, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            fill, line, text = self._colours()
            rounded(painter, QRectF(self.rect()), self.RADIUS_PX, fill=fill, line=line)
            self._draw_content(painter, text)

    def _draw_content(self, painter: QPainter, colour: QColor) -> None:
        font = self._font()
        text_px = QFontMetrics(font).horizontalAdvance(self.text())
        icon_px = self._icon_px()
        total = text_px + (icon_px + _GAP_PX if self._icon else 0)
        left = (self.width() - total) / 2
        if self._icon:
            top = (self.height() - icon_px) / 2
            paint_icon(painter, self._icon, QRectF(round(left), round(top), icon_px, icon_px), colour)
            left += icon_px + _GAP_PX
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QRectF(left, 0, text_px + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, line, text of the present state."""
        colour = theme().colour
        is_hovered, is_down = self.underMouse() and self.isEnabled(), self.isDown() or self.isChecked()
        match self._kind:
            case ButtonKind.PRIMARY if not self.isEnabled():
                return colour("hover"), None, colour("text_disabled")
            case ButtonKind.PRIMARY:
                name = "accent_pressed" if is_down else "accent_hover" if is_hovered else "accent"
                return colour(name), None, colour("accent_text")
            case ButtonKind.SECONDARY:
                name = "pressed" if is_down else "hover" if is_hovered else "control"
                text = "text" if self.isEnabled() else "text_disabled"
                return (colour(name) if self.isEnabled() else None), colour("control_line"), colour(text)
            case ButtonKind.QUIET:
                fill = colour("pressed") if is_down else colour("hover") if is_hovered else None
                return fill, None, colour("text" if self.isEnabled() else "text_disabled")

    def _font(self) -> QFont:
        if not self._is_small:
            return theme().font("button_primary" if self._kind is ButtonKind.PRIMARY else "button")
        font = QFont(theme().font("secondary"))
        font.setWeight(QFont.Weight.Medium)
        return font

    def _icon_px(self) -> int:
        return size("icon_in_chip") if self._is_small else size("icon_in_button")
