"""Cells of a table that show a share of a whole: as a small bar beside the number, or with how exactly it is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.theme import theme
from gui.widgets.paint import rounded
from gui.widgets.table import Column, draw_cell
from gui.words import percent

Row = TypeVar("Row")
_NUMBER_PX: Final = 64
_BAR_PX: Final = 6
_TICK_PX: Final = (3, 14)


@dataclass(frozen=True, slots=True)
class ShareCell(Generic[Row]):
    """Paints the bar of a share in [0, 1] and its percent; only a dash where it is unknown."""

    share: Callable[[Row], float | None]

    def __call__(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        share = self.share(row)
        draw_cell(painter, rect, percent(share), _NUMBER)
        if share is None:
            return
        track = QRectF(rect.left(), rect.center().y() - _BAR_PX / 2, rect.width() - _NUMBER_PX, _BAR_PX)
        rounded(painter, track, _BAR_PX / 2, fill=theme().colour("track"), line=None)
        if share > 0:
            filled = QRectF(track.topLeft(), track.size())
            filled.setWidth(max(_BAR_PX, track.width() * share))
            rounded(painter, filled, _BAR_PX / 2, fill=theme().colour("info"), line=None)


@dataclass(frozen=True, slots=True)
class Span:
    """A share with the interval it is known to lie in, beside the share of the whole; all in [0, 1]."""

    share: float
    low: float
    high: float
    whole: float
    is_marked: bool


@dataclass(frozen=True, slots=True)
class SpanCell(Generic[Row]):
    """Paints an interval on a line from 0 to 1 with the share in it as a dot, and the whole as a tick across."""

    span: Callable[[Row], Span]

    def __call__(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        span, middle = self.span(row), rect.center().y()
        colour = theme().colour("danger" if span.is_marked else "info")
        line = QRectF(rect.left(), middle - 0.5, rect.width(), 1)
        painter.fillRect(line, theme().colour("track"))
        low, high = (rect.left() + rect.width() * end for end in (span.low, span.high))
        rounded(painter, QRectF(low, middle - 2, max(4.0, high - low), 4), 2, fill=colour, line=None)
        place = rect.left() + rect.width() * span.share
        rounded(painter, QRectF(place - 4, middle - 4, 8, 8), 4, fill=colour, line=None)
        width, height = _TICK_PX
        tick = QRectF(rect.left() + rect.width() * span.whole - width / 2, middle - height / 2, width, height)
        rounded(painter, tick, 1.5, fill=theme().colour("text"), line=None)


def _nothing(_row: object) -> str:
    return ""


_NUMBER: Final[Column[object]] = Column("", _nothing, align="right")
