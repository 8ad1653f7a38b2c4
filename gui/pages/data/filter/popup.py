"""What opens below a filter chip: a list to tick, or ranges of a number to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from engine.contract.class_colours import ClassColour
from engine.contract.dataset import Measure, MeasureRange
from gui.pages.data.filter.words import range_words
from gui.theme import theme
from gui.tokens import size
from gui.widgets.choice_list import ChoiceList
from gui.widgets.choices import Choice
from gui.widgets.fields import NumberField, SearchField
from gui.widgets.label import Label
from gui.widgets.paint import check_box, class_dot, rounded
from gui.widgets.popup import Popup

_ROWS = 10
_SEARCHED_FROM = 12
_CHOICE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Tick:
    """One entry of a list to tick; ``colour`` is that of the dot of a class, ``note`` stands at the right."""

    value: object
    text: str
    colour: ClassColour | None = None
    note: str = ""


class TickPopup(Popup):
    """A list in which any number of entries is ticked, with a search field when it is long.

    Signals:
        toggled(object): the value of the entry that was clicked or reached and confirmed.
    """

    toggled = Signal(object)

    def __init__(self, name: str, ticks: Sequence[Tick], ticked: Sequence[object], parent: QWidget) -> None:
        super().__init__(parent)
        self._ticked = list(ticked)
        self.search = SearchField(f"Find {name.lower()}")
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        has_dots = any(tick.colour is not None for tick in ticks)
        self.list.setItemDelegate(_TickDelegate(self._ticked, self.list, has_dots=has_dots))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(size("list_row_choice") * min(max(len(ticks), 1), _ROWS))
        for tick in ticks:
            entry = QListWidgetItem(tick.text, self.list)
            entry.setData(_CHOICE, tick)
        self.search.setVisible(len(ticks) >= _SEARCHED_FROM)
        self.list.setVisible(bool(ticks))
        self.column.addWidget(self.search)
        self.column.addWidget(self.list)
        if not ticks:
            self.column.addWidget(Label("There is nothing to choose from.", tone="secondary"))
        self.search.textChanged.connect(self._on_searched)
        self.list.itemClicked.connect(self._on_chosen)
        self.list.setCurrentRow(0)
        self.setFocusProxy(self.list if self.search.isHidden() else self.search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.list.currentItem():
            self._on_chosen(self.list.currentItem())
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        for row in range(self.list.count()):
            entry = self.list.item(row)
            entry.setHidden(text.casefold() not in entry.text().casefold())

    @Slot(QListWidgetItem)
    def _on_chosen(self, entry: QListWidgetItem) -> None:
        value = entry.data(_CHOICE).value
        self._ticked.remove(value) if value in self._ticked else self._ticked.append(value)
        self.list.viewport().update()
        self.toggled.emit(value)


class RangePopup(Popup):
    """Usual ranges of a number in a list, and two fields for any other.

    Signals:
        range_chosen(MeasureRange): another range.
    """

    range_chosen = Signal(object)

    def __init__(
        self, measure: Measure, ranges: Sequence[MeasureRange], chosen: MeasureRange | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._measure = measure
        self._ranges = tuple(ranges)
        choices = [Choice(str(place), _sentence(range_words(offered))) for place, offered in enumerate(ranges)]
        self.list = ChoiceList([Choice("", "Any"), *choices])
        self.list.set_current(str(self._ranges.index(chosen)) if chosen in self._ranges else "")
        unit = "" if measure is Measure.ANNOTATIONS else "px"
        self.low = NumberField("From", is_whole=True, unit=unit)
        self.high = NumberField("Below", is_whole=True, unit=unit)
        ends = (None, None) if chosen is None else (chosen.low, chosen.high)
        for field, value in zip((self.low, self.high), ends, strict=True):
            field.set_range(0, 10**9)
            field.allow_empty("any")
            field.set_value(None if value is None else int(value))
            field.value_changed.connect(self._on_typed)
        self.column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, field in (("From", self.low), ("below", self.high)):
            row.addWidget(Label(words, "secondary", tone="secondary"))
            row.addWidget(field, 1)
        self.column.addLayout(row)
        self.list.chosen.connect(self._on_chosen)

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        self.range_chosen.emit(self._ranges[int(name)] if name else None)
        self.close()

    @Slot(object)
    def _on_typed(self, _value: object) -> None:
        low, high = self.low.value, self.high.value
        is_any = low is None and high is None
        self.range_chosen.emit(None if is_any else MeasureRange(measure=self._measure, low=low, high=high))


class _TickDelegate(QStyledItemDelegate):
    """A row with its box, the dot of its class, its text and a note."""

    def __init__(self, ticked: Sequence[object], parent: QWidget, *, has_dots: bool) -> None:
        super().__init__(parent)
        self._ticked, self._has_dots = ticked, has_dots

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tick: Tick = index.data(_CHOICE)
        rect = QRectF(option.rect)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            rounded(painter, rect, 4, fill=theme().colour("hover"), line=None)
        box = QRectF(rect.left() + 6, rect.center().y() - 8, 16, 16)
        check_box(painter, box, is_on=tick.value in self._ticked)
        left = box.right() + 8
        if self._has_dots:
            class_dot(painter, QRectF(left, rect.center().y() - 4, 8, 8), tick.colour)
            left += 16
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        note = painter.fontMetrics().horizontalAdvance(tick.note) + 8
        painter.drawText(rect.adjusted(0, 0, -8, 0), _RIGHT, tick.note)
        painter.setFont(theme().font("text"))
        painter.setPen(theme().colour("text"))
        room = rect.right() - note - 8 - left
        words = painter.fontMetrics().elidedText(tick.text, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, rect.top(), room, rect.height()), _LEFT, words)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, size("list_row_choice"))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
