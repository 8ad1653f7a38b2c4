"""Takes the pictures of README and guide from the real window with real data.

    FOVEA_HOME=HOME python docs/make_pictures.py DATASET BOXES MASKS COMPARED INSTANCES

HOME holds finished runs of DATASET, for example of `main.py train DATASET --run HOME/runs/clothing-1`. BOXES is a
dataset with boxes and an evaluated run in HOME; it stands for "Your data" in the tabs of the Data page. MASKS and
COMPARED are datasets with masks and evaluated runs in HOME: one of MASKS, and several of COMPARED, which the microscope
puts beside each other. INSTANCES is a dataset with a folder of masks beside each picture, and a run
in HOME. Every page is shown in both themes at the two sizes that the design names, and saved as
docs/pictures/<page>-<theme>[-large].webp.
"""

import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs.box_pictures import box_pages  # noqa: E402  # found only now that the repository is on the path
from docs.instance_pictures import instance_pages  # noqa: E402
from docs.mask_pictures import mask_pages  # noqa: E402
from docs.photography import SETTLE_MS, open_dataset, settle, take_pictures, wait_until  # noqa: E402
from gui.app import App, make_application  # noqa: E402
from gui.pages.data.page import DataPage  # noqa: E402
from gui.pages.inspect.errors.label_errors import LabelErrorsView  # noqa: E402
from gui.pages.inspect.errors.views import VIEWS  # noqa: E402
from gui.pages.inspect.page import InspectPage  # noqa: E402
from gui.pages.network.page import NetworkPage  # noqa: E402
from gui.pages.runs.page import RunsPage  # noqa: E402

SHOWN_PICTURE = 13  # in the third row of the gallery
SHOWN_WITH_BOXES = 3
DETAILS_TABS = ("maps", "field", "value")
INSPECT_TABS = ("layers", "errors", "kernels", "invariance")
DRAWN_NETWORKS = ("lenet5", "googlenet", "small-densenet")


def pages(app: App, dataset: Path) -> Iterator[str]:
    """Bring the window to each page in turn, with something on it."""
    session, window = app.session, app.window
    runs = [run for run in session.library.runs if Path(run.config.dataset.path) == dataset]
    run = runs[0].path
    window.show_page("start")
    settle()
    yield "start"
    open_dataset(app, dataset)
    data = window.page("data")
    assert isinstance(data, DataPage)
    data.pictures.gallery.select_index(SHOWN_PICTURE)
    settle()
    yield "data"
    yield from network_tabs(app)
    session.show_run(run)
    settle()
    yield "train"
    wait_until(lambda: app.client.is_warm)
    session.inspect(run)
    settle(4 * SETTLE_MS)
    yield from inspect_tabs(app)
    window.show_page("runs")
    overview = window.page("runs")
    assert isinstance(overview, RunsPage)
    overview.table.select_runs([run.path for run in runs[:2]])
    settle()
    yield "runs"
    overview.comparison.on_pictures.click()
    wait_until(lambda: not overview.pictures.sentence)
    settle(2 * SETTLE_MS)
    yield "runs-pictures"
    overview.show_tab("runs")


def data_tabs(app: App, dataset: Path) -> Iterator[str]:
    """Bring the Data page to each of its views in turn: one picture, problems, statistics, augmentation."""
    app.session.open_dataset(dataset)
    wait_until(lambda: app.session.dataset.is_complete and app.session.dataset.path == dataset)
    settle()
    data = app.window.page("data")
    assert isinstance(data, DataPage)
    data.pictures.gallery.select_index(SHOWN_WITH_BOXES)
    data.pictures.gallery.activated.emit(data.pictures.gallery.current)
    settle()
    yield "data-preview"
    data.pictures.preview.viewer.focusNextPrevChild(True)
    settle()
    yield "data-drawing"
    data.pictures.close_preview()
    data.show_tab("problems")
    wait_until(lambda: data.problems.table.problems.rowCount() > 0)
    data.problems.table.selectRow(row_to_show(data))
    settle()
    yield "data-problems"
    data.show_tab("statistics")
    wait_until(data.statistics.classes.isVisible)
    settle()
    yield "data-statistics"
    data.show_tab("augmentation")
    settle(4 * SETTLE_MS)
    yield "data-augmentation"


