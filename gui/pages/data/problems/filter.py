"""The filter bar of the Problems tab: text, kinds, what was done, how many remain, and what to do with the list."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from engine.contract.dataset import ProblemCode
from engine.dataset.index.problem_pages import ProblemChoice, ProblemListing, ProblemOrder
from gui.pages.data.problems.table import ACTION_WORDS, KIND_WORDS
from gui.tokens import size
from gui.widgets.chip import FilterChip
from gui.widgets.fields import SearchField
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.words import plural

_TYPING_MS: Final = 150
Item = TypeVar("Item")


class ProblemFilterBar(QWidget):
    """Makes a ProblemChoice from what the user types and chooses.

    Signals:
        choice_changed(ProblemChoice): list these problems.
        copy_requested: copy the list.
        save_requested: save the list.
    """

    choice_changed = Signal(object)
    copy_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = ProblemChoice()
        self._kinds: tuple[tuple[ProblemCode, int], ...] = ()
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self.search = SearchField("File or sentence")
        self.kind = FilterChip("Kind")
        self.done = FilterChip("Done")
        self._count = Label("", "secondary", tone="secondary")
        self.copy_list = IconButton("copy", "Copy the list as text")
        self.save_csv = IconButton("export", "Save the list as CSV")
        self._lay_out()
        self._connect()

    @property
    def choice(self) -> ProblemChoice:
        """Which problems are shown, in which order."""
        return self._choice

    def set_listing(self, listing: ProblemListing) -> None:
        """Say how many problems there are, and of which kinds."""
        self._kinds = listing.kinds
        shown, total = len(listing.ids), plural(listing.total, "problem")
        self._count.setText(total if shown == listing.total else f"{shown:,} of {total}")
        for button in (self.copy_list, self.save_csv):
            button.set_available(bool(shown), reason="There is no problem to write down.")

    def choose(self, choice: ProblemChoice) -> None:
        """Show another choice and tell about it."""
        if choice == self._choice:
            return
        self._choice = choice
        self.kind.set_kept(", ".join(KIND_WORDS[code] for code in choice.codes))
        self.done.set_kept(", ".join(ACTION_WORDS[action] for action in choice.actions))
        if self.search.text().strip() != choice.text:
            self.search.setText(choice.text)
            self._typing.stop()
        self.choice_changed.emit(choice)

    @Slot()
    def show_all(self) -> None:
        """Take all filters away; the order stays."""
        self.choose(replace(self._choice, text="", codes=(), actions=()))

    @Slot(object)
    def show_kind(self, code: ProblemCode | None) -> None:
        """Show only problems of a kind, or all."""
        self.choose(replace(self._choice, codes=() if code is None else (code,)))

    @Slot(object)
    def sort(self, order: tuple[ProblemOrder, bool]) -> None:
        """Sort by a column, and whether from its end."""
        self.choose(replace(self._choice, order=order[0], is_descending=order[1]))

    @Slot()
    def _on_typed(self) -> None:
        self.choose(replace(self._choice, text=self.search.text().strip()))

    @Slot()
    def _on_kind_opened(self) -> None:
        choices = [(code, f"{KIND_WORDS[code]}  {count:,}") for code, count in self._kinds]
        self._open_menu(self.kind, choices, self._choice.codes)

    @Slot()
    def _on_done_opened(self) -> None:
        self._open_menu(self.done, list(ACTION_WORDS.items()), self._choice.actions)

    def _open_menu(self, chip: FilterChip, choices: Sequence[tuple[object, str]], kept: Sequence[object]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, text in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(value in kept)
            action.setData((chip is self.kind, value))
        menu.triggered.connect(self._on_menu_chosen)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4)))

    @Slot(QAction)
    def _on_menu_chosen(self, action: QAction) -> None:
        is_kind, value = action.data()
        if is_kind:
            self.choose(replace(self._choice, codes=_toggled(self._choice.codes, value)))
        else:
            self.choose(replace(self._choice, actions=_toggled(self._choice.actions, value)))

    @Slot()
    def _on_kind_removed(self) -> None:
        self.choose(replace(self._choice, codes=()))

    @Slot()
    def _on_done_removed(self) -> None:
        self.choose(replace(self._choice, actions=()))

    def _connect(self) -> None:
        self._typing.timeout.connect(self._on_typed)
        self.search.textChanged.connect(self._typing.start)
        self.kind.opened.connect(self._on_kind_opened)
        self.kind.removed.connect(self._on_kind_removed)
        self.done.opened.connect(self._on_done_opened)
        self.done.removed.connect(self._on_done_removed)
        self.copy_list.clicked.connect(self.copy_requested)
        self.save_csv.clicked.connect(self.save_requested)

    def _lay_out(self) -> None:
        self.setFixedHeight(size("filter_bar"))
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(240)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 4, size("page_margin"), 0)
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.kind)
        row.addWidget(self.done)
        row.addStretch(1)
        row.addWidget(self._count)
        row.addWidget(self.copy_list)
        row.addWidget(self.save_csv)


def _toggled(kept: tuple[Item, ...], value: Item) -> tuple[Item, ...]:
    return tuple(item for item in kept if item != value) if value in kept else (*kept, value)
