"""The palette of layers at the left of the canvas: families with coloured bars, to click or to drag."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.builder.families import family_colour
from gui.builder.layer_entries import LayerEntry, family_title, find_entries, layer_entries
from gui.theme import theme
from gui.tokens import size
from gui.widgets.fields import SearchField
from gui.widgets.paint import rounded
from gui.widgets.surface import Surface

LAYER_MIME = "application/x-fovea-layer"
ENTRY_ROLE = Qt.ItemDataRole.UserRole
_HEADING_PX = 32


class LayerPalette(Surface):
    """A search field over the list of everything that can be added.

    Signals:
        chosen(LayerEntry): it was clicked, or Return was pressed on it.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", ("right",), parent)
        self.setFixedWidth(size("palette_width"))
        self.search = SearchField("Add layer")
        self.search.setToolTip("Find a layer by its name; Return adds the first one behind the selection")
        self.list = PaletteList()
        self.list.chosen.connect(self.chosen)
        self.search.textChanged.connect(self.list.show_found)
        self.search.returnPressed.connect(self._on_return)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 9, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.choose_first()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_return(self) -> None:
        entry = self.list.first_entry()
        if entry is not None and self.search.text().strip():
            self.search.clear()
            self.chosen.emit(entry)


class PaletteList(QListWidget):
    """The entries under the headings of their families.

    Signals:
        chosen(LayerEntry): it was clicked, or Return was pressed on it.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = layer_entries()
        self._ignores_release = False
        self.setAccessibleName("Layers to add")
        self.setItemDelegate(_EntryDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._on_item_clicked)
        self.show_found("")

    @Slot(str)
    def show_found(self, text: str) -> None:
        """Show the entries that the search finds, in the order of the palette."""
        found = set(find_entries(text, self._entries))
        self.clear()
        family = ""
        for entry in self._entries:
            if entry not in found:
                continue
            if entry.family != family:
                family = entry.family
                self._add_heading(family_title(family))
            item = QListWidgetItem(entry.short)
            item.setData(ENTRY_ROLE, entry)
            item.setToolTip(f"{entry.title}\n{entry.tip}\nClick to add it behind the selection, or drag it.")
            self.addItem(item)

    def first_entry(self) -> LayerEntry | None:
        """The first entry that is shown."""
        items = (self.item(row) for row in range(self.count()))
        return next((item.data(ENTRY_ROLE) for item in items if item.data(ENTRY_ROLE) is not None), None)

    def choose_first(self) -> None:
        """Give the first entry the keyboard."""
        rows = (row for row in range(self.count()) if self.item(row).data(ENTRY_ROLE) is not None)
        self.setCurrentRow(next(rows, -1))

    def row_of(self, name: str) -> QListWidgetItem:
        """The row of the entry called ``name``, such as "node/dense"."""
        items = (self.item(row) for row in range(self.count()))
        return next(item for item in items if getattr(item.data(ENTRY_ROLE), "name", "") == name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._ignores_release = True  # a double click adds one layer, like a click

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._ignores_release:
            self._ignores_release = False
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._on_item_clicked(item)
            return
        super().keyPressEvent(event)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:
        super().startDrag(Qt.DropAction.CopyAction)

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        return layer_mime(items[0].data(ENTRY_ROLE))

    def _add_heading(self, title: str) -> None:
        item = QListWidgetItem(title)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    @Slot(QListWidgetItem)
    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        entry = item.data(ENTRY_ROLE)
        if entry is not None:
            self.chosen.emit(entry)


def layer_mime(entry: LayerEntry) -> QMimeData:
    """What is dragged from the palette to the canvas."""
    mime = QMimeData()
    mime.setData(LAYER_MIME, entry.name.encode())
    return mime


class _EntryDelegate(QStyledItemDelegate):
    """Draws a heading, or the bar of a family with a name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        is_heading = index.data(ENTRY_ROLE) is None
        return QSize(100, _HEADING_PX if is_heading and index.row() else size("list_row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: LayerEntry | None = index.data(ENTRY_ROLE)
        rect = QRectF(option.rect)
        if entry is None:
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text_secondary"))
            area = QRectF(rect.left() + 8, rect.bottom() - 24, rect.width() - 16, 24)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, index.data())
            return
        has_focus = bool(option.state & QStyle.StateFlag.State_Selected) and option.widget.hasFocus()
        if has_focus or option.state & QStyle.StateFlag.State_MouseOver:
            token = "selection" if has_focus else "hover"
            rounded(painter, rect.adjusted(0, 0, -4, 0), 4, fill=theme().colour(token), line=None)
        rounded(
            painter, QRectF(rect.left() + 8, rect.top() + 5, 3, 14), 1.5, fill=family_colour(entry.family), line=None
        )
        painter.setFont(theme().font("text"))
        painter.setPen(theme().colour("text"))
        area = rect.adjusted(19, 0, -8, 0)
        text = painter.fontMetrics().elidedText(entry.short, Qt.TextElideMode.ElideRight, round(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
