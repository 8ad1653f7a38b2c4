"""The line at the bottom of the window: engine, device, memory, the running job, messages."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.frame.memory import Memory
from gui.theme import theme
from gui.tokens import size
from gui.widgets.clickable import Clickable
from gui.widgets.label import Label
from gui.widgets.paint import rounded
from gui.widgets.progress import ProgressBar
from gui.widgets.surface import Line, Surface
from gui.words import NOTHING

EngineMood = Literal["starting", "ready", "busy", "training", "failed", "idle"]
_DOTS = {"ready": "success", "training": "success", "failed": "danger", "idle": "track"}
_TEXTS = {
    "starting": "Engine starting",
    "ready": "Engine ready",
    "busy": "Engine busy",
    "training": "Engine training",
    "failed": "Engine failed",
    "idle": "Engine idle",
}


@dataclass(frozen=True, slots=True)
class Job:
    """What goes on.

    Attributes:
        name: of the run, or of the folder.
        words: how far it is.
        share: that is done, from 0 to 1.
        action: goes to it.
        tip: what a click does.
    """

    name: str
    words: str
    share: float
    action: str = "show_train"
    tip: str = "Go to the run"


class StatusItem(Clickable):
    """A text of the status bar that can be clicked, with a dot of state before it."""

    RADIUS_PX = 4

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = ""
        self._quiet = ""
        self.setAccessibleName(name)
        self.setFixedHeight(size("status_bar") - 2)

    def set_words(self, text: str, *, quiet: str = "", dot: str = "") -> None:
        """Show a text, a secondary text behind it, and a dot in the colour named ``dot``."""
        self.setText(text)
        self._quiet = quiet
        self._dot = dot
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        return f"{self.text()} {self._quiet}".strip()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font("secondary"))
        width = metrics.horizontalAdvance(self.text()) + (14 if self._dot else 0)
        return QSize(width + (6 + metrics.horizontalAdvance(self._quiet) if self._quiet else 0) + 1, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            left = 0.0
            if self._dot:
                dot = QRectF(0, self.height() / 2 - 4, 8, 8)
                rounded(painter, dot, 4, fill=theme().colour(self._dot), line=None)
                left = 14.0
            font = theme().font("secondary")
            painter.setFont(font)
            is_strong = bool(self._quiet) or self.underMouse()
            painter.setPen(theme().colour("text" if is_strong else "text_secondary"))
            rect = QRectF(left, 0, self.width() - left, self.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self.text())
            if self._quiet:
                painter.setPen(theme().colour("text_secondary"))
                offset = QFontMetrics(font).horizontalAdvance(self.text()) + 6
                painter.drawText(rect.adjusted(offset, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._quiet)


class StatusBar(Surface):
    """Says what the machine does.

    Signals:
        engine_clicked: go to the engine.
        job_clicked(str): carry out the action that goes to the job.
    """

    engine_clicked = Signal()
    job_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("rail", ("top",), parent)
        self.setFixedHeight(size("status_bar"))
        self.engine = StatusItem("State of the engine")
        self.job = StatusItem("Running job")
        self.messages = Label("", "secondary", tone="secondary")
        self._device = Label("", "secondary", tone="secondary")
        self._memory = Label("", "secondary", tone="secondary")
        self._gauge = ProgressBar("Memory in use", width_px=48)
        self._progress = ProgressBar("Progress of the job", width_px=96)
        self._separators = [Line(Qt.Orientation.Vertical, length_px=12) for _ in range(3)]
        self.engine.clicked.connect(self.engine_clicked)
        self.job.clicked.connect(self._on_job_clicked)
        self._lay_out()
        self.set_engine("starting")
        self.set_device("")
        self.set_memory(None)
        self.set_job(None)
        self.set_message_count(0)

    def set_engine(self, mood: EngineMood, *, reason: str = "") -> None:
        """Say how the engine is; ``reason`` is shown in the tooltip."""
        self.engine.set_words(_TEXTS[mood], dot=_DOTS.get(mood, "warning"))
        self.engine.set_tip(reason or _TEXTS[mood])

    def set_device(self, words: str) -> None:
        """Say what the engine computes on."""
        self._device.setText(words)
        self._device.setVisible(bool(words))
        self._separators[0].setVisible(bool(words))

    def set_memory(self, memory: Memory | None) -> None:
        """Show how much memory is in use."""
        for widget in (self._memory, self._gauge, self._separators[1]):
            widget.setVisible(memory is not None)
        if memory is not None:
            self._memory.setText(f"RAM {memory.used / 2**30:.1f} of {memory.total / 2**30:.0f} GB")
            self._gauge.set_share(memory.used / memory.total)

    def set_job(self, job: Job | None) -> None:
        """Show the running job, or none."""
        for widget in (self.job, self._progress, self._separators[2]):
            widget.setVisible(job is not None)
        self._job = job
        if job is not None:
            self.job.set_words(job.name, quiet=job.words or NOTHING)
            self.job.set_tip(job.tip)
            self._progress.set_share(job.share)

    def set_message_count(self, count: int) -> None:
        """Say how many messages wait on the page."""
        texts = {0: "No messages", 1: "1 message"}
        self.messages.setText(texts.get(count, f"{count} messages"))

    @Slot()
    def _on_job_clicked(self) -> None:
        if self._job is not None:
            self.job_clicked.emit(self._job.action)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 12, 0)
        row.setSpacing(12)
        for widget in (self.engine, self._separators[0], self._device, self._separators[1], self._memory, self._gauge):
            row.addWidget(widget)
        for widget in (self._separators[2], self.job, self._progress):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.messages)
