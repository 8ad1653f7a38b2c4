"""The fixture that finds what a test leaves behind must itself find it."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests import leaks
from tests.leaks import Surroundings, leaks_since, look_around
from tests.shared_data import REPOSITORY


@pytest.fixture(autouse=True)
def without_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "GRACE_SECONDS", 0.0)


def _look(folder: Path, *, uses_qt: bool = False) -> Surroundings:
    return look_around([folder], uses_qt=uses_qt)


def test_nothing_new_is_no_leak(tmp_path: Path) -> None:
    before = _look(tmp_path)

    assert leaks_since(before, lambda: _look(tmp_path)) == []


def test_a_new_file_is_found(tmp_path: Path) -> None:
    before = _look(tmp_path)

    (tmp_path / "left.txt").touch()

    assert _look(tmp_path).since(before) == [f"files: {tmp_path / 'left.txt'}"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks the Linux kernel")
def test_a_living_child_process_is_found(tmp_path: Path) -> None:
    before = _look(tmp_path)

    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        found = _look(tmp_path).since(before)

    assert len(found) == 1
    assert str(child.pid) in found[0]


def test_a_thread_that_goes_on_is_found(tmp_path: Path) -> None:
    end = threading.Event()
    before = _look(tmp_path)

    thread = threading.Thread(target=end.wait, name="forgotten")
    thread.start()
    found = _look(tmp_path).since(before)
    end.set()
    thread.join()

    assert len(found) == 1
    assert "forgotten" in found[0]


def test_an_active_timer_is_found(tmp_path: Path, qapp: object) -> None:
    from PySide6.QtCore import QTimer

    before = _look(tmp_path, uses_qt=True)

    timer = QTimer()
    timer.start(1000)
    found = _look(tmp_path, uses_qt=True).since(before)
    timer.stop()

    assert len(found) == 1
    assert found[0].startswith("timers:")


def test_a_visible_window_is_found(tmp_path: Path, qapp: object) -> None:
    from PySide6.QtWidgets import QWidget

    before = _look(tmp_path)

    window = QWidget()
    window.show()
    found = _look(tmp_path).since(before)
    window.close()

    assert len(found) == 1
    assert found[0].startswith("windows:")


WINDOWS_IN_THE_GARBAGE = """
import gc
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from tests.leaks import _visible_windows

class Forgotten(QWidget):
    def __init__(self):
        super().__init__()
        self.itself = self

application = QApplication([])
boxes = [QComboBox() for _ in range(40)]
for box in boxes:
    box.addItem("one")
    box.showPopup()  # a window that Python does not know yet, so that listing it makes an object
    box.hidePopup()
gc.disable()
forgotten = [Forgotten() for _ in range(200)]
gc.collect(0)
gc.collect(0)
gc.set_threshold(20, 1, 1_000)
forgotten = None
gc.enable()  # after 20 objects more the garbage is collected: while the windows are listed
_visible_windows()
"""


def test_windows_in_the_garbage_are_not_collected_while_they_are_listed() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    subprocess.run([sys.executable, "-c", WINDOWS_IN_THE_GARBAGE], cwd=REPOSITORY, env=environment, check=True)
