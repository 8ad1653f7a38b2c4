"""Tabs as plain words, the current one underlined on the line below the header; what has no room is in a menu."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from gui.theme import theme
from gui.tokens import size
from gui.widgets.choices import Choice, Choices

_NOTE_GAP_PX = 8
_SMALLEST_GAP_PX = 6
_MORE_PX = 28
_MORE = "\u2026"
_FEWEST_SHOWN = 3


class TabBar(Choices):
    """A row of tabs that is as high as the header.

    Args:
        choices: the tabs; a ``note`` stands behind its text (``Problems 14``).
        gap_px: between two tabs; 20 on pages, 16 in Details; less where there is no room for it. Tabs for which there
            is none at all are in a menu behind the others; the current one is always shown.
        parent: owner.
    """

    def __init__(self, choices: Sequence[Choice] = (), *, gap_px: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(choices, parent)
        self._gap_px = gap_px
        self.setFixedHeight(size("header"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def hidden_choices(self) -> tuple[Choice, ...]:
        """The tabs that are in the menu, for want of room."""
        shown = self._shown()
        return tuple(choice for choice in self._choices if choice not in shown)

    @property
    def snug_width(self) -> int:
        """The least width in which every tab is shown."""
        return self._size_with(_SMALLEST_GAP_PX, self._choices).width()

    def choice_rects(self) -> list[QRectF]:
        """Where each tab stands; one in the menu has an empty place left of all."""
        shown = self._shown()
        room = self.width() - (0 if len(shown) == len(self._choices) else _MORE_PX)
        free = (room - self._text_width(shown)) / max(len(shown) - 1, 1)
        gap = min(max(free, _SMALLEST_GAP_PX), self._gap_px)
        places: dict[str, QRectF] = {}
        left = 0.0
        for choice in shown:
            width = self._width(choice)
            places[choice.name] = QRectF(left, 0, width, self.height())
            left += width + gap
        return [places.get(choice.name, QRectF(-2, 0, 0, 0)) for choice in self._choices]

    def more_rect(self) -> QRectF:
        """Where the menu opens; empty while every tab is shown."""
        if not self.hidden_choices:
            return QRectF()
        return QRectF(self.width() - _MORE_PX, 0, _MORE_PX, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.more_rect().contains(event.position()):
            self.make_menu().popup(self.mapToGlobal(QPoint(self.width() - _MORE_PX, self.height())))
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self.more_rect().contains(event.position()):
            self.setToolTip("More: " + ", ".join(choice.text for choice in self.hidden_choices))

    def make_menu(self) -> QMenu:
        """The menu of the tabs for which there is no room."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for choice in self.hidden_choices:
            action = menu.addAction(f"{choice.text}  {choice.note}".strip())
            action.setData(choice.name)
            action.setEnabled(not choice.reason)
        menu.triggered.connect(self._on_picked)
        return menu

    @Slot(QAction)
    def _on_picked(self, action: QAction) -> None:
        self._choose(next(choice for choice in self._choices if choice.name == action.data()))

    def _shown(self) -> tuple[Choice, ...]:
        """As many tabs from the left as there is room for, and the current one."""
        if self.snug_width <= self.width():
            return self._choices
        current = next((choice for choice in self._choices if choice.name == self._current), None)
        for count in range(len(self._choices) - 1, 0, -1):
            first = self._choices[:count]
            shown = first if current is None or current in first else (*first[:-1], current)
            if self._size_with(_SMALLEST_GAP_PX, shown).width() + _MORE_PX <= self.width():
                return shown
        return self._choices[:1] if current is None else (current,)

    def sizeHint(self) -> QSize:
        return self._size_with(self._gap_px, self._choices)

    def minimumSizeHint(self) -> QSize:
        if len(self._choices) <= _FEWEST_SHOWN:
            return self._size_with(_SMALLEST_GAP_PX, self._choices)
        widest = sorted(self._choices, key=self._width)[-_FEWEST_SHOWN:]
        return self._size_with(_SMALLEST_GAP_PX, widest) + QSize(_MORE_PX, 0)

    def _size_with(self, gap_px: int, choices: Sequence[Choice]) -> QSize:
        gaps = max(len(choices) - 1, 0)
        return QSize(self._text_width(choices) + gaps * gap_px + 1 if choices else 0, size("header"))

    def _text_width(self, choices: Sequence[Choice]) -> int:
        return sum(self._width(choice) for choice in choices)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for choice, rect in zip(self._choices, self.choice_rects(), strict=True):
                if not rect.isEmpty():
                    self._draw(painter, choice, rect)
            if self.hidden_choices:
                painter.setFont(theme().font("group"))
                painter.setPen(theme().colour("text_secondary"))
                painter.drawText(self.more_rect(), Qt.AlignmentFlag.AlignCenter, _MORE)

    def _draw(self, painter: QPainter, choice: Choice, rect: QRectF) -> None:
        is_current = choice.name == self._current
        painter.setFont(theme().font("group") if is_current else _medium())
        painter.setPen(theme().colour(self._token(choice)))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, choice.text)
        if choice.note:
            text_px = QFontMetrics(theme().font("group")).horizontalAdvance(choice.text)
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text_secondary"))
            painter.drawText(rect.adjusted(text_px + _NOTE_GAP_PX, 0, 8, 0), Qt.AlignmentFlag.AlignVCenter, choice.note)
        if is_current:
            line = QRectF(rect.left(), rect.bottom() - 2, rect.width(), size("tab_underline"))
            painter.fillRect(line, theme().colour("accent"))

    def _token(self, choice: Choice) -> str:
        if choice.reason:
            return "text_disabled"
        return "text" if choice.name in (self._current, self._hovered) else "text_secondary"

    def _width(self, choice: Choice) -> int:
        width = QFontMetrics(theme().font("group")).horizontalAdvance(choice.text)
        if choice.note:
            width += _NOTE_GAP_PX + QFontMetrics(theme().font("secondary")).horizontalAdvance(choice.note)
        return width


def _medium() -> QFont:
    return theme().font("button")
