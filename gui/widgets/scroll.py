"""A column that scrolls when it is taller than its place."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class ScrollColumn(QScrollArea):
    """Widgets below each other; ``column`` is their layout.

    Args:
        margin_px: space around them.
        spacing_px: space between them.
        parent: owner.
    """

    def __init__(self, *, margin_px: int = 16, spacing_px: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._content = content = QWidget()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
        self.column.setSpacing(spacing_px)
        self.setWidget(content)
        content.setAutoFillBackground(False)  # setWidget switches it on

    @contextmanager
    def kept_in_place(self, widget: QWidget | None) -> Iterator[None]:
        """Keep a widget of the column where it is in the view while those around it change; None keeps nothing."""
        bar = self.verticalScrollBar()
        offset_px = 0 if widget is None else widget.y() - bar.value()
        yield
        self._lay_out()
        if widget is not None:
            bar.setValue(widget.y() - offset_px)

    def _lay_out(self) -> None:
        """Give everything its place at once, the innermost first, and not when the event loop comes to it."""
        items = [self.column.itemAt(place) for place in range(self.column.count())]
        for widget in [item.widget() for item in items if item is not None]:
            layout = None if widget is None else widget.layout()
            if layout is not None:
                layout.activate()
        self.column.activate()
        height_px = max(self.column.totalSizeHint().height(), self.viewport().height())
        self._content.resize(self._content.width(), height_px)