def network_tabs(app: App) -> Iterator[str]:
    """Bring the Network page to each of its tabs, and several networks onto the canvas; the first one comes back."""
    app.window.show_page("network")
    page = app.window.page("network")
    assert isinstance(page, NetworkPage)
    page.show_tab("canvas")
    settle(2 * SETTLE_MS)
    yield "network"
    for name in DRAWN_NETWORKS:
        draw(app, name)
        yield f"network-{name}"
    page.canvas.commands.fold_all()
    draw(app, "googlenet")
    page.canvas.commands.open_all()
    page.canvas.view.show_start()
    yield "network-googlenet-open"
    page.comparison.compare("resnet18", "densenet121")
    for tab in ("catalogue", "compare", "preparation", "script"):
        page.show_tab(tab)
        settle(2 * SETTLE_MS)
        yield f"network-{tab}"
    page.show_tab("canvas")
    draw(app, "resnet18")
    app.session.plan.freeze_until("stage3_block2_activation")
    yield "network-transfer"
    while app.session.undo_stack.canUndo():
        app.session.undo_stack.undo()


def inspect_tabs(app: App) -> Iterator[str]:
    """Bring the Inspect page to each of its tabs, the page's own and those of Details."""
    page = app.window.page("inspect")
    assert isinstance(page, InspectPage)
    yield "inspect"
    for tab in DETAILS_TABS:
        page.details.show_tab(tab)
        settle(3 * SETTLE_MS)
        yield f"inspect-{tab}"
    page.details.show_tab("why")
    for tab in INSPECT_TABS:
        page.show_tab(tab)
        settle(3 * SETTLE_MS)
        yield f"inspect-{tab}"
    yield from error_views(page)
    yield from studies(page)
    page.show_tab("picture")


def error_views(page: InspectPage) -> Iterator[str]:
    """Bring the Errors tab to each of its views after the first."""
    page.show_tab("errors")
    for kind in VIEWS[1:]:
        page.errors.labels.choice.set_current(kind.KEY)
        page.errors.labels.choice.chosen.emit(kind.KEY)
        if isinstance(page.errors.labels.view, LabelErrorsView):
            page.errors.labels.view.start.click()
        settle(2 * SETTLE_MS)
        yield f"inspect-errors-{kind.KEY.replace(' ', '-')}"
    page.errors.labels.choice.set_current(VIEWS[0].KEY)
    page.errors.labels.choice.chosen.emit(VIEWS[0].KEY)


def studies(page: InspectPage) -> Iterator[str]:
    """Bring each tab that looks for a while to its result."""
    page.show_tab("embedding")
    page.embedding.start.click()
    wait_until(page.embedding.plot.isVisible)
    settle()
    yield "inspect-embedding"
    page.show_tab("excite")
    page.climb.start()
    settle(4 * SETTLE_MS)
    yield "inspect-excite"
    page.show_tab("trust")
    page.trust.start.click()
    wait_until(page.trust.table.isVisible)
    settle()
    yield "inspect-trust"


def draw(app: App, network: str) -> None:
    """Take a network of the catalogue and wait until it is drawn."""
    app.session.plan.choose_network(network)
    wait_until(lambda: app.session.plan.config is not None and app.session.plan.config.network.name == network)
    settle()


def row_to_show(data: DataPage) -> int:
    """The first problem that is about two pictures, or the first of all."""
    problems = data.problems.table.problems
    found = (problems.problem(row) for row in range(problems.rowCount()))
    return next((row for row, problem in enumerate(found) if problem is not None and problem.related), 0)


def main(dataset: Path, boxes: Path, masks: Path, compared: Path, instances: Path) -> None:
    """Open the window, walk through it, and leave without ending anybody's training."""
    make_application(["fovea"])
    app = App()
    app.open()
    settle()
    walks = (
        pages(app, dataset),
        data_tabs(app, boxes),
        box_pages(app, boxes),
        mask_pages(app, masks, compared),
        instance_pages(app, instances),
    )
    for page in chain.from_iterable(walks):
        take_pictures(app, ROOT / "docs" / "pictures", page)
    app.window.close()
    os._exit(0)


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:6]))
