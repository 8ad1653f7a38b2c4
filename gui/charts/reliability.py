"""The reliability diagram: how often predictions of each score are right."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.contract.calibration import ReliabilityBin
from gui.charts.parts import Part, PartsChart
from gui.charts.scale import Scale
from gui.theme import theme
from gui.widgets.paint import rounded
from gui.words import percent, plural

HEIGHT: Final = 224
_AXIS: Final = 44
_X_AXIS: Final = 24
_COUNTS: Final = 48
_COUNT_WORDS: Final = 16
_TOP: Final = 8
_GAP: Final = 2
_TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ReliabilityChart(PartsChart):
    """A bar of accuracy for each bin of scores, its gap to the mean score hatched, and below the pictures of each bin.

    Guo et al. 2017, arXiv 1706.04599, figure 1. The dashed line is where scores are probabilities.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._bins: tuple[ReliabilityBin, ...] = ()
        self.setFixedHeight(HEIGHT)

    def set_bins(self, bins: Sequence[ReliabilityBin]) -> None:
        """Show other bins, from the lowest score to the highest."""
        self._bins = tuple(bins)
        self._set_parts([part_of(each) for each in bins])

    def part_rect(self, number: int) -> QRectF:
        """The column of a bin from the top of the diagram to the end of its count."""
        left, right = self._x().to_pixel(self._bins[number].low), self._x().to_pixel(self._bins[number].high)
        return QRectF(left, 0, right - left, self.height())

    def bar_rect(self, number: int) -> QRectF:
        """The bar of accuracy."""
        return self._between(number, 0.0, self._bins[number].accuracy or 0.0)

    def gap_rect(self, number: int) -> QRectF:
        """From the accuracy to the mean score."""
        each = self._bins[number]
        return self._between(number, each.accuracy or 0.0, each.mean_score or 0.0)

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, HEIGHT)

    def paint_parts(self, painter: QPainter) -> None:
        self._paint_axes(painter)
        for number, each in enumerate(self._bins):
            if each.images:
                self._paint_bin(painter, number)
        x, y = self._x(), self._y()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("text_secondary"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x.start, y.start), QPointF(x.end, y.end))
        self._paint_counts(painter)

    def _paint_bin(self, painter: QPainter, number: int) -> None:
        fill = theme().role("training")
        if number == self._marked:
            fill = theme().colour("accent")
        elif number == self._shown():
            fill = theme().colour("text")
        bar, gap = self.bar_rect(number), self.gap_rect(number)
        if bar.height() > 0:
            rounded(painter, bar, 2, fill=fill, line=None)
        colour = theme().role("validation")
        pale = QColor(colour)
        pale.setAlphaF(0.2)
        painter.fillRect(gap, pale)
        painter.setPen(QPen(colour, 1.0))
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.drawRect(gap)

    def _paint_axes(self, painter: QPainter) -> None:
        x, y = self._x(), self._y()
        painter.setFont(theme().font("secondary"))
        for value in _TICKS:
            middle = round(y.to_pixel(value))
            painter.fillRect(QRectF(x.start, middle, x.end - x.start, 1), theme().colour("line"))
            painter.setPen(theme().colour("text_secondary"))
            painter.drawText(QRectF(0, middle - 8, _AXIS - 6, 16), _RIGHT, f"{value * 100:.0f} %")
            place = QRectF(x.to_pixel(value) - 24, y.start + 4, 48, 16)
            is_last = value == _TICKS[-1]
            words = f"score {value:g}" if is_last else f"{value:g}"
            room = place if not is_last else QRectF(x.end - 80, place.top(), 80, 16)
            painter.drawText(room, _RIGHT if is_last else Qt.AlignmentFlag.AlignCenter, words)

    def _paint_counts(self, painter: QPainter) -> None:
        """How many pictures each bin has, as bars of their own below, with numbers where there is room."""
        most = max((each.images for each in self._bins), default=0)
        bottom = float(self.height())
        painter.setFont(theme().font("secondary"))
        metrics = QFontMetricsF(painter.font())
        reach = _COUNTS - _COUNT_WORDS
        for number, each in enumerate(self._bins):
            if not each.images:
                continue
            column = self.part_rect(number).adjusted(_GAP / 2, 0, -_GAP / 2, 0)
            height = max(reach * each.images / most, 2.0)
            bar = QRectF(column.left(), bottom - height, column.width(), height)
            rounded(painter, bar, 2, fill=theme().colour("track"), line=None)
            words = f"{each.images:,}"
            if metrics.horizontalAdvance(words) <= column.width() + _GAP:
                painter.setPen(theme().colour("text_secondary"))
                place = QRectF(column.left() - 8, bar.top() - _COUNT_WORDS, column.width() + 16, _COUNT_WORDS)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _between(self, number: int, first: float, second: float) -> QRectF:
        column, y = self.part_rect(number), self._y()
        top, bottom = y.to_pixel(max(first, second)), y.to_pixel(min(first, second))
        return QRectF(column.left() + _GAP / 2, top, column.width() - _GAP, bottom - top)

    def _x(self) -> Scale:
        return Scale(0.0, 1.0, _AXIS, max(float(self.width()) - 1.0, _AXIS + 1.0))

    def _y(self) -> Scale:
        return Scale(0.0, 1.0, float(HEIGHT - _COUNTS - _X_AXIS), float(_TOP))


def part_of(each: ReliabilityBin) -> Part:
    """What the read-out says of a bin."""
    title = f"Score {each.low * 100:.0f} to {each.high * 100:.0f} %"
    if each.accuracy is None or each.mean_score is None:
        return Part(0, title)
    gap = each.mean_score - each.accuracy
    words = "too sure" if gap > 0 else "not sure enough"
    lines = (
        plural(each.images, "picture"),
        f"right: {percent(each.accuracy)}",
        f"mean score: {percent(each.mean_score)}",
        f"{words} by {percent(abs(gap))}",
    )
    return Part(each.images, title, lines)
