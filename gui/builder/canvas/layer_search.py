"""The small pop-up on the canvas that adds a layer by its name: type, Return."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
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
from gui.widgets.search_keys import SearchKeys

_WIDTH_PX = 280
_ROWS_SHOWN = 8
_ENTRY_ROLE = Qt.ItemDataRole.UserRole


class LayerSearch(QWidget):
    """A search field over what it finds; it closes when the keyboard goes elsewhere.

    Signals:
        chosen(LayerEntry): this one should be added.
        closed(): nothing was chosen, or it is done.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self._entries = layer_entries()
        self.search = SearchField("Add layer by name")
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._on_text_changed)
        self.list = QListWidget()
        self.list.setAccessibleName("Layers that are found")
        self.list.setItemDelegate(_FoundDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._on_item_clicked)
        keys = SearchKeys(self.search, self.list, takes_tab=True)
        keys.accepted.connect(self._on_accepted)
        keys.dismissed.connect(self._on_dismissed)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.setFixedWidth(_WIDTH_PX)
        self.hide()

    def open_at(self, place: QPoint, text: str = "") -> None:
        """Show the pop-up near a point of the parent, with the first letters of a name."""
        self.search.setText(text)
        self._on_text_changed(text)
        self.adjustSize()
        parent = self._canvas
        left = max(8, min(place.x(), parent.width() - self.width() - 8))
        top = max(8, min(place.y(), parent.height() - self.height() - 8))
        self.move(left, top)
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)
        self.search.setCursorPosition(len(text))

    def close_search(self) -> None:
        """Take the pop-up away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.FocusOut:
            self.close_search()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            line = theme().colour("control_line")
            rounded(painter, QRectF(self.rect()), 6, fill=theme().colour("raised"), line=line)

    @Slot()
    def _on_accepted(self) -> None:
        self._choose(self.list.currentItem())

    @Slot()
    def _on_dismissed(self) -> None:
        self.close_search()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self.list.clear()
        for entry in find_entries(text, self._entries):
            item = QListWidgetItem(entry.title)
            item.setData(_ENTRY_ROLE, entry)
            item.setToolTip(entry.tip)
            self.list.addItem(item)
        self.list.setFixedHeight(_ROWS_SHOWN * size("menu_row"))
        self.list.setCurrentRow(0)

    @Slot(QListWidgetItem)
    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self._choose(item)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        entry: LayerEntry = item.data(_ENTRY_ROLE)
        self.close_search()
        self.chosen.emit(entry)


class _FoundDelegate(QStyledItemDelegate):
    """Draws the bar of a family, a name, and the family at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, size("menu_row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: LayerEntry = index.data(_ENTRY_ROLE)
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, rect, 4, fill=theme().colour("selection"), line=None)
        rounded(
            painter, QRectF(rect.left() + 8, rect.top() + 7, 3, 14), 1.5, fill=family_colour(entry.family), line=None
        )
        inner = rect.adjusted(19, 0, -8, 0)
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        family = family_title(entry.family)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), family)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(family) - 12
        painter.setFont(theme().font("text"))
        painter.setPen(theme().colour("text"))
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
