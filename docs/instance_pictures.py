"""Brings the window to what it shows of networks that say single objects with their pixels, and of many pictures."""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from docs.box_pictures import suggestions, two_detectors
from docs.photography import SETTLE_MS, inspect_prediction, open_dataset, settle, wait_until
from gui.app import App
from gui.pages.inspect.errors.boxes.gallery import BoxGalleryView
from gui.pages.inspect.page import InspectPage

SHOWN_PICTURE, PREDICTED, SUGGESTED, ACCEPTED = 5, 40, 8, 5
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
    yield from two_detectors(app, dataset, "runs-instances")
    page.show_tab("predict")
    pictures = sorted(path for path in dataset.rglob("*.png") if MASKS not in path.parts)
    page.predicting.start(tuple(pictures[:PREDICTED]))
    wait_until(lambda: page.predicting.pictures.count() == PREDICTED)
    settle(2 * SETTLE_MS)
    yield "inspect-predict"
    with TemporaryDirectory() as folder:
        write_unlabelled(Path(folder) / "nuclei", pictures[:SUGGESTED])
        yield from suggestions(app, Path(folder) / "nuclei", "data-suggested-outlines", accepted=ACCEPTED)


def errors_of_instances(page: InspectPage) -> Iterator[str]:
    """Bring what is right and wrong in the pictures of an evaluation."""
    page.show_tab("errors")
    views = page.errors.boxes.choice
    views.set_current(BoxGalleryView.KEY)
    views.chosen.emit(BoxGalleryView.KEY)
    settle(3 * SETTLE_MS)
    yield "inspect-errors-instances"


def write_unlabelled(folder: Path, pictures: Sequence[Path]) -> None:
    """Write a dataset of COCO on whose pictures nothing is drawn yet, since nobody can draw in folders of masks."""
    folder.mkdir()
    images = []
    for number, picture in enumerate(pictures, start=1):
        shutil.copyfile(picture, folder / f"{number}.png")
        with Image.open(picture) as opened:
            images.append({"id": number, "file_name": f"{number}.png", "width": opened.width, "height": opened.height})
    document = {"images": images, "annotations": [], "categories": [{"id": 1, "name": "object"}]}
    (folder / "labels.json").write_text(json.dumps(document))
