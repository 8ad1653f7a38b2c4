"""Brings the window to what it shows of networks that say single objects with their pixels, and of many pictures."""

from collections.abc import Iterator
from pathlib import Path

from docs.photography import SETTLE_MS, inspect_prediction, open_dataset, settle, wait_until
from gui.app import App
from gui.pages.inspect.errors.boxes.gallery import BoxGalleryView
from gui.pages.inspect.page import InspectPage

SHOWN_PICTURE, PREDICTED = 5, 40
MASKS = "masks"


def instance_pages(app: App, dataset: Path) -> Iterator[str]:
    """Bring each page in turn to a run that learned instances.

    Args:
        app: the window, with a finished and evaluated run of the dataset.
        dataset: with a folder of masks beside each picture.
    """
    run = next(run for run in app.session.library.runs if Path(run.config.dataset.path) == dataset).path
    open_dataset(app, dataset)
    page = inspect_prediction(app, run, SHOWN_PICTURE)
    wait_until(lambda: bool(page.picture.viewer.boxes))
    settle(2 * SETTLE_MS)
    yield "inspect-instances"
    yield from errors_of_instances(page)
    page.show_tab("predict")
    pictures = sorted(path for path in dataset.rglob("*.png") if MASKS not in path.parts)
    page.predicting.start(tuple(pictures[:PREDICTED]))
    wait_until(lambda: page.predicting.pictures.count() == PREDICTED)
    settle(2 * SETTLE_MS)
    yield "inspect-predict"


def errors_of_instances(page: InspectPage) -> Iterator[str]:
    """Bring what is right and wrong in the pictures of an evaluation."""
    page.show_tab("errors")
    views = page.errors.boxes.choice
    views.set_current(BoxGalleryView.KEY)
    views.chosen.emit(BoxGalleryView.KEY)
    settle(3 * SETTLE_MS)
    yield "inspect-errors-instances"
