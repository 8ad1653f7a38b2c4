"""Reading a run's ``events.jsonl`` while somebody else appends to it."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from engine.contract.run_events import RUN_EVENT, AnyRunEvent


@dataclass(frozen=True, slots=True)
class EventBatch:
    """What one look at the log brought.

    Attributes:
        events: new events, in order.
        is_restarted: the log was cut (a resumed run); what was read before no longer counts.
        is_at_end: nothing more to read at the moment.
    """

    events: tuple[AnyRunEvent, ...]
    is_restarted: bool
    is_at_end: bool


@dataclass(slots=True)
class EventLogReader:
    """Remembers how far a log has been read. A line without its end is left for the next look."""

    path: Path
    _offset: int = 0
    _generation: tuple[int, int] = field(default=(0, 0))

    def read(self, limit_bytes: int = 1 << 16) -> EventBatch:
        """The next events, from at most ``limit_bytes``; lines that are no events are passed over."""
        try:
            with self.path.open("rb") as stream:
                is_restarted = self._notice_restart(stream.fileno())
                stream.seek(self._offset)
                piece = stream.read(limit_bytes)
        except FileNotFoundError:
            return EventBatch((), is_restarted=False, is_at_end=True)
        complete = piece[: piece.rfind(b"\n") + 1]
        self._offset += len(complete)
        events = tuple(event for line in complete.splitlines() if (event := parse_event(line)) is not None)
        return EventBatch(events, is_restarted, is_at_end=len(piece) < limit_bytes)

    def _notice_restart(self, descriptor: int) -> bool:
        status = os.fstat(descriptor)
        generation = (status.st_dev, status.st_ino)
        is_restarted = self._offset > 0 and (status.st_size < self._offset or generation != self._generation)
        self._generation = generation
        if is_restarted:
            self._offset = 0
        return is_restarted


def parse_event(line: bytes) -> AnyRunEvent | None:
    """The event of one line; None for a line that a crash left unfinished or a newer version wrote."""
    try:
        return RUN_EVENT.validate_json(line)
    except ValidationError:
        return None
