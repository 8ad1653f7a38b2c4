"""The pop-up that finds a class by its name, or makes a new one: type, Return."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engine.contract.class_colours import ClassColours
from gui.labels.keys import key_of_class
from gui.theme import theme
from gui.tokens import size
from gui.widgets.fields import SearchField
from gui.widgets.paint import class_dot, rounded
from gui.widgets.popup import Popup
from gui.widgets.search_keys import SearchKeys

_ROWS = 10
_NAME_ROLE, _PLACE_ROLE, _COLOUR_ROLE = (Qt.ItemDataRole.UserRole + number for number in range(3))
Index = QModelIndex | QPersistentModelIndex


class ClassSearch(Popup):
    """A search field over the classes that it finds; a name that is none of them can become one.

    Signals:
        label_chosen(str): this class.
    """

    label_chosen = Signal(str)

    def __init__(self, classes: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._classes = tuple(classes)
        self.search = SearchField("Find or name a class")
        self.list = QListWidget()
        self.list.setAccessibleName("Classes that are found")
        self.list.setItemDelegate(_ClassDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(size("list_row_choice") * min(len(self._classes) + 1, _ROWS))
        self.column.addWidget(self.search)
        self.column.addWidget(self.list)
        self.setFocusProxy(self.search)
        keys = SearchKeys(self.search, self.list)
        keys.accepted.connect(self._on_accepted)
        keys.dismissed.connect(self.close)
        self.search.textChanged.connect(self._on_text_changed)
        self.list.itemClicked.connect(self._on_item_clicked)
        self._on_text_changed("")

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self.list.clear()
        colours = ClassColours.of(self._classes)
        for name in found_classes(text, self._classes):
            item = QListWidgetItem(name if name in self._classes else f"New class “{name}”", self.list)
            item.setData(_NAME_ROLE, name)
            item.setData(_PLACE_ROLE, self._classes.index(name) if name in self._classes else None)
            item.setData(_COLOUR_ROLE, colours.named(name))
        self.list.setCurrentRow(0)

    @Slot()
    def _on_accepted(self) -> None:
        if self.list.currentItem() is not None:
            self._on_item_clicked(self.list.currentItem())

    @Slot(QListWidgetItem)
    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        name = item.data(_NAME_ROLE)
        self.close()
        self.label_chosen.emit(name)


def found_classes(text: str, classes: Sequence[str]) -> list[str]:
    """Classes whose name holds a text, in any case, those that begin with it first; the text last, where it is new."""
    name = text.strip()
    folded = name.casefold()
    found = [known for known in classes if folded in known.casefold()]
    found.sort(key=lambda known: (known != name, not known.casefold().startswith(folded)))
    return [*found, *([name] if name and name not in classes else [])]


class _ClassDelegate(QStyledItemDelegate):
    """Draws the dot of a class, its name, and its key at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, size("list_row_choice"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, place = QRectF(option.rect), index.data(_PLACE_ROLE)
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, rect, 4, fill=theme().colour("selection"), line=None)
        class_dot(painter, QRectF(rect.left() + 8, rect.center().y() - 4, 8, 8), index.data(_COLOUR_ROLE))
        inner = rect.adjusted(24, 0, -8, 0)
        painter.setFont(theme().font("text"))
        painter.setPen(theme().colour("text"))
        text = painter.fontMetrics().elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, round(inner.width()) - 16
        )
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.setPen(theme().colour("text_secondary"))
        key = "" if place is None else key_of_class(place)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), key)
