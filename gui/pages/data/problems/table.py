"""The table of problems: knows how many there are, and reads only the pages that are on screen."""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from engine.contract.dataset import Action, ProblemCode, ProblemRow
from engine.dataset.index.problem_pages import ProblemOrder, ProblemPages
from gui.theme import theme
from gui.tokens import size
from gui.widgets.paint import rounded
from gui.widgets.table import LEFT, MARGIN_PX, PADDING_PX, ROW_ROLE, set_up_header

Index = QModelIndex | QPersistentModelIndex
_PAGE: Final = 100
_KEPT_PAGES: Final = 12
ACTION_WORDS: Final[dict[Action, str]] = {"kept": "Kept", "repaired": "Repaired", "dropped": "Left out"}
ACTION_TONES: Final[dict[Action, str]] = {"kept": "warning", "repaired": "success", "dropped": "danger"}
KIND_WORDS: Final = {code: code.value.replace("_", " ").capitalize() for code in ProblemCode}
# More than this many rows and Qt's header could not add their heights up any more.
_MOST_ROWS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    order: ProblemOrder
    width_px: int
    text: Callable[[ProblemRow], str]
    needs_px: int = 0


def _kind(row: ProblemRow) -> str:
    return KIND_WORDS[row.code]


def _path(row: ProblemRow) -> str:
    return row.path or "Whole dataset"


def place_of(row: ProblemRow) -> str:
    """The place in a label file without the file's folder: ``a.xml, object 13``."""
    return row.place.rpartition("/")[2]


def message_of(row: ProblemRow) -> str:
    """What is wrong, without the path that stands beside it, and without the folder of another picture."""
    words = row.message
    if row.path and words.startswith(f"{row.path} "):
        words = f"It{words[len(row.path) :]}"
    return words.replace(row.related, row.related.rpartition("/")[2]) if row.related else words


def _done(row: ProblemRow) -> str:
    return ACTION_WORDS[row.action]


def _repair(row: ProblemRow) -> str:
    return row.repair


_COLUMNS: Final = (
    _Column("Kind", "kind", 132, _kind),
    _Column("Picture or file", "path", 184, _path),
    _Column("Place", "place", 168, place_of, needs_px=720),
    _Column("What", "message", 0, message_of),
    _Column("Done", "action", 104, _done),
    _Column("Proposed repair", "repair", 320, _repair, needs_px=1300),
)


_ELIDED: Final = {"path": Qt.TextElideMode.ElideMiddle, "place": Qt.TextElideMode.ElideLeft}


