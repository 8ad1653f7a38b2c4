"""A square button that shows only an icon."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import size
from gui.widgets.clickable import Clickable
from gui.widgets.paint import rounded


class IconButton(Clickable):
    """An icon with a tooltip that is its name.

    Args:
        icon: name of the icon.
        tip: what it does; also what screen readers say.
        is_checkable: whether it stays on after a click.
        is_small: 24 instead of 32 px.
        parent: owner.
    """

    def __init__(
        self, icon: str, tip: str, *, is_checkable: bool = False, is_small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._side_px = size("control_small") if is_small else size("icon_button")
        self._icon_px = size("icon_in_button") if is_small else size("icon")
        self._tint = "text_secondary"
        self.setCheckable(is_checkable)
        self.setAccessibleName(tip)
        self.set_tip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, *, tint: str = "text_secondary") -> None:
        """Show another icon, in the colour named ``tint``."""
        self._icon = icon
        self._tint = tint
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side_px, self._side_px)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            fill = self._fill()
            if fill:
                rounded(painter, QRectF(self.rect()), self.RADIUS_PX, fill=theme().colour(fill), line=None)
            inset = (self._side_px - self._icon_px) / 2
            rect = QRectF(inset, inset, self._icon_px, self._icon_px)
            paint_icon(painter, self._icon, rect, theme().colour(self._text()))

    def _fill(self) -> str | None:
        if not self.isEnabled():
            return None
        if self.isChecked():
            return "selection"
        if self.isDown():
            return "pressed"
        return "hover" if self.underMouse() else None

    def _text(self) -> str:
        if not self.isEnabled():
            return "text_disabled"
        return "text" if self.isChecked() else self._tint
