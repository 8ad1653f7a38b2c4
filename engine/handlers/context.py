"""What a handler may do besides computing: tell how far it is, and notice that it is no longer wanted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.contract.events import Event, Progress
from engine.contract.framing import Array

Result = tuple[Event, Sequence[Array]]


class Cancelled(Exception):
    """The command was cancelled; its handler ends here."""


@dataclass(frozen=True, slots=True)
class Context:
    """The way back to the window for one command.

    Attributes:
        send: send an event of this command, with its arrays.
        is_cancelled: whether the window no longer wants the command.
        leave_window: call before training: EOF no longer ends this process.
    """

    send: Callable[[Event, Sequence[Array]], None]
    is_cancelled: Callable[[], bool]
    leave_window: Callable[[], None]

    def progress(self, what: str, done: int, total: int) -> None:
        """Tell how far the command is.

        Raises:
            Cancelled: the command is no longer wanted.
        """
        if self.is_cancelled():
            raise Cancelled
        self.send(Progress(what=what, done=done, total=total), ())
