"""The header of a page, which does without its title where there is no room."""

from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.tokens import size
from gui.widgets.surface import Surface
from gui.widgets.tabs import TabBar

_LEAST_WORDS_PX: Final = 96


class PageHeader(Surface):
    """A row with a title before everything else; the rail says which page it is, too.

    Args:
        title: what is hidden in a narrow window; it stands in the header's layout.
        words: what stands behind it, and is cut where there is no room.
        tabs: what may be hidden in a menu in a still narrower one.
        parent: owner.
    """

    def __init__(self, title: QWidget, words: QWidget, tabs: TabBar, parent: QWidget | None = None) -> None:
        super().__init__("window", ("bottom",), parent)
        self._title = title
        self._words = words
        self._tabs = tabs
        self.setFixedHeight(size("header"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._narrowest(), size("header"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return is_done

    def _narrowest(self) -> int:
        """What everything but the title and the words needs, with most tabs in their menu."""
        layout = self.layout()
        needed = layout.totalMinimumSize().width() if layout is not None else 0
        if not self._tabs.isHidden():
            needed -= max(self._tabs.minimumWidth() - self._tabs.minimumSizeHint().width(), 0)
        if not self._words.isHidden():
            needed -= self._words.minimumWidth()
        return needed if self._title.isHidden() else needed - self._title.minimumSizeHint().width()

    def _fit(self) -> None:
        least_px = self._tabs.minimumSizeHint().width()
        menu_saves = max(self._tabs.snug_width - least_px, 0)
        title_px = self._title.minimumSizeHint().width()
        free = self.width() - self._narrowest()
        # Tabs come before the words behind the title, but for the first of these, without which they say nothing.
        words_px = 0 if self._words.isHidden() else min(_LEAST_WORDS_PX, self._words.sizeHint().width())
        has_room = free >= menu_saves + title_px + words_px
        if has_room == self._title.isHidden():
            self._title.setVisible(has_room)
        self._words.setMinimumWidth(min(words_px, max(free, 0)))
        taken = words_px + (title_px if has_room else 0)
        self._tabs.setMinimumWidth(least_px + min(menu_saves, max(free - taken, 0)))
