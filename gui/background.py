"""Computes in a thread of its own what would stop the window for a moment."""

import logging
import threading
from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, Signal, Slot

from gui.threads import start_thread
from models.graph import GraphError

Work = Callable[[], object]
_log = logging.getLogger(__name__)


class Background(QObject):
    """Carries out pure functions one by one, the newest first: it is about what is on screen now.

    Of two waiting works with the same key only the newer one is carried out. The thread ends when nothing waits any
    more, so that nothing has to be ended when the window closes.

    Signals:
        done(key, value): what a work returned.
        failed(key, sentence): why the network of a work cannot be.
    """

    done = Signal(object, object)
    failed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = _Desk()
        self._desk.done.connect(self._on_done)
        self._desk.failed.connect(self._on_failed)

    def ask(self, key: Hashable, work: Work) -> None:
        """Have something computed.

        Args:
            key: given back with the value.
            work: called in the other thread; it must not touch widgets.
        """
        self._desk.put(key, work)

    def forget_all(self) -> None:
        """Drop what waits."""
        self._desk.clear()

    @Slot(object, object)
    def _on_done(self, key: Hashable, value: object) -> None:
        self.done.emit(key, value)

    @Slot(object, str)
    def _on_failed(self, key: Hashable, sentence: str) -> None:
        self.failed.emit(key, sentence)


class _Desk(QObject):
    """What waits. It outlives its owner for as long as its thread works."""

    done = Signal(object, object)
    failed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._waiting: dict[Hashable, Work] = {}
        self._is_working = False

    def put(self, key: Hashable, work: Work) -> None:
        with self._lock:
            self._waiting.pop(key, None)
            self._waiting[key] = work
            if self._is_working:
                return
            self._is_working = True
        start_thread(self._work, name="background")

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def _work(self) -> None:
        try:
            while (taken := self._next()) is not None:
                self._carry_out(*taken)
        except BaseException:
            with self._lock:
                self._is_working = False  # the next work starts a new thread
            raise

    def _next(self) -> tuple[Hashable, Work] | None:
        with self._lock:
            if not self._waiting:
                self._is_working = False
                return None
            return self._waiting.popitem()

    def _carry_out(self, key: Hashable, work: Work) -> None:
        try:
            value = work()
        except GraphError as error:
            _log.info("A network cannot be made: %s", error)
            self.failed.emit(key, str(error))
        else:
            self.done.emit(key, value)
