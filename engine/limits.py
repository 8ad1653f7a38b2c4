"""Bounds time and memory of work on files that others made."""

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]  # a module, or nothing


class OutOfTime(Exception):
    """The work took longer than it may."""


@contextmanager
def limited(*, seconds: float, memory_bytes: int | None) -> Iterator[None]:
    """Bound what happens inside: it ends with ``OutOfTime`` or ``MemoryError``.

    Time is bounded in the main thread, where the engine works on networks; memory where the system can, as what the
    process takes in addition to what it has. None leaves memory free: drivers of graphics cards reserve more than any
    bound allows.
    """
    with ExitStack() as bounds:
        bounds.enter_context(_limited_time(seconds))
        if memory_bytes is not None:
            bounds.enter_context(_limited_memory(memory_bytes))
        yield


@contextmanager
def _limited_time(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _on_alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _on_alarm(_number: int, _frame: FrameType | None) -> Any:
    raise OutOfTime


@contextmanager
def _limited_memory(memory_bytes: int) -> Iterator[None]:
    in_use = _address_space_bytes()
    if resource is None or in_use is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = in_use + memory_bytes
    highest = [limit for limit in (soft, hard, wanted) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(highest), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space_bytes() -> int | None:
    """Return how much address space the process has, as Linux tells it; None elsewhere."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    assert resource is not None
    return pages * resource.getpagesize()
