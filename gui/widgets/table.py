"""Tables: rows from values, lines between rows only, figures at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
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

from gui.theme import theme
from gui.tokens import size

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
PADDING_PX = 8
MARGIN_PX = 16
LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        title: its heading.
        text: what a row shows in it.
        width_px: its width; 0: it takes what is left.
        align: where texts stand; figures at the right.
        style: name of the font.
        token: name of the text colour.
        paint: draws more than the text; gets painter, rectangle and row.
        needs_px: hidden while the table is narrower than this.
        key: what a SortedTable sorts by, and a saved table holds of figures; None: the text is all there is.
    """

    title: str
    text: Callable[[Row], str]
    width_px: int = 0
    align: Literal["left", "right"] = "left"
    style: str = "text"
    token: str = "text"
    paint: Callable[[QPainter, QRectF, Row], None] | None = None
    needs_px: int = 0
    key: Callable[[Row], float | str | None] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Values as rows; ``ROW_ROLE`` gives the value of a row."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; where only their values changed, selection and scrolling stay."""
        if len(rows) == len(self.rows):
            self.rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self.columns[index.column()].text(row)
            case _ if role == ROW_ROLE:
                return row
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            case Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if self.columns[section].align == "right" else LEFT
            case _:
                return None


class ColumnDelegate(QStyledItemDelegate):
    """Draws cells as their column says."""

    def __init__(self, columns: Sequence[Column[Row]], table: QTableView) -> None:
        super().__init__(table)
        self._columns = tuple(columns)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column = self._columns[index.column()]
        rect = QRectF(option.rect)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            painter.fillRect(rect, theme().colour("selection"))
        if index.row() < index.model().rowCount() - 1:
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme().colour("line"))
        row = index.data(ROW_ROLE)
        left = MARGIN_PX if index.column() == 0 else PADDING_PX
        right = MARGIN_PX if index.column() == self._last_shown() else PADDING_PX
        inner = rect.adjusted(left, 0, -right, 0)
        if column.paint is not None:
            column.paint(painter, inner, row)
        else:
            draw_cell(painter, inner, column.text(row), column)
        painter.restore()

    def _last_shown(self) -> int:
        """The column that ends at the right side of the table, beside the margin of all that stands there."""
        return max(place for place in range(len(self._columns)) if not self._table.isColumnHidden(place))


def draw_cell(painter: QPainter, rect: QRectF, text: str, column: Column[Row]) -> None:
    """Draw a text where its column puts it, cut where it does not fit."""
    font = theme().font(column.style)
    painter.setFont(font)
    painter.setPen(theme().colour(column.token))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.drawText(rect, RIGHT if column.align == "right" else LEFT, shown)


class Table(QTableView, Generic[Row]):
    """A table of values of one kind.

    Args:
        name: what screen readers say.
        columns: its columns.
        row_px: height of a row, 40 or 32.
        parent: owner.

    Signals:
        chosen(object): another row was chosen; carries its value, None for none.
        opened(object): a row was opened with a double click or Return.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self, name: str, columns: Sequence[Column[Row]], *, row_px: int = 32, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows_model: RowsModel[Row] = RowsModel(columns, self)
        self.setModel(self.rows_model)
        self.setItemDelegate(ColumnDelegate(columns, self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_px)
        set_up_header(self.horizontalHeader(), [column.width_px for column in columns])
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.activated.connect(self._on_activated)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.rows_model.set_rows(rows)

    def show_whole(self, rows: Sequence[Row], *, least: int = 0, most: int | None = None) -> None:
        """Show other rows, as high as they are, so that what is around the table scrolls and not the table.

        Args:
            rows: to show.
            least: as high as so many rows, also where there are fewer.
            most: no higher than so many; None: as high as all.
        """
        self.set_rows(rows)
        shown = max(least, len(rows) if most is None else min(len(rows), most))
        self.setFixedHeight(size("table_header") + self.verticalHeader().defaultSectionSize() * shown + 2)

    def choose(self, row: int) -> None:
        """Choose a row."""
        self.selectRow(row)

    def sizeHint(self) -> QSize:
        height = self.horizontalHeader().height() + self.verticalHeader().defaultSectionSize() * 6
        return QSize(480, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for position, column in enumerate(self.rows_model.columns):
            self.setColumnHidden(position, self.width() < column.needs_px)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(current.data(ROW_ROLE) if current.isValid() else None)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ROW_ROLE))


def set_up_header(header: QHeaderView, widths_px: Sequence[int], *, can_sort: bool = False) -> None:
    """Give a heading our height, font and widths; a column of width 0 takes what is left."""
    header.setFixedHeight(size("table_header"))
    header.setHighlightSections(False)
    header.setSectionsClickable(can_sort)
    header.setSortIndicatorShown(can_sort)
    header.setFont(theme().font("secondary"))
    header.setMinimumSectionSize(64 if can_sort else 24)  # an arrow needs room
    for position, width in enumerate(widths_px):
        mode = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
        header.setSectionResizeMode(position, mode)
        if width:
            header.resizeSection(position, width)
