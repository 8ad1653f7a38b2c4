"""How busy the machine is: processor and memory, once a second while they are seen."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.frame.cpu import CpuMeter
from gui.frame.memory import core_count, read_memory
from gui.widgets.label import Label
from gui.widgets.progress import ProgressBar

_REFRESH_MS = 1000
_GIGABYTE = 1e9


class Gauges(QWidget):
    """Two rows: name, bar, words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meter = CpuMeter()
        self._cpu, self._cpu_words = ProgressBar("Processor in use"), Label("–")
        self._memory, self._memory_words = ProgressBar("Memory in use"), Label("–")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, 48)
        grid.setColumnMinimumWidth(2, 104)
        grid.setColumnStretch(1, 1)
        rows = (("CPU", self._cpu, self._cpu_words), ("RAM", self._memory, self._memory_words))
        for row, (name, bar, words) in enumerate(rows):
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.setRowMinimumHeight(row, 24)
            grid.addWidget(Label(name, "secondary", tone="secondary"), row, 0)
            grid.addWidget(bar, row, 1, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(words, row, 2)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self._on_tick)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_tick()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        cores = core_count()
        busy = self._meter.read()
        if busy is not None:
            self._cpu.set_share(busy / cores)
            self._cpu_words.setText(f"{min(busy, cores) * 100:.0f} of {cores * 100} %")
        memory = read_memory()
        if memory is not None:
            self._memory.set_share(memory.used / memory.total)
            self._memory_words.setText(f"{memory.used / _GIGABYTE:.1f} of {memory.total / _GIGABYTE:.0f} GB")
