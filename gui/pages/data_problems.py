"""The table of everything that is wrong with a dataset."""

import sqlite3
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from engine.contract.dataset import ImageFilter, ProblemRow
from engine.dataset.index import DatasetIndex
from gui.pages.data_filter import PROBLEM_NAMES
from gui.theme import theme
from gui.tokens import size
from gui.widgets.empty_state import EmptyState

Index = QModelIndex | QPersistentModelIndex
_PAGE: Final = 200
_COLUMNS: Final = ("Picture", "Kind", "What", "Done")
_ACTION_WORDS: Final = {"kept": "Kept", "repaired": "Repaired", "dropped": "Left out"}


class ProblemModel(QAbstractTableModel):
    """The problems of an index, fetched page by page as the table scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index: DatasetIndex | None = None
        self._rows: list[ProblemRow] = []
        self._total = 0

    def set_index(self, index: DatasetIndex | None) -> None:
        """Show the problems of another dataset, or what is new in this one."""
        self.beginResetModel()
        self._index = index
        self._total = index.problem_count() if index else 0
        self._rows = list(index.problems(ImageFilter(), offset=0, limit=_PAGE)) if index else []
        self.endResetModel()

    def problem(self, row: int) -> ProblemRow:
        """The problem of a row."""
        return self._rows[row]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self._rows) < self._total

    def fetchMore(self, parent: Index) -> None:
        if self._index is None:
            return
        try:
            more = self._index.problems(ImageFilter(), offset=len(self._rows), limit=_PAGE)
        except sqlite3.Error:
            self._total = len(self._rows)
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(more) - 1)
        self._rows += more
        self.endInsertRows()
        if not more:
            self._total = len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows[index.row()]
        place = f"{row.path}, {row.place}" if row.place else row.path
        done = f"{_ACTION_WORDS[row.action]}. {row.repair}".rstrip()
        return (place, PROBLEM_NAMES[row.code], row.message, done)[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class ProblemTable(QWidget):
    """The table, or a sentence that nothing is wrong.

    Signals:
        picture_chosen: the relative path of the picture of the row that was chosen.
    """

    picture_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ProblemModel(self)
        self._empty = EmptyState("success", "Nothing is wrong with these pictures.")
        self.table = QTableView()
        self.table.setModel(self._model)
        self.table.setItemDelegate(_RowDelegate(self.table))
        self._set_up_table()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(8, 0, 8, 0)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self.table.activated.connect(self._on_activated)
        self.table.clicked.connect(self._on_activated)

    def set_index(self, index: DatasetIndex | None) -> int:
        """Show the problems of a dataset; tells how many there are."""
        self._model.set_index(index)
        total = index.problem_count() if index else 0
        self._stack.setCurrentWidget(self.table if total else self._empty)
        return total

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.picture_chosen.emit(self._model.problem(index.row()).path)

    def _set_up_table(self) -> None:
        table = self.table
        table.setAccessibleName("Problems of the dataset")
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(size("table_row_compact"))
        header = table.horizontalHeader()
        header.setFixedHeight(size("table_header"))
        header.setHighlightSections(False)
        header.setFont(theme().font("secondary"))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((232, 112, 264)):
            header.resizeSection(column, width)
        header.setStretchLastSection(True)


class _RowDelegate(QStyledItemDelegate):
    """A cell with a line below it; paths are cut in the middle."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().colour("selection"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme().colour("line"))
        painter.setFont(theme().font("text"))
        painter.setPen(theme().colour("text_secondary" if index.column() in (1, 3) else "text"))
        inner = rect.adjusted(8 if index.column() else size("page_margin"), 0, -8, 0)
        elide = Qt.TextElideMode.ElideMiddle if index.column() == 0 else Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(str(index.data()), elide, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, size("table_row_compact"))
