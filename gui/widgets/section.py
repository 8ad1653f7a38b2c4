"""Headings of sections and of groups, with secondary text and controls at the right."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gui.widgets.label import Label


class SectionHeader(QWidget):
    """A heading (15 px, semibold), a secondary text behind it, and controls at the right end.

    Args:
        title: the heading.
        note: secondary text.
        is_group: the smaller heading of groups in Details; its note stands at the right end.
        parent: owner.
    """

    def __init__(self, title: str, note: str = "", *, is_group: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(title, "group" if is_group else "section")
        self._note = Label(note, "secondary", tone="secondary")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._title)
        if is_group:
            self._layout.addStretch(1)
            self._layout.addWidget(self._note)
        else:
            self._layout.addWidget(self._note)
            self._layout.addStretch(1)
        self.setMinimumHeight(20 if is_group else 24)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def set_note(self, note: str) -> None:
        self._note.setText(note)

    def add_control(self, control: QWidget) -> None:
        """Put a control at the right end."""
        self._layout.addWidget(control)
