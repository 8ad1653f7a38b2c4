"""Shapes that several controls draw, sharp on whole device pixels."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QIcon, QPainter, QPen, QPixmap

from engine.contract.class_colours import ClassColour
from gui.icons import paint_icon
from gui.theme import theme

CHIP_HEIGHT_PX = 20


def rounded(painter: QPainter, rect: QRectF, radius_px: float, *, fill: QColor | None, line: QColor | None) -> None:
    """A rounded rectangle with an optional line of 1 px inside its edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QBrush(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(line, 1.0) if line else Qt.PenStyle.NoPen)
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5) if line else rect
    painter.drawRoundedRect(inner, radius_px, radius_px)


def ring(painter: QPainter, rect: QRectF, radius_px: float, colour: QColor, *, width_px: float = 2.0) -> None:
    """A ring of ``width_px`` inside the edge of ``rect``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width_px))
    half = width_px / 2
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius_px, radius_px)


def class_dot(painter: QPainter, rect: QRectF, colour: ClassColour | None) -> None:
    """The coloured square of a class, hatched from the 15th class on, where colours repeat; none for the background."""
    if colour is None:
        return
    rounded(painter, rect, 2, fill=QColor(*colour.rgb), line=None)
    if not colour.is_repeated:
        return
    painter.setPen(QPen(theme().colour("raised"), 1.0))
    for offset in (0.25, 0.75):
        reach = rect.width() * offset * 2
        start = QPointF(rect.left() + max(0.0, reach - rect.width()), min(rect.bottom(), rect.top() + reach))
        end = QPointF(min(rect.right(), rect.left() + reach), rect.top() + max(0.0, reach - rect.height()))
        painter.drawLine(start, end)


def class_dot_icon(colour: ClassColour | None) -> QIcon:
    """The square of a class as an icon of menus and lists; an empty one for the background."""
    pixmap = QPixmap(16, 16)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        class_dot(painter, QRectF(4, 4, 8, 8), colour)
    return QIcon(pixmap)


def picture_chip_width(text: str, *, has_mark: bool) -> float:
    """How wide ``picture_chip`` will be."""
    return QFontMetricsF(theme().font("secondary")).horizontalAdvance(text) + 12 + (14 if has_mark else 0)


def picture_chip(
    painter: QPainter, corner: QPointF, text: str, *, colour: ClassColour | None = None, limit_px: float = 10_000
) -> QRectF:
    """A label on a picture: white text on dark in both themes, with the dot of its class.

    Args:
        painter: paints the picture.
        corner: top left of the chip.
        text: cut with an ellipsis where it does not fit.
        colour: of the dot of a class; None for no dot.
        limit_px: the widest the chip may be.

    Returns:
        The rectangle that the chip covers.
    """
    font = theme().font("secondary")
    has_dot = colour is not None
    width = min(picture_chip_width(text, has_mark=has_dot), limit_px)
    rect = QRectF(corner.x(), corner.y(), width, CHIP_HEIGHT_PX)
    rounded(painter, rect, 4, fill=theme().colour("picture_chip"), line=None)
    left = rect.left() + 6
    if colour is not None:
        class_dot(painter, QRectF(left, rect.top() + 6, 8, 8), colour)
        left += 14
    painter.setFont(font)
    painter.setPen(theme().colour("picture_chip_text"))
    room = rect.right() - 6 - left
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room + 0.5)
    painter.drawText(QRectF(left, rect.top(), room + 1, rect.height()), _LEFT, shown)
    return rect


def picture_badge(painter: QPainter, rect: QRectF, icon_name: str, *, token: str = "picture_chip_text") -> None:
    """A dark square with an icon on a picture: pinned, wrong, damaged."""
    rounded(painter, rect, 4, fill=theme().colour("picture_chip"), line=None)
    inset = rect.width() * 0.14
    paint_icon(painter, icon_name, rect.adjusted(inset, inset, -inset, -inset), theme().colour(token))


def check_box(painter: QPainter, rect: QRectF, *, is_on: bool, is_enabled: bool = True) -> None:
    """A check box of 16 px."""
    if is_on:
        fill = theme().colour("accent" if is_enabled else "track")
        rounded(painter, rect, 4, fill=fill, line=None)
        pen = QPen(theme().colour("accent_text"), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        scale = rect.width() / 16
        corners = (QPointF(4.2, 8.4), QPointF(6.9, 11.1), QPointF(11.9, 5.4))
        painter.drawPolyline([rect.topLeft() + corner * scale for corner in corners])
        return
    line = theme().colour("line_strong" if is_enabled else "control_line")
    rounded(painter, rect, 4, fill=theme().colour("raised"), line=line)


_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
