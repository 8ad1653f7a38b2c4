"""Brings the window to what it shows of networks that say boxes."""

from collections.abc import Iterator
from pathlib import Path

from docs.photography import SETTLE_MS, inspect_prediction, open_dataset, settle, wait_until
from engine.contract.run_folder import RunFolder
from gui.app import App
from gui.charts.point_curves import CurvePoint
from gui.pages.data.page import DataPage
from gui.pages.inspect.errors.boxes.precision import BoxPrecisionView
from gui.pages.inspect.errors.boxes.views import VIEWS
from gui.pages.inspect.microscope.detector.film import ChapterKind
from gui.pages.inspect.microscope.detector.view import DetectorView
from gui.pages.inspect.page import InspectPage

SHOWN_PICTURE = 1
SHOWN_POINT = CurvePoint(0, 60)
MICROSCOPE = {ChapterKind.LEARNED: 0, ChapterKind.KEPT: 3}
"""Chapters of the microscope that are photographed, and how many steps into each."""


def show_something(view: object) -> None:
    """Choose a point of a curve, without which nothing stands below it."""
    if isinstance(view, BoxPrecisionView):
        view.points.point_chosen.emit(SHOWN_POINT)


def box_pages(app: App, dataset: Path) -> Iterator[str]:
    """Bring each page in turn to a run that learned boxes.

    Args:
        app: the window, with a finished and evaluated run of the dataset.
        dataset: with boxes.
    """
    session = app.session
    run = runs_of(app, dataset)[0]
    open_dataset(app, dataset)
    session.show_run(run)
    settle(2 * SETTLE_MS)
    yield "train-boxes"
    page = inspect_prediction(app, run, SHOWN_PICTURE)
    yield "inspect-boxes"
    yield from _microscope(page)
    page.show_tab("errors")
    for kind in VIEWS:
        page.errors.boxes.choice.set_current(kind.KEY)
        page.errors.boxes.choice.chosen.emit(kind.KEY)
        settle(3 * SETTLE_MS)
        show_something(page.errors.boxes.view)
        settle(2 * SETTLE_MS)
        yield f"inspect-errors-boxes-{kind.KEY.replace(' ', '-')}"
    yield from two_detectors(app, dataset)
    yield from suggestions(app, dataset)
    yield from asked_classifier(app, dataset)


def runs_of(app: App, dataset: Path, *, asks: bool = False) -> list[Path]:
    """Runs of a dataset, newest first: networks that say boxes, or classifiers that are asked about parts."""
    runs = app.session.library.runs
    return [
        run.path
        for run in runs
        if Path(run.config.dataset.path) == dataset and (run.config.detector is not None) == asks
    ]


def asked_classifier(app: App, dataset: Path) -> Iterator[str]:
    """What a classifier finds that is asked about parts of a picture; nothing where no run does that."""
    runs = runs_of(app, dataset, asks=True)
    if not runs:
        return
    page = inspect_prediction(app, runs[0], SHOWN_PICTURE)
    wait_until(lambda: bool(page.picture.viewer.boxes))
    settle(2 * SETTLE_MS)
    yield "inspect-asked"
    yield from dialogs(app, dataset, Path(str(RunFolder(runs[0]).read_config().network.weights.path)))


def dialogs(app: App, dataset: Path, classifier: Path) -> Iterator[str]:
    """Open the dialog that cuts crops of a dataset, and the one that makes a detector of their classifier."""
    open_dataset(app, dataset)
    data = app.window.page("data")
    assert isinstance(data, DataPage)
    data.dialogs.crops.open()
    cutting = data.dialogs.crops.dialog
    assert cutting is not None
    wait_until(lambda: bool(cutting.preview.summary))
    settle()
    yield "data-crops"
    cutting.close()
    page = inspect_prediction(app, classifier, SHOWN_PICTURE)
    page.making.open()
    assert page.making.dialog is not None
    yield "inspect-asking"
    page.making.dialog.close()


def _microscope(page: InspectPage) -> Iterator[str]:
    """Bring two stages of the detector, and one step of its suppression."""
    page.show_tab("microscope")
    view = page.microscope.current
    assert isinstance(view, DetectorView)
    wait_until(lambda: view.detector is not None)
    for kind, steps in MICROSCOPE.items():
        view.player.show_chapter(kind)
        for _ in range(steps):
            view.player.step(1)
        settle()
        yield f"inspect-microscope-detector-{kind}"


def two_detectors(app: App, dataset: Path, name: str = "runs-boxes") -> Iterator[str]:
    """Lay what the two newest runs of a dataset found beside each other; nothing where there are not two."""
    session = app.session
    runs = runs_of(app, dataset)
    if len(runs) < 2:
        return
    session.page_requested.emit("runs")
    session.detectors.want(runs[1], runs[0])
    settle(4 * SETTLE_MS)
    yield name


def suggestions(app: App, dataset: Path, name: str = "data-suggestions", *, accepted: int = 0) -> Iterator[str]:
    """Show a picture large for which the newest run suggests labels; best one with few labels.

    Args:
        app: the window.
        dataset: in which a hand can draw.
        name: of the picture of the guide.
        accepted: how many suggestions become labels beforehand.
    """
    session = app.session
    session.open_dataset(dataset)
    page = app.window.page("data")
    assert isinstance(page, DataPage)
    wait_until(lambda: session.dataset.is_complete)
    wait_until(lambda: bool(page.pictures.gallery.count and page.pictures.pictures.item(SHOWN_PICTURE).path))
    session.page_requested.emit("data")
    page.pictures.gallery.select_index(SHOWN_PICTURE)
    page.pictures.gallery.activated.emit(page.pictures.gallery.current)
    wait_until(lambda: page.pictures.preview.can_draw)
    page.pictures.preview.bar.suggest.click()
    viewer = page.pictures.preview.viewer
    wait_until(lambda: bool(viewer.suggestion))
    for _ in range(accepted):
        if viewer.suggestion is not None:
            viewer.suggestion_accepted.emit(viewer.suggestion.number)
        settle(SETTLE_MS)
    yield name
