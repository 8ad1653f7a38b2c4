"""What a test may leave behind nowhere: processes, threads, timers, windows, files."""

import contextlib
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

GRACE_SECONDS = 20.0  # a training that is over takes a while to end on a busy machine
GENERATED = "__autograph_generated_file"  # of TensorFlow, which deletes them when the process ends
CACHES = {"__pycache__", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


@dataclass(frozen=True)
class Surroundings:
    """Everything around a test that must be the same after it: process numbers, and names that say what was found."""

    processes: frozenset[str]
    threads: frozenset[str]
    timers: frozenset[str]
    windows: frozenset[str]
    files: frozenset[str]

    def since(self, before: "Surroundings") -> list[str]:
        """One line for each thing that is here and was not there before."""
        return [
            f"{kind}: {_describe_process(name) if kind == 'processes' else name}"
            for kind in ("processes", "threads", "timers", "windows", "files")
            for name in sorted(getattr(self, kind) - getattr(before, kind))
        ]


def look_around(folders: Iterable[Path], *, uses_qt: bool) -> Surroundings:
    """Take stock. ``uses_qt`` also looks for timers, which takes some milliseconds."""
    _deliver_qt_events()  # also where Qt is not used: the collector of cycles pauses until a thread's end is heard of
    return Surroundings(
        processes=frozenset(_child_processes()),
        threads=frozenset(_threads()),
        timers=frozenset(_active_timers() if uses_qt else ()),
        windows=frozenset(_visible_windows()),
        files=frozenset(str(path) for folder in folders for path in folder.iterdir() if _is_left(path)),
    )


def _is_left(path: Path) -> bool:
    return path.name not in CACHES and not path.name.startswith(GENERATED)


def leaks_since(before: Surroundings, look: Callable[[], Surroundings]) -> list[str]:
    """What is left over, after giving threads and processes that are already ending the time to do so."""
    deadline = time.monotonic() + GRACE_SECONDS
    while (left := look().since(before)) and time.monotonic() < deadline:
        threading.Event().wait(0.05)
        _deliver_qt_events()
    return left


def _child_processes() -> list[str]:
    """Numbers of living children (Linux only, where a process can be asked for them cheaply)."""
    pids: list[str] = []
    for thread in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):
            pids += thread.read_text().split()
    return [pid for pid in pids if _is_alive(pid) and "multiprocessing.resource_tracker" not in _describe_process(pid)]


def _is_alive(pid: str) -> bool:
    """Whether a process runs; one that has ended and was not asked for its exit code does not."""
    try:
        state = Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def _describe_process(pid: str) -> str:
    """Number and command line."""
    with contextlib.suppress(OSError):
        command = Path("/proc", pid, "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        return f"{pid} {command}"
    return pid


def _threads() -> list[str]:
    return [f"{thread.name} {thread.ident}" for thread in threading.enumerate() if not thread.daemon]


def _deliver_qt_events() -> None:
    """Let objects go whose deletion is pending."""
    core = sys.modules.get("PySide6.QtCore")
    if core and core.QCoreApplication.instance():
        core.QCoreApplication.processEvents()
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


def _active_timers() -> list[str]:
    core = sys.modules.get("PySide6.QtCore")
    if not core:
        return []
    # Not by gc.get_objects(): it takes 0.2 s beside Keras, and breaks a tuple that another thread is just making.
    things = sys.modules["shiboken6"].getAllValidWrappers()
    timers = [thing for thing in things if type(thing) is core.QTimer]
    return [f"{timer!r} of {timer.parent()!r}" for timer in timers if timer.isActive()]


def _visible_windows() -> list[str]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if not widgets or not isinstance(widgets.QApplication.instance(), widgets.QApplication):
        return []
    with _nothing_collected():
        return [repr(widget) for widget in widgets.QApplication.topLevelWidgets() if widget.isVisible()]


@contextlib.contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep the garbage: a widget in it that were collected while Qt lists it would be asked after its end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
