"""Drives the real window: how soon it is usable, how soon "Try it" shows something, how smooth it stays.

    python -m benchmarks.window

Needs a display, or QT_QPA_PLATFORM=offscreen. Everything is kept in a temporary home that is removed at the end.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QAbstractEventDispatcher, QElapsedTimer, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest

from benchmarks.ratios import describe_machine
from engine.contract.run_events import AnyRunEvent, BatchesDone, EpochDone, PreviewSaved, RunStatus, StateChanged
from engine.contract.trials import TRIALS, Trial
from gui.app import App, make_application
from gui.pages.start.page import StartPage

ROOT = Path(__file__).resolve().parents[1]
WANTED = {
    "classify": ("val_accuracy", 0.95),
    "boxes": ("val_map50", 0.5),
    "masks": ("val_mean_iou", 0.7),
    "instances": ("val_mask_map50", 0.4),
}
"""What a trial has to reach, by its name: a metric that is followed, and its value."""
TICK_MS = 5
POLL_MS = 20
STARTS = 5
BARE_WINDOW = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([]); window = QMainWindow(); window.show()
"""
FOVEA_WINDOW = """
import sys, time
sys.path.insert(0, {root!r})
import main
from PySide6.QtCore import QTimer
import gui.app
application = gui.app.make_application(["fovea"]); app = gui.app.App(); app.open(); window = app.window
"""
REPORT = """
def report():
    if not window.windowHandle().isExposed():
        QTimer.singleShot(1, report)
        return
    print(time.time(), flush=True)
    import os
    os._exit(0)
QTimer.singleShot(0, report)
application.exec()
"""


@dataclass(slots=True)
class Smoothness:
    """Milliseconds of the window's event loop.

    Attributes:
        gaps: between two ticks of a timer that should tick every ``TICK_MS``.
        work: processor time of the window's thread from one sleep to the next, an upper bound of every slot in it.
    """

    gaps: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)


class LoopWatcher(QObject):
    """Watches the event loop it lives in."""

    def __init__(self) -> None:
        super().__init__()
        self.smoothness = Smoothness()
        self._last = time.perf_counter()
        self._work_before = time.thread_time()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._on_about_to_block)

    def start(self) -> None:
        """Forget what was seen so far, and watch."""
        self.smoothness = Smoothness()
        self._last, self._work_before = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.smoothness.gaps.append((now - self._last) * 1e3)
        self._last = now

    @Slot()
    def _on_about_to_block(self) -> None:
        work = time.thread_time()  # stands still while the loop sleeps
        self.smoothness.work.append((work - self._work_before) * 1e3)
        self._work_before = work


class TryIt(QObject):
    """Clicks "Try it" and notes when something can be seen.

    Attributes:
        seconds: from the click to each thing that was seen.
        best: the largest value of the wanted metric.
    """

    def __init__(self, app: App, trial: Trial) -> None:
        super().__init__()
        self._app = app
        self._trial = trial
        self._metric, self._wanted = WANTED[trial.name]
        self._clock = QElapsedTimer()
        self.seconds: dict[str, float] = {}
        self.best = 0.0
        app.session.run_followed.connect(self._on_run_followed)

    def click(self) -> None:
        """Press the button of the trial's card; the page is shown."""
        start = self._app.window.page("start")
        assert isinstance(start, StartPage)
        self._clock.start()
        QTest.mouseClick(start.cards[TRIALS.index(self._trial)].button, Qt.MouseButton.LeftButton)

    @Slot(object)
    def _on_run_followed(self, follower: QObject) -> None:
        follower.events_arrived.connect(self._on_events_arrived)  # type: ignore[attr-defined]  # a RunFollower

    @Slot(object)
    def _on_events_arrived(self, events: tuple[AnyRunEvent, ...]) -> None:
        for event in events:
            match event:
                case BatchesDone():
                    self._note("first loss point")
                case PreviewSaved():
                    self._note("pinned pictures")
                case EpochDone():
                    self._note_reached(event.metrics.get(self._metric) or 0.0)
                case StateChanged(status=RunStatus.FINISHED):
                    self._note("end")

    def _note_reached(self, value: float) -> None:
        self.best = max(self.best, value)
        if value >= self._wanted:
            self._note(f"{self._metric} {self._wanted:.0%}")

    def _note(self, what: str) -> None:
        self.seconds.setdefault(what, self._clock.elapsed() / 1e3)


