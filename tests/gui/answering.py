"""An engine client that only remembers what it was asked, and lets a test give the answers."""

from typing import TypeVar, cast

import numpy as np
import pytest

from engine.contract.commands import Command
from engine.contract.events import Event
from gui.engine_client import Reply
from gui.engine_process import EngineProcess
from gui.session import Session

AnyCommand = TypeVar("AnyCommand", bound=Command)


class NoEngine:
    """Stands where a process would be."""

    is_running = False


class Answers:
    """Takes the place of ``session.client.request``."""

    def __init__(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        self._session = session
        self._asked: list[tuple[Command, Reply]] = []
        monkeypatch.setattr(session.client, "request", self.request)

    def request(self, command: Command) -> Reply:
        reply = Reply(command, cast(EngineProcess, NoEngine()), self._session.client)
        self._asked.append((command, reply))
        return reply

    def asked(self, kind: type[AnyCommand]) -> list[AnyCommand]:
        """All commands of a kind, oldest first."""
        return [command for command, _ in self._asked if isinstance(command, kind)]

    def answer(self, kind: type[Command], event: Event, *arrays: np.ndarray) -> None:
        """Answer the newest command of a kind."""
        reply = next(reply for command, reply in reversed(self._asked) if isinstance(command, kind))
        reply.accept(event, arrays)

    def answer_to(self, command: Command, event: Event, *arrays: np.ndarray) -> None:
        """Answer one command, also an older one."""
        reply = next(reply for asked, reply in self._asked if asked is command)
        reply.accept(event, arrays)
