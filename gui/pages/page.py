"""The frame that all pages share: header, banners, content, Details at the right."""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from gui.frame.banners import BannerArea
from gui.notice import Notice
from gui.pages.header import PageHeader
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.choices import Choice
from gui.widgets.details import DetailsPanel
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.surface import Line, Surface
from gui.widgets.tabs import TabBar

PageName = Literal["start", "data", "network", "train", "inspect", "runs"]

_DESIGN_WIDTH_PX = 1208
_HANDLE_PX = 1


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page is called and what F1 says about it."""

    name: PageName
    title: str
    help: str


class Page(QWidget):
    """A page: fill it with ``set_content`` or ``add_tab``, ``add_action``, ``set_primary`` and ``details``.

    Args:
        text: name, title and help.
        parent: owner.

    Attributes:
        banners: the place of messages.
        details: the panel at the right.

    Signals:
        tab_changed(str): another tab was chosen.
        details_folded(bool): the user folded or unfolded Details.
        details_resized(int): the user gave Details another width, in logical pixels.
    """

    tab_changed = Signal(str)
    details_folded = Signal(bool)
    details_resized = Signal(int)

    def __init__(self, text: PageText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.primary: Button | None = None
        self.banners = BannerArea()
        self.details = DetailsPanel()
        self._title = Label(text.title, "title")
        self._context = ElidedLabel("", "secondary", tone="secondary")
        self._tabs = TabBar(gap_px=size("tab_gap_page"))
        self._tab_names: list[str] = []
        self._tab_choices: list[Choice] = []
        self._hidden_tabs: set[str] = set()
        self._stack = QStackedWidget()
        self._action_row = QHBoxLayout()
        self._unfold_place = QWidget()
        self._unfold = IconButton("fold", "Show the details")
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._tabs.chosen.connect(self._on_tab_chosen)
        self.details.fold_requested.connect(self._on_fold)
        self._unfold.clicked.connect(self._on_unfold)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)

    @property
    def context(self) -> str:
        """What stands behind the title."""
        return self._context.full_text()

    def set_context(self, context: str) -> None:
        """Say behind the title what the page is about at the moment."""
        self._context.set_text(context)
        self._context.setVisible(bool(context))

    def set_content(self, content: QWidget) -> None:
        """Fill a page that has no tabs."""
        self._stack.addWidget(content)
        self._stack.setCurrentWidget(content)

    def add_tab(self, name: str, text: str, content: QWidget, *, is_shown: bool = True) -> None:
        """Add a tab with its content; the first one is the current one. ``set_tab_shown`` shows it where it is not."""
        if not is_shown:
            self._hidden_tabs.add(name)
        self._tab_names.append(name)
        self._stack.addWidget(content)
        self._tab_choices.append(Choice(name, text))
        self._show_tabs()
        self._tabs.show()

    def set_tab_note(self, name: str, note: str) -> None:
        """Show a count behind a tab."""
        self._tab_choices = [replace(c, note=note) if c.name == name else c for c in self._tab_choices]
        self._show_tabs()

    def set_tab_shown(self, name: str, *, is_shown: bool) -> None:
        """Offer a tab only while there is something for it; the first one takes the place of a tab that goes."""
        self._hidden_tabs.discard(name) if is_shown else self._hidden_tabs.add(name)
        was_current = self.current_tab == name
        self._show_tabs()
        if was_current and not is_shown:
            self.show_tab(self._tabs.choices[0].name)

    def show_tab(self, name: str) -> None:
        """Go to a tab."""
        self._tabs.set_current(name)
        self._on_tab_chosen(name)

    @property
    def current_tab(self) -> str:
        return self._tabs.current

    def add_action(self, control: QWidget) -> None:
        """Put a control into the header, before the primary button."""
        place = self._action_row.count() - (1 if self.primary is not None else 0)
        self._action_row.insertWidget(place, control)

    def set_primary(self, button: Button) -> None:
        """Put the page's one primary button at the end of the header."""
        self.primary = button
        self._action_row.addWidget(button)

    def show_notice(self, notice: Notice, *, action_text: str = "") -> None:
        """Show a message at the top of the page."""
        self.banners.show_notice(notice, action_text=action_text)

    def set_details_folded(self, is_folded: bool) -> None:
        """Fold or unfold Details without telling about it."""
        self.details.setVisible(not is_folded)
        self._unfold_place.setVisible(is_folded)

    @property
    def are_details_folded(self) -> bool:
        return self.details.isHidden()

    def set_details_width(self, width_px: int) -> None:
        """Give Details a width, the line at its left included."""
        whole = self.width() if self.isVisible() else _DESIGN_WIDTH_PX
        self._splitter.setSizes([max(1, whole - width_px), width_px - _HANDLE_PX])

    @Slot()
    def toggle_details(self) -> None:
        """Fold Details, or unfold them."""
        self.set_details_folded(not self.are_details_folded)
        self.details_folded.emit(self.are_details_folded)

    @Slot()
    def _on_fold(self) -> None:
        self.set_details_folded(True)
        self.details_folded.emit(True)

    @Slot()
    def _on_unfold(self) -> None:
        self.set_details_folded(False)
        self.details_folded.emit(False)

    @Slot(int, int)
    def _on_splitter_moved(self, _place: int, _number: int) -> None:
        self.details_resized.emit(self._splitter.sizes()[1] + _HANDLE_PX)

    def _show_tabs(self) -> None:
        self._tabs.set_choices([choice for choice in self._tab_choices if choice.name not in self._hidden_tabs])

    @Slot(str)
    def _on_tab_chosen(self, name: str) -> None:
        self._stack.setCurrentIndex(self._tab_names.index(name))
        self.tab_changed.emit(name)

    def _lay_out(self) -> None:
        main = Surface("window")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        column.addWidget(self.banners)
        column.addWidget(self._stack, 1)
        self.details.setMinimumWidth(280)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(_HANDLE_PX)
        self._splitter.addWidget(main)
        self._splitter.addWidget(self.details)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self.set_details_width(size("details_width"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)

    def _make_header(self) -> QWidget:
        header = PageHeader(self._title, self._context, self._tabs)
        self._tabs.hide()
        self._context.setContentsMargins(0, 0, 12, 0)
        self._context.hide()
        self._unfold_place.hide()
        unfold = QHBoxLayout(self._unfold_place)
        unfold.setContentsMargins(8, 0, 0, 0)
        unfold.setSpacing(8)
        unfold.addWidget(Line(Qt.Orientation.Vertical, length_px=20))
        unfold.addWidget(self._unfold)
        self._action_row.setSpacing(8)
        row = QHBoxLayout(header)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(0)
        row.addWidget(self._title)
        row.addSpacing(12)
        row.addWidget(self._context, 0)
        row.addSpacing(12)
        row.addWidget(self._tabs)
        row.addStretch(1)
        row.addSpacing(12)
        row.addLayout(self._action_row)
        row.addWidget(self._unfold_place)
        return header
