"""The buttons at the bottom right of the canvas: zoom, fit, tidy."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.theme import theme
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.paint import rounded


class ZoomBar(QWidget):
    """Five controls in a raised bar.

    Signals:
        zoomed_out(), zoomed_in(): a step.
        fitted(): show all.
        tidied(): lay everything out anew.
    """

    zoomed_out = Signal()
    zoomed_in = Signal()
    fitted = Signal()
    tidied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.smaller = IconButton("zoom-out", "Zoom out (Ctrl+minus)")
        self.larger = IconButton("zoom-in", "Zoom in (Ctrl+plus)")
        self.fit = IconButton("fit", "Show the whole network (F)")
        self.tidy = IconButton("tidy", "Lay all layers out anew (T)")
        self._percent = Label("100 %", tone="secondary")
        self._percent.setFixedWidth(48)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._percent.setToolTip("Zoom; Ctrl+0 shows it at 100 %")
        self.smaller.clicked.connect(self.zoomed_out)
        self.larger.clicked.connect(self.zoomed_in)
        self.fit.clicked.connect(self.fitted)
        self.tidy.clicked.connect(self.tidied)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(2)
        for widget in (self.smaller, self._percent, self.larger, self.fit, self.tidy):
            row.addWidget(widget)
        for button in (self.smaller, self.larger, self.fit, self.tidy):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self.sizeHint())

    def set_zoom(self, share: float) -> None:
        """Show how large the network is drawn; 1 is its own size."""
        self._percent.setText(f"{share * 100:.0f} %")

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            line = theme().colour("control_line")
            rounded(painter, QRectF(self.rect()), 6, fill=theme().colour("raised"), line=line)
