"""Threads beside the one of the window, which alone may take down what belongs to Qt."""

import contextlib
import functools
import gc
import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot


def start_thread(work: Callable[[], object], *, name: str) -> None:
    """Do something in a daemon thread; to be called in the thread of the window.

    What ``work`` holds is kept until its thread has ended and the event loop has heard of it: a QObject of which
    another thread lets go last ends the process with a segmentation fault, if an event is being delivered just then.
    Python's collector of reference cycles would do the same, as it runs in whichever thread allocates; it pauses for
    as long as such a thread is at work.
    """
    _keeper().start(work, name)


@functools.cache
def _keeper() -> "_Keeper":
    """Lives as long as the process, so that a thread can always report to it."""
    return _Keeper()


class _Keeper(QObject):
    """Holds the threads at work; a thread holds its work for as long as it runs."""

    _ended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._works: dict[threading.Thread, Callable[[], object]] = {}
        self._has_paused = False
        self._ended.connect(self._on_ended)

    def start(self, work: Callable[[], object], name: str) -> None:
        if not self._works and gc.isenabled():
            gc.disable()
            self._has_paused = True
        thread = threading.Thread(target=self._carry_out, args=(work,), name=name, daemon=True)
        self._works[thread] = work
        thread.start()

    def _carry_out(self, work: Callable[[], object]) -> None:
        try:
            work()
        except RuntimeError:
            if QCoreApplication.instance():
                raise  # otherwise Qt is gone, as the process is ending, and nobody waits for an answer
        finally:
            with contextlib.suppress(RuntimeError):
                self._ended.emit(threading.current_thread())

    @Slot(object)
    def _on_ended(self, thread: threading.Thread) -> None:
        thread.join()  # it has nothing left to do but to let go
        del self._works[thread]
        if not self._works and self._has_paused:
            self._has_paused = False
            gc.enable()
