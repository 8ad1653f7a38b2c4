"""Follows one run through its folder, whoever trains it, and sends it control lines (docs/adr/0001)."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from engine.contract.control_lines import new_control_id, write_control
from engine.contract.errors import UserError
from engine.contract.event_log import EventLogReader
from engine.contract.run_events import Acknowledged, Control, RunState
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import is_open, observed_state

POLL_MS = 50
STATE_POLL_MS = 500
PATIENCE_MS = 10_000

Verb = Literal["pause", "continue", "finish", "discard", "set_learning_rate", "set_epochs"]


class RunFollower(QObject):
    """Tails a run's event log.

    Signals:
        events_arrived(tuple): new events, oldest first.
        restarted(): the log was cut back by a resume; forget what was shown.
        caught_up(): everything written so far has been told.
        state_changed(RunState): the run's state, corrected when its process has died.
        acknowledged(str, float): a control line was read; its id and the milliseconds that took.
        overdue(): asked to end ten seconds ago, and still going on.
    """

    events_arrived = Signal(object)
    restarted = Signal()
    caught_up = Signal()
    state_changed = Signal(object)
    acknowledged = Signal(str, float)
    overdue = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None, *, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__(parent)
        self.folder = RunFolder(folder)
        self.state: RunState | None = None
        self._reader = EventLogReader(self.folder.events)
        self._waiting: dict[str, QElapsedTimer] = {}
        self._is_behind = True
        self._tail = QTimer(self, interval=0)
        self._tail.timeout.connect(self._on_tail)
        self._watch = QTimer(self, interval=STATE_POLL_MS)
        self._watch.timeout.connect(self.look_at_state)
        self._patience = QTimer(self, interval=patience_ms, singleShot=True)
        self._patience.timeout.connect(self._on_patience_over)

    @property
    def is_active(self) -> bool:
        """Whether the run still goes on."""
        return self.state is None or is_open(self.state)

    @Slot()
    def start(self) -> None:
        self._tail.start()
        self._watch.start()

    @Slot()
    def stop(self) -> None:
        for timer in (self._tail, self._watch, self._patience):
            timer.stop()

    def send(self, verb: Verb, value: float | None = None) -> str:
        """Append a control line; its id comes back in ``acknowledged``.

        Raises:
            OSError: the run folder cannot be written.
        """
        control = Control(control_id=new_control_id(), verb=verb, value=value)
        timer = QElapsedTimer()
        timer.start()
        self._waiting[control.control_id] = timer
        write_control(self.folder.control, control)
        if verb in ("finish", "discard"):
            self._patience.start()
        return control.control_id

    @Slot()
    def look_at_state(self) -> None:
        """Read the state now, and say so when it changed."""
        try:
            state = observed_state(self.folder.read_state())
        except UserError:
            return
        if self.state is None or _differs(state, self.state):
            self.state = state
            self.state_changed.emit(state)

    @Slot()
    def _on_patience_over(self) -> None:
        self.look_at_state()
        if self.is_active:
            self.overdue.emit()

    @Slot()
    def _on_tail(self) -> None:
        batch = self._reader.read()
        if batch.is_restarted:
            self.restarted.emit()
        if batch.events:
            self._settle_acknowledged([event for event in batch.events if isinstance(event, Acknowledged)])
            self.events_arrived.emit(batch.events)
        if batch.is_at_end and self._is_behind:
            self.caught_up.emit()
        if batch.is_at_end == self._is_behind:
            self._is_behind = not batch.is_at_end
            self._tail.setInterval(0 if self._is_behind else POLL_MS)

    def _settle_acknowledged(self, events: list[Acknowledged]) -> None:
        for event in events:
            timer = self._waiting.pop(event.control_id, None)
            if timer is not None:
                self.acknowledged.emit(event.control_id, float(timer.elapsed()))


def _differs(state: RunState, other: RunState) -> bool:
    quiet = {"heartbeat": 0.0, "seconds": 0.0}
    return state.model_copy(update=quiet) != other.model_copy(update=quiet)
