"""What happens when the window's own code fails: it says so in a banner and lives on."""

import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from gui.notice import Notice

_LOGGER = logging.getLogger(__name__)
_TEXT = "Something in the window failed. Your runs go on. Go on too, and report the details if it happens again."


class CrashReporter(QObject):
    """Takes the place of ``sys.excepthook``.

    Signals:
        noticed(Notice): an error was not handled anywhere else.
    """

    noticed = Signal(object)

    def install(self) -> None:
        """Report from now on."""
        sys.excepthook = self.report

    def uninstall(self) -> None:
        """Give the hook back."""
        sys.excepthook = sys.__excepthook__

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an error and tell the user, who can copy the details."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _LOGGER.error("An error was not handled.", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        self.noticed.emit(Notice("error", f"{_TEXT} Received: {kind.__name__}: {error}", details=details))
