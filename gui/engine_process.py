"""One engine process of the window: starts it, speaks the protocol with it, notices its end."""

import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

from engine.contract.commands import Command
from engine.contract.events import EVENT, Heartbeat, Ready
from engine.contract.framing import FrameDecoder, ProtocolError, encode_frame

MAIN = Path(__file__).resolve().parents[1] / "main.py"
LOG_LINES = 200
TERMINATE_GRACE_MS = 3000
SILENCE_MS = 5000

logger = logging.getLogger(__name__)

# Destroying a QProcess kills its child. A training outlives the window, so its QProcess is never destroyed: it is kept
# here, and gui/app.py ends the program without running destructors.
_released: list[QObject] = []


@dataclass(frozen=True, slots=True)
class EngineDeath:
    """The end of an engine process that nobody asked for: what happened, what to do, the end of its log."""

    message: str
    hint: str
    details: str


class EngineProcess(QObject):
    """An engine in a process of its own.

    Signals:
        event_received(event, arrays): an event of engine/contract/messages.py and its attachments.
        became_ready(): the engine listens.
        died(EngineDeath): the process ended without being asked to.
        fell_silent(bool): no sign of life for five seconds (True), or one again (False).
    """

    event_received = Signal(object, object)
    became_ready = Signal()
    died = Signal(object)
    fell_silent = Signal(bool)

    def __init__(self, program: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program = list(program or (sys.executable, str(MAIN), "engine"))
        self._decoder = FrameDecoder()
        self._log: deque[str] = deque(maxlen=LOG_LINES)
        self._is_ending = False
        self._is_silent = False
        self.is_ready = False
        self.engine_pid = 0
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment())
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_error_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._silence = QTimer(self, interval=SILENCE_MS, singleShot=True)
        self._silence.timeout.connect(self._on_silence)
        self._grace = QTimer(self, interval=TERMINATE_GRACE_MS, singleShot=True)
        self._grace.timeout.connect(self._kill_if_running)

    @property
    def is_running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    @property
    def log(self) -> str:
        """The last lines that the engine printed."""
        return "".join(self._log)

    def start(self) -> None:
        self._process.start(self._program[0], self._program[1:])

    def send(self, command: Command) -> None:
        """Send a command; one sent before the engine listens waits in the pipe."""
        self._process.write(encode_frame(command))

    def stop(self) -> None:
        """End the process politely by closing its commands; kill it when it does not go."""
        self._is_ending = True
        self._silence.stop()
        self._process.closeWriteChannel()
        self._grace.start()

    def force_stop(self) -> None:
        """Terminate, and kill after three seconds. ``died`` follows."""
        self._process.terminate()
        self._grace.start()

    def stop_now(self) -> None:
        """Kill the process and wait for its end, for the moments when the program closes."""
        self._is_ending = True
        self._silence.stop()
        self._process.kill()
        self._process.waitForFinished(TERMINATE_GRACE_MS)

    def release(self) -> None:
        """Let go of a process that trains: it goes on when the window is gone."""
        self._is_ending = True
        self._silence.stop()
        self._process.closeWriteChannel()
        self.setParent(None)
        _released.append(self)

    @Slot()
    def _kill_if_running(self) -> None:
        if self.is_running:
            self._process.kill()

    @Slot()
    def _on_output(self) -> None:
        try:
            frames = self._decoder.feed(bytes(self._process.readAllStandardOutput().data()))
            events = [(EVENT.validate_python(frame.body), frame.arrays) for frame in frames]
        except (ProtocolError, ValidationError) as error:
            self._log.append(f"\n{error}\n")
            self._report_death("The engine sent something that is not a message.")
            self._process.kill()
            return
        self._note_life()
        for event, arrays in events:
            self._accept(event, arrays)

    def _accept(self, event: object, arrays: object) -> None:
        if isinstance(event, Ready):
            self.is_ready = True
            self.engine_pid = event.pid
            self.became_ready.emit()
        elif not isinstance(event, Heartbeat):
            self.event_received.emit(event, arrays)

    def _note_life(self) -> None:
        if not self._is_ending:
            self._silence.start()
        if self._is_silent:
            self._is_silent = False
            self.fell_silent.emit(False)

    @Slot()
    def _on_silence(self) -> None:
        self._is_silent = True
        self.fell_silent.emit(True)

    @Slot()
    def _on_error_output(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        self._log.extend(text.splitlines(keepends=True))

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._grace.stop()
        self._on_error_output()
        if status == QProcess.ExitStatus.CrashExit:
            self._report_death(describe_crash(code))
        elif code != 0:
            self._report_death(f"The engine ended by itself, exit code {code}.")
        else:
            self._report_death("The engine ended.")

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._report_death(f"The engine could not be started: {self._process.errorString()}.")

    def _report_death(self, message: str) -> None:
        self._silence.stop()
        if self._is_ending:
            return
        self._is_ending = True
        hint = "Fovea goes on and starts a new one when it is needed."
        self.died.emit(EngineDeath(message=message, hint=hint, details=self.log))


def describe_crash(signal_number: int) -> str:
    """One sentence on an end by a signal; Qt gives its number as the exit code on Unix."""
    match signal_number:
        case signal.SIGKILL:
            return "The engine was killed, by somebody or by the system because memory ran out."
        case signal.SIGSEGV | signal.SIGABRT | signal.SIGILL:
            return "The engine crashed inside a library."
        case signal.SIGTERM:
            return "The engine was asked by the system to end."
        case _:
            return f"The engine ended unexpectedly, code {signal_number}."


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    for name, value in (("TF_CPP_MIN_LOG_LEVEL", "2"), ("PYTHONUNBUFFERED", "1"), ("PYTHONIOENCODING", "utf-8")):
        if name not in os.environ:
            environment.insert(name, value)
    return environment
