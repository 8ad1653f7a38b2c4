"""Events on their way to the window: sent whole, one at a time, from any thread."""

import threading
from collections.abc import Sequence
from typing import BinaryIO

from engine.contract.events import Event
from engine.contract.framing import Array, encode_frame


class Outbox:
    """Writes events to the pipe; falls silent when the window is gone, so that a training goes on without it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._is_open = True

    def send(self, event: Event, arrays: Sequence[Array] = ()) -> None:
        """Send one event with its attachments; does nothing once the other side is gone."""
        remaining = memoryview(encode_frame(event, arrays))
        with self._lock:
            try:
                while self._is_open and remaining:
                    remaining = remaining[self._stream.write(remaining) or 0 :]
            except (BrokenPipeError, ConnectionResetError, ValueError):
                self._is_open = False
