"""The window at the other end of a command, as far as a handler knows it."""

from collections.abc import Sequence

from engine.contract.events import Event
from engine.contract.framing import Array


class Window:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def send(self, event: Event, _arrays: Sequence[Array]) -> None:
        self.events.append(event)

    def leave(self) -> None:
        """Nothing to leave."""