def seconds_until_usable(code: str) -> float:
    """From the start of a Python process to the first idle moment of its visible window."""
    started = time.time()
    result = subprocess.run(
        [sys.executable, "-c", code + REPORT], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return float(result.stdout.split()[-1]) - started


def measure_start() -> None:
    """Fovea's window against an empty one of the same toolkit."""
    bare, own = [], []
    for _ in range(STARTS):
        bare.append(seconds_until_usable(BARE_WINDOW))
        own.append(seconds_until_usable(FOVEA_WINDOW.format(root=str(ROOT))))
    print("Window usable after")
    print(f"  Fovea         {statistics.median(own):6.2f} s   (wanted: below 1 s)")
    ratio = statistics.median(own) / statistics.median(bare)
    print(f"  empty window  {statistics.median(bare):6.2f} s   ratio {ratio:.2f}")


def measure_try_it(app: App, trial: Trial) -> None:
    """One click on a warm engine, and the smoothness of the window until the run is over."""
    app.window.show_page("start")  # where samples are drawn
    wait_until(lambda: app.client.is_warm and Path(trial.sample.folder).exists())
    try_it, watcher = TryIt(app, trial), LoopWatcher()
    QTest.qWait(1000)
    before = app.session.follower
    try_it.click()
    watcher.start()
    wait_until(lambda: app.session.follower is not before and is_over(app), seconds=600)
    smoothness = watcher.smoothness
    watcher.stop()
    print(f"Seconds after a click on “Try it”: {trial.name}, engine warm (wanted: 2 s, the rest {trial.time})")
    for what, seconds in try_it.seconds.items():
        print(f"  {what:<30}{seconds:6.2f} s")
    print(f"  best                          {try_it.best:.1%}")
    print("Event loop of the window while both cores train (wanted: gaps p99 below 50 ms, work below 16 ms)")
    print(f"  gaps  {describe(smoothness.gaps)}")
    print(f"  work  {describe(smoothness.work)}")


def describe(values: list[float]) -> str:
    """Median, 99th percentile and largest, in milliseconds."""
    ordered = sorted(values)
    return (
        f"median {statistics.median(ordered):.1f} ms, p99 {ordered[int(len(ordered) * 0.99)]:.1f} ms, "
        f"largest {ordered[-1]:.1f} ms, {len(ordered):,} measured"
    )


def is_over(app: App) -> bool:
    """Whether the run that the window follows has ended."""
    follower = app.session.follower
    ends = (RunStatus.FINISHED, RunStatus.FAILED, RunStatus.STOPPED)
    return follower is not None and follower.state is not None and follower.state.status in ends


def wait_until(condition: Callable[[], bool], seconds: float = 180) -> None:
    """Let the event loop run, as it runs for a person, until something is so."""
    loop, timer, clock = QEventLoop(), QTimer(interval=POLL_MS), QElapsedTimer()
    clock.start()

    def look() -> None:
        if condition() or clock.hasExpired(int(seconds * 1000)):
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    if not condition():
        raise TimeoutError("The window did not get there.")


def main() -> None:
    """Measure all."""
    home = tempfile.mkdtemp(prefix="fovea-benchmark-")
    os.environ["FOVEA_HOME"] = home
    print(f"{describe_machine()}, load {os.getloadavg()[0]:.1f} before")
    measure_start()
    make_application(["fovea"])
    app = App()
    app.open()
    for trial in TRIALS:
        if trial.name in WANTED:
            measure_try_it(app, trial)
    app.window.close()
    print(f"load {os.getloadavg()[0]:.1f} after", flush=True)
    shutil.rmtree(home, ignore_errors=True)
    os._exit(0)  # as gui/app.py does: no destructor of a QProcess may run


if __name__ == "__main__":
    main()
