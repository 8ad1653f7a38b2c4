"""The command palette: a search box that finds every action."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.actions import ActionSpec, Facts
from gui.frame.overlay import Overlay
from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import size
from gui.widgets.fields import SearchField
from gui.widgets.paint import rounded
from gui.widgets.search_keys import SearchKeys

_ROWS_SHOWN = 12
_SPEC_ROLE = Qt.ItemDataRole.UserRole
_REASON_ROLE = Qt.ItemDataRole.UserRole + 1


def find_actions(text: str, actions: Sequence[ActionSpec]) -> list[ActionSpec]:
    """The actions whose text or tip has all words of ``text``, those that begin with it first."""
    words = text.lower().split()
    found = [action for action in actions if all(word in f"{action.text} {action.tip}".lower() for word in words)]
    return sorted(found, key=lambda action: _rank(action, text.lower().strip()))


def _rank(action: ActionSpec, text: str) -> int:
    name = action.text.lower()
    if not text or name.startswith(text):
        return 0
    return 1 if all(word in name for word in text.split()) else 2


class CommandPalette(Overlay):
    """Type a few letters, press Return.

    Signals:
        chosen(str): the action of this name should be carried out.
    """

    chosen = Signal(str)

    def __init__(self, actions: Sequence[ActionSpec], parent: QWidget) -> None:
        super().__init__(parent, width_px=560)
        self._specs = tuple(actions)
        self._facts = Facts()
        self.search = SearchField("Find an action")
        self.search.textChanged.connect(self._on_text_changed)
        self.list = QListWidget()
        self.list.setAccessibleName("Actions")
        self.list.setItemDelegate(_ActionDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFixedHeight(_ROWS_SHOWN * size("menu_row"))
        self.list.itemClicked.connect(self._on_item_clicked)
        keys = SearchKeys(self.search, self.list)
        keys.accepted.connect(self._on_accepted)
        keys.dismissed.connect(self._on_dismissed)
        self.card.setContentsMargins(8, 8, 8, 8)
        self.card.addWidget(self.search)
        self.card.addWidget(self.list)

    def open_with(self, facts: Facts) -> None:
        """Show the palette; what ``facts`` refuse is shown with its reason."""
        self._facts = facts
        self.search.clear()
        self._on_text_changed("")
        self.open()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _on_accepted(self) -> None:
        self._choose(self.list.currentItem())

    @Slot()
    def _on_dismissed(self) -> None:
        self.close_card()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self.list.clear()
        for action in find_actions(text, self._specs):
            item = QListWidgetItem(action.text)
            item.setData(_SPEC_ROLE, action)
            item.setData(_REASON_ROLE, action.refusal(self._facts))
            item.setToolTip(action.refusal(self._facts) or action.tip)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    @Slot(QListWidgetItem)
    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self._choose(item)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None or item.data(_REASON_ROLE):
            return
        self.close_card()
        self.chosen.emit(item.data(_SPEC_ROLE).name)


class _ActionDelegate(QStyledItemDelegate):
    """Draws icon, text, and at the right the keys, or why the action is not possible."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, size("menu_row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        action: ActionSpec = index.data(_SPEC_ROLE)
        reason: str = index.data(_REASON_ROLE)
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, rect, 4, fill=theme().colour("selection"), line=None)
        colour = theme().colour("text_disabled" if reason else "text")
        if action.icon:
            paint_icon(painter, action.icon, QRectF(rect.left() + 8, rect.top() + 6, 16, 16), colour)
        painter.setFont(theme().font("text"))
        painter.setPen(colour)
        inner = rect.adjusted(32, 0, -8, 0)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), action.text)
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_disabled" if reason else "text_secondary"))
        keys = QKeySequence.fromString(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        note = reason.partition(".")[0] if reason else keys
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), note)
