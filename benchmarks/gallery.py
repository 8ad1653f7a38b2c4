"""Drives the gallery of the real window over 100,000 pictures, and asks an index of a million for filters.

    python -m benchmarks.gallery

Needs a display, or QT_QPA_PLATFORM=offscreen. Everything is kept in a temporary home that is removed at the end.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from benchmarks.many_pictures import index_folder, write_folder, write_index
from benchmarks.ratios import describe_machine
from benchmarks.window import LoopWatcher, describe, wait_until
from engine.contract.dataset import ImageFilter, Measure, MeasureRange, ProblemCode, Split
from engine.dataset.index.dataset_index import DatasetIndex
from gui.app import App, make_application
from gui.pages.data.page import DataPage
from gui.pages.data.pictures import PicturesView

PICTURES, ENTRIES = 100_000, 1_000_000
STEPS, STEP_MS = 600, 16
PAGES, PAGE_MS = 60, 150
FILTERS = {
    "everything": ImageFilter(),
    "text in paths": ImageFilter(text="picture 01234"),
    "text in a class": ImageFilter(text="class 07"),
    "two classes": ImageFilter(classes=("class 03", "class 11")),
    "without a class": ImageFilter(classes=(None,)),
    "validation": ImageFilter(splits=(Split.VALIDATION,)),
    "a kind of problem": ImageFilter(problem_codes=(ProblemCode.DAMAGED,)),
    "size": ImageFilter(ranges=(MeasureRange(measure=Measure.LONGER_SIDE, low=512, high=1024),)),
    "number of objects": ImageFilter(ranges=(MeasureRange(measure=Measure.ANNOTATIONS, low=2, high=6),)),
    "size of a box": ImageFilter(ranges=(MeasureRange(measure=Measure.BOX_SIDE, low=10, high=14),)),
    "class, split and size": ImageFilter(
        classes=("class 05",),
        splits=(Split.TRAIN,),
        ranges=(MeasureRange(measure=Measure.LONGER_SIDE, low=512),),
    ),
    "by class": ImageFilter(sort="class"),
    "largest first": ImageFilter(sort="largest"),
    "smallest first": ImageFilter(sort="smallest"),
    "most problems": ImageFilter(sort="problems"),
    "most objects": ImageFilter(sort="annotations"),
    "newest first": ImageFilter(sort="newest"),
}


class GalleryRun:
    """The window with the Data page, and what is measured in it."""

    def __init__(self) -> None:
        make_application(["fovea"])
        self.app = App()
        self.app.open()
        self.app.window.resize(1280, 800)
        wait_until(lambda: self.app.client.is_warm)
        page = self.app.window.page("data")
        assert isinstance(page, DataPage)
        self.page = page
        self.app.window.show_page("data")
        QTest.qWait(1500)  # the other pages are made meanwhile

    @property
    def view(self) -> PicturesView:
        return self.page.pictures

    def measure_opening(self, folder: Path, count: int) -> None:
        """From the wish to open a folder that is indexed to its first thumbnails."""
        started = time.perf_counter()
        self.app.session.open_dataset(folder)
        wait_until(lambda: self.view.gallery.count == count and bool(self.view.pictures.item(0).path))
        listed = time.perf_counter() - started
        wait_until(lambda: self.view.store.thumbnail(self.view.pictures.item(0).path) is not None)
        print(f"{count:,} pictures, opened from the index (wanted: below 2 s)")
        print(f"  listed in the gallery   {listed:6.2f} s")
        print(f"  first thumbnail         {time.perf_counter() - started:6.2f} s")

    def measure_scrolling(self) -> None:
        """From top to bottom in ten seconds, then page by page, with thumbnails coming in."""
        wait_until(lambda: self.app.session.dataset.is_complete)
        watcher = LoopWatcher()
        bar = self.view.gallery.verticalScrollBar()
        watcher.start()
        for step in range(STEPS + 1):
            bar.setValue(bar.maximum() * step // STEPS)
            QTest.qWait(STEP_MS)
        dragged = watcher.smoothness
        watcher.start()
        bar.setValue(0)
        for _ in range(PAGES):
            QTest.keyClick(self.view.gallery, Qt.Key.Key_PageDown)
            QTest.qWait(PAGE_MS)
        paged = watcher.smoothness
        watcher.stop()
        print("Event loop while the gallery scrolls (wanted: gaps p99 at most 50 ms)")
        print(f"  dragged from top to bottom: gaps  {describe(dragged.gaps)}")
        print(f"  page by page: gaps  {describe(paged.gaps)}")
        _print_memory()

    def measure_filters(self, index: Path, count: int) -> None:
        """An index of a million entries: shown, and every kind of filter with its first page."""
        dataset = self.app.session.dataset
        watcher = LoopWatcher()
        watcher.start()
        started = time.perf_counter()
        dataset.close()
        dataset.path, dataset.index, dataset.is_complete = index, DatasetIndex(index), True
        dataset.changed.emit()
        wait_until(lambda: self.view.gallery.count == count and bool(self.view.pictures.item(0).path))
        print(f"Index of {count:,} entries, shown after {time.perf_counter() - started:.2f} s (wanted: below 2 s)")
        QTest.qWait(3000)
        print("Filters, with count and first page (wanted: below 1 s)")
        for name, choice in FILTERS.items():
            print(f"  {name:<24}{self._seconds_of(choice):6.2f} s   {self.view.gallery.count:>9,} pictures")
        watcher.stop()
        print(f"Event loop meanwhile: gaps  {describe(watcher.smoothness.gaps)}")
        _print_memory()

    def _seconds_of(self, choice: ImageFilter) -> float:
        answers: list[bool] = []
        self.view.filter.set_filter(ImageFilter(paths=()))
        wait_until(lambda: self.view.gallery.count == 0)
        self.view.pictures.listed.connect(answers.append)
        started = time.perf_counter()
        self.view.filter.set_filter(choice)
        wait_until(lambda: bool(answers) and (not self.view.gallery.count or bool(self.view.pictures.item(0).path)))
        self.view.pictures.listed.disconnect(answers.append)
        return time.perf_counter() - started


def _print_memory() -> None:
    now, most = _memory_mb("VmRSS"), _memory_mb("VmHWM")
    print(f"Memory of the window (wanted: below 400 MB): {now:.0f} MB, at most {most:.0f} MB")


def _memory_mb(key: str) -> float:
    """Memory of this process as Linux tells it: ``VmRSS`` now, ``VmHWM`` at most so far."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(key)) / 1024


def main() -> None:
    """Measure all."""
    home = Path(tempfile.mkdtemp(prefix="fovea-benchmark-"))
    os.environ["FOVEA_HOME"] = str(home)
    pictures, entries = (int(number) for number in sys.argv[1:3]) if len(sys.argv) > 2 else (PICTURES, ENTRIES)
    folder, index = home / "many", home / "entries.sqlite"
    write_folder(folder, pictures)
    index_folder(folder)
    write_index(index, home / "entries", entries)
    print(f"{describe_machine()}, load {os.getloadavg()[0]:.1f} before", flush=True)
    run = GalleryRun()
    run.measure_opening(folder, pictures)
    run.measure_scrolling()
    run.measure_filters(index, entries)
    print(f"load {os.getloadavg()[0]:.1f} after", flush=True)
    shutil.rmtree(home, ignore_errors=True)
    os._exit(0)  # as gui/app.py does: no destructor of a QProcess may run


if __name__ == "__main__":
    main()
