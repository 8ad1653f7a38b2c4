"""The real window on a dataset with boxes, one picture large; as a program of its own, it moves a box and waits.

    python -m tests.e2e.drawing_window DATASET

It says "kept" when both steps are on the disk.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from docs.photography import wait_until
from gui.app import App, make_application
from gui.drawing.viewer import DrawingViewer
from gui.pages.data.page import DataPage

Wait = Callable[[Callable[[], bool]], None]


def show_first_picture(app: App, dataset: Path, wait: Wait) -> DrawingViewer:
    """Open a dataset, and show its first picture large."""
    app.session.open_dataset(dataset)
    page = app.window.page("data")
    assert isinstance(page, DataPage)
    wait(lambda: app.session.dataset.is_complete)
    app.window.show_page("data")
    wait(lambda: bool(page.pictures.gallery.count and page.pictures.pictures.item(0).path))
    page.pictures.gallery.select_index(0)
    QTest.keyClick(page.pictures.gallery, Qt.Key.Key_Return)
    wait(page.pictures.preview.bar.box.isVisible)
    return page.pictures.preview.viewer


def move_first_box(app: App, viewer: DrawingViewer, wait: Wait) -> None:
    """Move the first box by a pixel to the right, and by ten downwards; until both steps are kept."""
    viewer.focusNextPrevChild(True)
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    QTest.keyClick(viewer, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    wait(lambda: app.session.undo_stack.count() == 2)


def _main() -> None:
    application = make_application(sys.argv[:1])
    app = App()
    app.open()
    move_first_box(app, show_first_picture(app, Path(sys.argv[1]), wait_until), wait_until)
    print("kept", flush=True)  # noqa: T201  # the test waits for it
    application.exec()


if __name__ == "__main__":
    _main()