class ProblemModel(QAbstractTableModel):
    """Problems by their ids; a page is read when a row of it is drawn, and the last few pages are kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: ProblemPages | None = None
        self._ids: Sequence[int] = ()
        self._kept: OrderedDict[int, list[ProblemRow]] = OrderedDict()

    def set_problems(self, pages: ProblemPages | None, ids: Sequence[int]) -> None:
        """Show other problems, or others of them."""
        self.beginResetModel()
        self._pages, self._ids = pages, ids[:_MOST_ROWS]
        self._kept.clear()
        self.endResetModel()

    @property
    def ids(self) -> Sequence[int]:
        """All problems of the table in their order."""
        return self._ids

    def problem(self, row: int) -> ProblemRow | None:
        """The problem of a row; None where the index was written anew meanwhile."""
        page, place = divmod(row, _PAGE)
        rows = self._page(page)
        return rows[place] if place < len(rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        problem = self.problem(index.row())
        if problem is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return _COLUMNS[index.column()].text(problem)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(words for words in (problem.path, problem.place, problem.message) if words)
            case _ if role == ROW_ROLE:
                return problem
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT
        return _COLUMNS[section].title if role == Qt.ItemDataRole.DisplayRole else None

    def _page(self, number: int) -> list[ProblemRow]:
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        rows = self._read(number)
        self._kept[number] = rows
        while len(self._kept) > _KEPT_PAGES:
            self._kept.popitem(last=False)
        return rows

    def _read(self, number: int) -> list[ProblemRow]:
        if self._pages is None:
            return []
        try:
            return self._pages.read(self._ids[number * _PAGE : (number + 1) * _PAGE])
        except sqlite3.Error:  # the index is being made anew; the next listing follows
            return []


class ProblemTable(QTableView):
    """The table itself; a click on a heading sorts.

    Signals:
        chosen(ProblemRow): another row was chosen, None for none.
        opened(ProblemRow): a row was opened with a double click or Return.
        order_chosen(tuple): sort by this ProblemOrder, and whether from its end.
    """

    chosen = Signal(object)
    opened = Signal(object)
    order_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems = ProblemModel(self)
        self.setModel(self.problems)
        self.setItemDelegate(_ProblemDelegate(self))
        self.setAccessibleName("Problems of the dataset")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(size("table_row_compact"))
        header = self.horizontalHeader()
        set_up_header(header, [column.width_px for column in _COLUMNS], can_sort=True)
        header.setSortIndicator(1, Qt.SortOrder.AscendingOrder)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.activated.connect(self._on_activated)
        self.horizontalHeader().sortIndicatorChanged.connect(self._on_sort_chosen)

    def show_problems(self, pages: ProblemPages | None, ids: Sequence[int], *, keeps_place: bool) -> None:
        """Show other problems; the chosen one stays chosen where it is still among them.

        Args:
            pages: reads them; None while there is no index.
            ids: all of them in order.
            keeps_place: whether the table stays where it was scrolled to.
        """
        current = self.current
        place = self.verticalScrollBar().value() if keeps_place else 0
        self.problems.set_problems(pages, ids)
        if current is not None and current.id in ids:
            self.selectRow(list(ids).index(current.id))
        else:
            self.chosen.emit(None)
        self.verticalScrollBar().setValue(place)

    @property
    def current(self) -> ProblemRow | None:
        """The chosen problem."""
        index = self.currentIndex()
        return self.problems.problem(index.row()) if index.isValid() else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for position, column in enumerate(_COLUMNS):
            self.setColumnHidden(position, self.width() < column.needs_px)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.problems.problem(current.row()) if current.isValid() else None)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        problem = self.problems.problem(index.row())
        if problem is not None:
            self.opened.emit(problem)

    @Slot(int, Qt.SortOrder)
    def _on_sort_chosen(self, section: int, order: Qt.SortOrder) -> None:
        self.order_chosen.emit((_COLUMNS[section].order, order is Qt.SortOrder.DescendingOrder))


class _ProblemDelegate(QStyledItemDelegate):
    """A cell with a line below it; paths are cut in the middle, and a dot says what was done."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().colour("selection"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme().colour("line"))
        problem = index.data(ROW_ROLE)
        if problem is None:
            return
        inner = rect.adjusted(PADDING_PX if index.column() else MARGIN_PX, 0, -PADDING_PX, 0)
        if _COLUMNS[index.column()].order == "action":
            dot = QRectF(inner.left(), inner.center().y() - 4, 8, 8)
            rounded(painter, dot, 4, fill=theme().colour(ACTION_TONES[problem.action]), line=None)
            inner.setLeft(inner.left() + 16)
        self._paint_words(painter, inner, index)

    def _paint_words(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        order = _COLUMNS[index.column()].order
        painter.setFont(theme().font("text"))
        is_quiet = order in ("action", "place", "repair") or (order == "path" and not index.data(ROW_ROLE).path)
        painter.setPen(theme().colour("text_secondary" if is_quiet else "text"))
        elide = _ELIDED.get(order, Qt.TextElideMode.ElideRight)
        words = QFontMetricsF(painter.font()).elidedText(str(index.data()), elide, rect.width() + 1)
        painter.drawText(rect, LEFT, words)
