"""What a thread works with is let go in the thread of the window, whoever drops it first."""

import gc
import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from gui.threads import start_thread


class Work:
    """Waits, and notes in which thread it is taken down."""

    def __init__(self, gate: threading.Event, note: Callable[[int], None]) -> None:
        self._gate = gate
        self._note = note

    def __del__(self) -> None:
        self._note(threading.get_ident())

    def wait(self) -> None:
        self._gate.wait()


def test_work_is_taken_down_in_the_thread_of_the_window(qtbot: QtBot) -> None:
    gate = threading.Event()
    places: list[int] = []
    start_thread(Work(gate, places.append).wait, name="test")

    gate.set()

    qtbot.waitUntil(lambda: bool(places))
    assert places == [threading.get_ident()]


def test_no_cycles_are_collected_while_a_thread_is_at_work(qtbot: QtBot) -> None:
    first, second = threading.Event(), threading.Event()
    assert gc.isenabled()

    start_thread(first.wait, name="first")
    start_thread(second.wait, name="second")
    assert not gc.isenabled()

    first.set()
    qtbot.wait(50)
    assert not gc.isenabled()

    second.set()
    qtbot.waitUntil(gc.isenabled)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_cycles_are_collected_again_after_a_work_that_failed(qtbot: QtBot) -> None:
    start_thread(lambda: 1 / 0, name="failing")

    qtbot.waitUntil(gc.isenabled)
