"""A process that does not listen is ended in two steps."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.runs.force_stop import ForceStop

LISTENS = "print('up', flush=True); input()"
IGNORES = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); input()"


@pytest.mark.parametrize("program", [LISTENS, IGNORES])
def test_the_process_ends(qtbot: QtBot, program: str) -> None:
    owner = QObject()
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()

        ForceStop(process.pid, owner).start()

        qtbot.waitUntil(lambda: process.poll() is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not owner.children(), timeout=10_000)
