"""Predicts a folder of pictures in the real window, and watches how smooth the window stays.

    python -m benchmarks.prediction_stream RUN [FOLDER]

RUN is a trained detector; without FOLDER, 300 pictures of the sample with boxes are drawn. Needs a display, or
QT_QPA_PLATFORM=offscreen. ``--picture FILE`` keeps what the window shows half-way. Everything else is kept in a
temporary home that is removed at the end.
"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.ratios import describe_machine
from benchmarks.window import LoopWatcher, describe, wait_until
from engine.data.synthetic.writing import write_sample
from gui.app import App, make_application
from gui.pages.inspect.page import InspectPage
from gui.settings import SettingsStore

PICTURES = 300


def measure(app: App, run: Path, folder: Path, *, picture: Path | None) -> None:
    """From the choice of the folder to the end."""
    wait_until(lambda: app.client.is_warm)
    app.session.inspection.open(run)
    wait_until(lambda: app.session.inspection.model is not None)
    app.window.actions_table.action("predict_pictures").trigger()
    page = app.window.page("inspect")
    if not isinstance(page, InspectPage):
        raise TypeError(page)
    tab, watcher = page.predicting, LoopWatcher()
    started = time.perf_counter()
    tab.start((folder,))
    watcher.start()
    wait_until(lambda: tab.gallery.count > 0, seconds=300)
    first = time.perf_counter() - started
    wait_until(lambda: tab.gallery.count >= PICTURES // 2 or not tab.predictions.is_busy, seconds=600)
    if picture is not None:
        app.window.grab().save(str(picture))
        tab.gallery.verticalScrollBar().setValue(0)
    wait_until(lambda: not tab.predictions.is_busy, seconds=600)
    smoothness = watcher.smoothness
    watcher.stop()
    print(f"  {tab.bar.words.full_text()}")
    print(f"  first picture after {first:.1f} s, all after {time.perf_counter() - started:.1f} s")
    print("Event loop of the window meanwhile (wanted: gaps p99 below 50 ms)")
    print(f"  gaps  {describe(smoothness.gaps)}")
    print(f"  work  {describe(smoothness.work)}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="fovea-benchmark-"))
    os.environ["FOVEA_HOME"] = str(home)
    folder = options.folder
    if folder is None:
        write_sample("detection", home / "boxes", count=PICTURES, seed=7)
        folder = home / "boxes"
    print(f"{describe_machine()}, load {os.getloadavg()[0]:.1f} before")
    make_application(["fovea"])
    settings = SettingsStore(home / "settings.json")
    settings.change(predictions_folder=str(home / "out"), theme=options.theme)
    app = App(settings=settings)
    app.open()
    measure(app, options.run.resolve(), folder, picture=options.picture)
    app.window.close()
    print(f"load {os.getloadavg()[0]:.1f} after", flush=True)
    shutil.rmtree(home, ignore_errors=True)
    os._exit(0)  # as gui/app.py does: no destructor of a QProcess may run


if __name__ == "__main__":
    main()
