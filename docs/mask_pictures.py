"""Brings the window to what it shows of networks that say a class for every pixel."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtTest import QTest

from docs.photography import SETTLE_MS, inspect_prediction, open_dataset, settle, wait_until
from gui.app import App
from gui.pages.inspect.errors.masks.gallery import GalleryView
from gui.pages.inspect.errors.masks.objects_view import ObjectsView
from gui.pages.inspect.microscope.skips.view import SkipsView
from gui.pages.inspect.page import InspectPage
from gui.pages.runs.page import RunsPage
from gui.runs.comparable import Comparison, can_be_compared

SHOWN_PICTURE = 2


def mask_pages(app: App, dataset: Path, compared: Path) -> Iterator[str]:
    """Bring each page in turn to a run that learned masks.

    Args:
        app: the window, with finished runs of both datasets.
        dataset: with masks.
        compared: with masks too; its runs are put beside each other.
    """
    session = app.session
    run = next(run for run in session.library.runs if Path(run.config.dataset.path) == dataset).path
    open_dataset(app, dataset)
    session.show_run(run)
    settle(2 * SETTLE_MS)
    yield "train-masks"
    yield from _inspect(inspect_prediction(app, run, SHOWN_PICTURE))
    yield from _microscope(app, compared)


def _inspect(page: InspectPage) -> Iterator[str]:
    yield "inspect-masks"
    page.details.show_tab("why")
    page.why.pixels.kind_chosen.emit("area")
    settle(4 * SETTLE_MS)
    yield "inspect-why-area"
    page.show_tab("microscope")
    for instrument in page.microscope.bar.choices:
        page.microscope.show_instrument(instrument.name)
        shown = page.microscope.current
        wait_until(lambda shown=shown: not shown.sentence)  # type: ignore[misc]  # bound for this turn
        if isinstance(shown, SkipsView) and shown.strengths.rows:
            shown.strengths.rows[-1].switch.click()
        settle(2 * SETTLE_MS)
        yield f"inspect-microscope-{instrument.name}"
    page.show_tab("errors")
    for kind in (GalleryView, ObjectsView):
        page.errors.masks.choice.set_current(kind.KEY)
        page.errors.masks.choice.chosen.emit(kind.KEY)
        settle(3 * SETTLE_MS)
        yield f"inspect-errors-masks-{kind.KEY}"


def _microscope(app: App, dataset: Path) -> Iterator[str]:
    """Bring all runs of a dataset beside each other on one picture."""
    runs = [run for run in app.session.library.runs if can_be_compared(run, Comparison.MASKS)]
    app.window.show_page("runs")
    overview = app.window.page("runs")
    assert isinstance(overview, RunsPage)
    app.session.group.want([run.path for run in reversed(runs) if Path(run.config.dataset.path) == dataset])
    content = overview.microscope.content
    wait_until(lambda: content.isVisible() and content.picture is not None and not content.answers.is_busy)
    content.look.views.set_current("difference")
    content.look.views.chosen.emit("difference")
    settle()
    viewer = content.grid.panes[0].viewer
    QTest.mouseMove(viewer, viewer.rect().center())
    settle()
    yield "runs-microscope"
