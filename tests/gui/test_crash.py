"""An error that nobody handled becomes a message, and the window lives on."""

import sys

import pytest
from pytestqt.qtbot import QtBot

from gui.crash import CrashReporter


def test_an_unhandled_error_is_told_with_its_details(qtbot: QtBot) -> None:
    reporter = CrashReporter()
    try:
        raise ValueError("broken")
    except ValueError as error:
        caught = error

    with qtbot.waitSignal(reporter.noticed) as noticed:
        reporter.report(ValueError, caught, caught.__traceback__)

    notice = noticed.args[0]
    assert notice.kind == "error"
    assert "Received: ValueError: broken" in notice.text
    assert "Traceback" in notice.details


def test_the_hook_is_given_back(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    reporter = CrashReporter()

    reporter.install()
    installed = sys.excepthook
    reporter.uninstall()

    assert installed == reporter.report
    assert sys.excepthook is sys.__excepthook__
