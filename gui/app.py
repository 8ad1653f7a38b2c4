"""Opens the window: application, theme, session, pages."""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from gui.actions import spec
from gui.commands import Commands
from gui.crash import CrashReporter
from gui.engine_client import EngineClient
from gui.frame.status_feed import StatusFeed
from gui.icons import icon_pixmap
from gui.pages.page import Page
from gui.pages.start.page import StartPage
from gui.session import Session
from gui.settings import SettingsStore
from gui.theme import theme
from gui.window import MainWindow

_PREPARE_AFTER_MS = 400


class App(QObject):
    """Everything of one window.

    Args:
        program: how an engine is started; None for this program's own.
        settings: what the window remembers; None for the user's file.

    Attributes:
        window: the main window.
        session: what it works on.
    """

    def __init__(self, program: Sequence[str] | None = None, settings: SettingsStore | None = None) -> None:
        super().__init__()
        self.settings = settings or SettingsStore(parent=self)
        theme().install(self.settings.value.theme)
        self.client = EngineClient(program, self)
        self.session = Session(self.client, self)
        self.window = MainWindow(self._factories(), self.settings)
        self.crash_reporter = CrashReporter(self)
        self._commands = Commands(self.window, self.session, self.settings)
        self._feed = StatusFeed(self.session, self.window.status, self)
        self._prepare = QTimer(self, interval=_PREPARE_AFTER_MS)
        self._prepare.timeout.connect(self._on_prepare)
        self._paths: tuple[Path, ...] = ()
        self._wanted_page = "start"
        self._unprepared = list(self._factories())
        self._connect()

    def open(self, paths: Sequence[Path] = ()) -> None:
        """Show the window, then start what it needs behind it."""
        self._wanted_page = self.settings.value.page
        self.window.show_page("start")
        self.window.show()
        self._paths = tuple(paths)
        QTimer.singleShot(0, self._on_shown)

    def close(self) -> None:
        """End the engines; trainings go on."""
        self._prepare.stop()
        self._feed.stop()
        self.session.close()
        self.settings.save()

    def _connect(self) -> None:
        self.session.noticed.connect(self.window.show_notice)
        self.session.page_requested.connect(self.window.show_page)
        self.crash_reporter.noticed.connect(self.window.show_notice)
        self.window.status.job_clicked.connect(self.window.actions_table.request)
        self.window.closing.connect(self.close)

    @Slot()
    def _on_shown(self) -> None:
        self.session.start()
        start = self.window.page("start")
        if isinstance(start, StartPage):
            start.load_samples()
        if self._paths:
            self.session.open_paths(self._paths)
        elif not spec(f"show_{self._wanted_page}").refusal(self.window.actions_table.facts):
            self.window.show_page(self._wanted_page)
        self._prepare.start()

    @Slot()
    def _on_prepare(self) -> None:
        """Make the pages that nobody has asked for yet, one at a time, so that the first visit is instant."""
        self._prepare.setInterval(0)
        if self._unprepared:
            self.window.page(self._unprepared.pop(0))
        else:
            self._prepare.stop()

    def _factories(self) -> dict[str, Callable[[], Page]]:
        return {
            "start": self._make_start,
            "data": self._make_data,
            "network": self._make_network,
            "train": self._make_train,
            "inspect": self._make_inspect,
            "runs": self._make_runs,
        }

    def _make_start(self) -> Page:
        return StartPage(self.session, self.window.actions_table)

    # The others import charts and views; each is imported when it is first made, so that the window is there at once.

    def _make_data(self) -> Page:
        from gui.pages.data.page import DataPage

        return DataPage(self.session, self.window.actions_table, self.settings)

    def _make_network(self) -> Page:
        from gui.pages.network.page import NetworkPage

        return NetworkPage(self.session, self.window.actions_table)

    def _make_train(self) -> Page:
        from gui.pages.train.page import TrainPage

        return TrainPage(self.session, self.window.actions_table, self.settings)

    def _make_inspect(self) -> Page:
        from gui.pages.inspect.page import InspectPage

        return InspectPage(self.session, self.window.actions_table, self.settings)

    def _make_runs(self) -> Page:
        from gui.pages.runs.page import RunsPage

        return RunsPage(self.session, self.window.actions_table, self.settings)


def make_application(arguments: Sequence[str]) -> QApplication:
    """The Qt application with Fovea's name and icon."""
    application = QApplication(list(arguments))
    application.setApplicationName("Fovea")
    application.setDesktopFileName("fovea")
    application.setWindowIcon(QIcon(icon_pixmap("fovea", theme().colour("accent"), size_px=64)))
    return application


def main(paths: Sequence[Path] = ()) -> NoReturn:
    """Open the window on ``paths`` and wait until it is closed.

    The process ends here without destructors: that of a QProcess would kill a training that has to go on.
    """
    application = make_application(sys.argv[:1])
    app = App()
    app.crash_reporter.install()
    app.open(paths)
    code = application.exec()
    logging.shutdown()
    os._exit(code)
