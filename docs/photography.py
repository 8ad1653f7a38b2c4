"""How the real window is waited for and photographed."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from gui.app import App
from gui.pages.inspect.page import InspectPage
from gui.pictures.pixels import array_from_image
from gui.theme import theme

SIZES = {"": (1280, 800), "-large": (1920, 1080)}
SETTLE_MS = 2500
LONGEST_MS = 120_000
POLL_MS = 50


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


def open_dataset(app: App, dataset: Path) -> None:
    """Open a dataset, and wait for the config that is proposed for it."""
    app.session.open_dataset(dataset)
    wait_until(lambda: app.session.plan.config is not None)


def inspect_prediction(app: App, run: Path, picture: int) -> InspectPage:
    """Open a run on Inspect, with what it says of one of its pictures."""
    app.session.inspect(run)
    wait_until(lambda: app.session.inspection.model is not None)
    settle(4 * SETTLE_MS)
    page = app.window.page("inspect")
    assert isinstance(page, InspectPage)
    page.show_tab("picture")
    page.details.show_tab("prediction")
    page.picture.strip.select_index(picture)
    settle(2 * SETTLE_MS)
    return page


def take_pictures(app: App, folder: Path, page: str) -> None:
    """Save the page that is shown in both themes and sizes, or a dialog over it in both themes and its own size."""
    dialog = QApplication.activeModalWidget()
    shown = dialog or app.window
    for name in ("light", "dark"):
        theme().choose(name)
        for suffix, size in SIZES.items() if dialog is None else {"": dialog.size().toTuple()}.items():
            shown.resize(*size)
            settle(700)
            picture = Image.fromarray(array_from_image(shown.grab().toImage()))
            picture.save(folder / f"{page}-{name}{suffix}.webp", quality=90, method=6)
    theme().choose("light")
    app.window.resize(*SIZES[""])
