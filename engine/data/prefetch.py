"""Makes the next batches in threads while the current one is used, and hands them out in order."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Prefetcher(Generic[Item]):
    """A bounded number of items in the making; the order never depends on which thread is faster.

    Args:
        make: makes one item from (series, position in it); called in threads.
        workers: number of threads. They start with the first item and end with ``close``.
        depth: items made ahead at most.
    """

    def __init__(self, make: Callable[[int, int], Item], *, workers: int, depth: int) -> None:
        self._make = make
        self._depth = depth
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="make-batches")
        self._lock = Lock()  # Keras takes from its own thread, and may still do so when the main thread stops.
        self._coming: deque[Future[Item]] = deque()
        self._series = 0
        self._count = 0
        self._submitted = 0

    def start(self, series: int, count: int) -> None:
        """Begin a new series of ``count`` items; what is left of the one before is dropped."""
        self.stop()
        with self._lock:
            self._series, self._count, self._submitted = series, count, 0
            self._fill()

    def take(self) -> Item:
        """The next item of the series; an error of ``make`` is raised here.

        Raises:
            IndexError: the series is over, or was stopped.
            concurrent.futures.CancelledError: it is stopped now.
        """
        with self._lock:
            future = self._coming.popleft()
            self._fill()
        return future.result()

    def stop(self) -> None:
        """Drop what is being made."""
        with self._lock:
            for future in self._coming:
                future.cancel()
            self._coming.clear()
            self._submitted = self._count

    def close(self) -> None:
        """End the threads; returns when they have ended."""
        self.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _fill(self) -> None:
        while len(self._coming) < self._depth and self._submitted < self._count:
            self._coming.append(self._pool.submit(self._make, self._series, self._submitted))
            self._submitted += 1
