"""The panel at the right of a page: what is known of the selected thing, and its settings."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel
from gui.widgets.surface import Surface
from gui.widgets.tabs import TabBar


class DetailsPanel(Surface):
    """A header of 56 px with a title or tabs, a button that folds the panel, and the content below.

    Signals:
        fold_requested: the panel should be folded.
        tab_changed(str): another tab was chosen.
    """

    fold_requested = Signal()
    tab_changed = Signal(str)

    def __init__(self, title: str = "Details", parent: QWidget | None = None) -> None:
        super().__init__("panel", (), parent)
        self._title = ElidedLabel(title, "group")
        self._subtitle = ElidedLabel("", "secondary", tone="secondary")
        self._tabs = TabBar(gap_px=size("tab_gap_details"))
        self._tabs.hide()
        self._stack = QStackedWidget()
        self._names: list[str] = []
        self.fold_button = IconButton("fold", "Fold the details")
        self.fold_button.clicked.connect(self.fold_requested)
        self._tabs.chosen.connect(self._on_tab_chosen)
        self._lay_out()

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Say what the panel is about."""
        self._title.set_text(title)
        self._subtitle.set_text(subtitle)

    def set_content(self, content: QWidget) -> None:
        """Show one widget below the title; those before it are kept."""
        if self._stack.indexOf(content) < 0:
            self._stack.addWidget(content)
        self._stack.setCurrentWidget(content)

    def add_tab(self, name: str, text: str, content: QWidget) -> None:
        """Add a tab; tabs take the place of the title."""
        self._names.append(name)
        self._stack.addWidget(content)
        self._tabs.set_choices([*self._tabs.choices, Choice(name, text)])
        self._tabs.show()
        self._title.hide()
        self._subtitle.hide()

    def show_tab(self, name: str) -> None:
        """Go to a tab."""
        self._tabs.set_current(name)
        self._on_tab_chosen(name)

    @property
    def current_tab(self) -> str:
        return self._tabs.current

    @Slot(str)
    def _on_tab_chosen(self, name: str) -> None:
        self._stack.setCurrentIndex(self._names.index(name))
        self.tab_changed.emit(name)

    def _lay_out(self) -> None:
        header = Surface("panel", ("bottom",))
        header.setFixedHeight(size("details_header"))
        row = QHBoxLayout(header)
        row.setContentsMargins(size("page_margin"), 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 1)
        row.addWidget(self._tabs)
        row.addStretch(1)
        row.addWidget(self.fold_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self._stack, 1)
