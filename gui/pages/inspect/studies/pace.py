"""How far a long question is, in words, and how long it will take. Free of Qt."""

import time
from collections.abc import Callable

from engine.contract.events import Progress
from gui.words import how_far, time_left

_KNOWN_AFTER_SECONDS = 2.0


class Pace:
    """Follows the progress of one question.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage = ("", 0)
        self._began_at = 0.0
        self._done_before = 0

    def words(self, progress: Progress) -> str:
        """``Testing Grad-CAM, 12 of 40, 2 min left``; the time is that of this stage, once it can be told."""
        now, stage = self._clock(), (progress.what, progress.total)
        if stage != self._stage:
            self._stage, self._began_at, self._done_before = stage, now, progress.done
        words = how_far(progress.what, progress.done, progress.total)
        seconds, done = now - self._began_at, progress.done - self._done_before
        if not progress.total or seconds < _KNOWN_AFTER_SECONDS or done <= 0:
            return words
        return f"{words}, {time_left((progress.total - progress.done) * seconds / done)} left"
