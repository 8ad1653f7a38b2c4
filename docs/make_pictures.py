"""Takes the pictures of README and guide from the real window with real data.

    FOVEA_HOME=HOME python docs/make_pictures.py DATASET

HOME holds finished runs of DATASET, for example of `main.py train DATASET --run HOME/runs/clothing-1`. Every page is
shown in both themes at the two sizes that the design names, and saved as docs/pictures/<page>-<theme>[-large].webp.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from gui.app import App, make_application  # noqa: E402  # found only now that the repository is on the path
from gui.pages.data import DataPage  # noqa: E402
from gui.pages.runs import RunsPage  # noqa: E402
from gui.pictures.pixels import array_from_image  # noqa: E402
from gui.theme import theme  # noqa: E402

SIZES = {"": (1280, 800), "-large": (1920, 1080)}
SETTLE_MS = 2500
LONGEST_MS = 120_000
POLL_MS = 50
SHOWN_PICTURE = 13  # in the third row of the gallery


def wait_until(condition: Callable[[], bool]) -> None:
    """Let the window live until something is so, and a little longer for what is still on its way."""
    loop, timer, clock = QEventLoop(), QTimer(interval=POLL_MS), QElapsedTimer()
    clock.start()

    def look() -> None:
        if condition() or clock.hasExpired(LONGEST_MS):
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()


def settle(milliseconds: int = SETTLE_MS) -> None:
    """Let the window finish what it loads."""
    clock = QElapsedTimer()
    clock.start()
    wait_until(lambda: clock.hasExpired(milliseconds))


def pages(app: App, dataset: Path) -> Iterator[str]:
    """Bring the window to each page in turn, with something on it."""
    session, window = app.session, app.window
    runs = [run for run in session.library.runs if Path(run.config.dataset.path) == dataset]
    run = runs[0].path
    window.show_page("start")
    settle()
    yield "start"
    session.open_dataset(dataset)
    wait_until(lambda: session.plan.config is not None)
    data = window.page("data")
    assert isinstance(data, DataPage)
    data.gallery.select_index(SHOWN_PICTURE)
    settle()
    yield "data"
    window.show_page("network")
    yield "network"
    session.show_run(run)
    settle()
    yield "train"
    wait_until(lambda: app.client.is_warm)
    session.inspect(run)
    settle(4 * SETTLE_MS)
    yield "inspect"
    window.show_page("runs")
    overview = window.page("runs")
    assert isinstance(overview, RunsPage)
    overview.table.select_runs([run.path for run in runs[:2]])
    settle()
    yield "runs"


def take_pictures(app: App, folder: Path, page: str) -> None:
    """Save the page that is shown in both themes and sizes."""
    for name in ("light", "dark"):
        theme().choose(name)
        for suffix, (width, height) in SIZES.items():
            app.window.resize(width, height)
            settle(700)
            picture = Image.fromarray(array_from_image(app.window.grab().toImage()))
            picture.save(folder / f"{page}-{name}{suffix}.webp", quality=90, method=6)
    theme().choose("light")
    app.window.resize(*SIZES[""])


def main(dataset: Path) -> None:
    """Open the window, walk through it, and leave without ending anybody's training."""
    make_application(["fovea"])
    app = App()
    app.open()
    settle()
    for page in pages(app, dataset.resolve()):
        take_pictures(app, ROOT / "docs" / "pictures", page)
    app.window.close()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
