"""The sums of two networks as pairs of bars."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.pages.network.compare.lines import Total, ratio_words
from gui.theme import theme
from gui.widgets.paint import rounded
from gui.words import byte_size, count, short_count

SERIES = (3, 0)
"""Chart colours of the first and the second network: blue, orange."""
_ROW_PX = 40
_BAR_PX = 8
_RATIO_PX = 72
_VALUE_PX = 84
_NAME_SHARE = 0.26
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class TotalsComparison(QWidget):
    """For each number: its name, a bar for each network with its value, and how many times as much the larger one is.

    The bar of the second network is hatched, so that the two stay apart also without colour.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._totals: tuple[Total, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_totals(self, totals: Sequence[Total], titles: tuple[str, str]) -> None:
        """Show the sums of two networks."""
        self._totals = tuple(totals)
        told = "; ".join(
            f"{total.name}: {total_words(total, 0)} and {total_words(total, 1)}, {ratio_words(total.values)}"
            for total in totals
        )
        self.setAccessibleName(f"Sums of {titles[0]} and {titles[1]}")
        self.setAccessibleDescription(told)
        self.setToolTip("\n".join(_whole(total) for total in totals))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, _ROW_PX * len(self._totals))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for place, total in enumerate(self._totals):
                self._draw(painter, total, QRectF(0, place * _ROW_PX, self.width(), _ROW_PX))

    def _draw(self, painter: QPainter, total: Total, row: QRectF) -> None:
        painter.fillRect(QRectF(0, row.bottom() - 1, row.width(), 1), theme().colour("line"))
        name_px = round(row.width() * _NAME_SHARE)
        name = QRectF(0, row.top(), name_px - 8, row.height())
        _write(painter, name, total.name, token="text_secondary", flags=_LEFT)
        ratio = QRectF(row.right() - _RATIO_PX, row.top(), _RATIO_PX, row.height())
        _write(painter, ratio, ratio_words(total.values), flags=_RIGHT, style="button")
        room = QRectF(name_px, row.top(), ratio.left() - name_px, row.height())
        for side in (0, 1):
            line = QRectF(room.left(), row.center().y() - 17 + side * 17, room.width(), 16)
            self._draw_bar(painter, total, side, line)

    def _draw_bar(self, painter: QPainter, total: Total, side: int, line: QRectF) -> None:
        longest = line.width() - _VALUE_PX
        width = longest * total.values[side] / max(1, *total.values)
        if width > 0:
            bar = QRectF(line.left(), line.center().y() - _BAR_PX / 2, max(2.0, width), _BAR_PX)
            draw_network_bar(painter, bar, side)
        value = QRectF(line.left() + width + 8, line.top(), _VALUE_PX, line.height())
        _write(painter, value, total_words(total, side), flags=_LEFT, style="secondary")


def draw_network_bar(painter: QPainter, bar: QRectF, side: int) -> None:
    """A bar in the colour of the first (0) or the second (1) network; that of the second is hatched."""
    colour = theme().series(SERIES[side])
    if side == 0:
        rounded(painter, bar, min(2.0, bar.width() / 2), fill=colour, line=None)
        return
    pale = QColor(colour)
    pale.setAlphaF(0.35)
    rounded(painter, bar, min(2.0, bar.width() / 2), fill=pale, line=colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
    painter.drawRect(bar.adjusted(1, 1, -1, -1))


def total_words(total: Total, side: int) -> str:
    """The number of one network in words."""
    value = total.values[side]
    match total.unit:
        case "count":
            return short_count(value)
        case "bytes":
            return byte_size(value)
        case "pixels":
            return f"{count(value)} px"


def _whole(total: Total) -> str:
    return f"{total.name}: {count(total.values[0])} and {count(total.values[1])}"


def _write(painter: QPainter, rect: QRectF, text: str, *, flags: int, token: str = "text", style: str = "text") -> None:
    font = theme().font(style)
    painter.setFont(font)
    painter.setPen(theme().colour(token))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.drawText(rect, flags, shown)
