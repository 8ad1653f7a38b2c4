"""A folder of pictures is predicted in the real window by a real engine."""

import json
import os
import signal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName
from engine.contract.run_events import RunState, RunStatus
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from gui.app import App
from gui.pages.inspect.page import InspectPage
from models.build import build_model
from models.catalogue import architecture

ANSWER_MS = 240_000  # a busy machine takes minutes to import Keras
PICTURES = 40
SIDE = 64


def write_run(home: Path) -> Path:
    """A detector as a training leaves it, that learned nothing."""
    run = RunFolder(home / "runs" / "boxes")
    run.path.mkdir(parents=True)
    graph = architecture("dense-detector").graph(input_shape=(SIDE, SIDE, 3), classes=2)
    config = RunConfig(
        task=TaskName.DETECTION,
        dataset=DatasetConfig(path=str(home / "nowhere")),
        network=NetworkConfig(name="dense-detector", graph=graph.to_json()),
        input=InputConfig(height=SIDE, width=SIDE),
        classes=("circle", "square"),
    )
    run.write_config(config)
    build_model(graph, seed=5).save(run.model)
    run.preparation.mkdir()
    Preparation.fit(np.zeros((2, SIDE, SIDE, 3), np.uint8), config.input).save(run.preparation)
    run.write_state(RunState(status=RunStatus.FINISHED, epoch=1, epochs=1, best_epoch=1, best_value=0.1))
    return run.path


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder with pictures, the first of them broken."""
    folder = tmp_path / "holiday"
    folder.mkdir()
    for number in range(PICTURES):
        Image.new("RGB", (96, 64), (number, 90, 120)).save(folder / f"{number:02}.png")
    (folder / "00.png").write_bytes(b"no picture")
    return folder


@pytest.fixture
def page(qtbot: QtBot, home: Path, app: App) -> InspectPage:
    """The page with a detector, at the tab."""
    run = write_run(home)
    qtbot.waitUntil(lambda: app.client.is_warm, timeout=ANSWER_MS)
    app.session.library.refresh()
    app.session.inspection.open(run)
    qtbot.waitUntil(lambda: app.session.inspection.model is not None, timeout=ANSWER_MS)
    app.window.actions_table.action("predict_pictures").trigger()
    page = app.window.page("inspect")
    assert isinstance(page, InspectPage)
    return page


def test_pictures_of_a_folder_appear_and_are_written(
    qtbot: QtBot, app: App, page: InspectPage, pictures: Path, home: Path
) -> None:
    tab = page.predicting
    assert tab.bar.looking.isVisible()
    tab.bar.looking.tiles.click()  # Each picture is larger than the input of the network.

    with qtbot.waitSignal(tab.predictions.written, timeout=ANSWER_MS):
        tab.start((pictures,))

    out = home / "runs" / "boxes" / "predictions" / "holiday"
    assert page.current_tab == "predict"
    assert tab.gallery.count == PICTURES
    assert [tab.pictures.item(place).fault != "" for place in range(PICTURES)].count(True) == 1
    assert tab.bar.words.full_text() == (
        f"{PICTURES - 1} pictures predicted, 1 picture cannot be read. Results are in {out}"
    )
    assert len(json.loads((out / "predictions.json").read_text())) == PICTURES - 1
    tab.gallery.activated.emit(tab.pictures.item(3))
    assert page.current_tab == "picture"
    assert app.session.inspection.question.image == Path(tab.pictures.image(tab.pictures.item(3)))


def test_what_came_before_the_engine_was_killed_stays(
    qtbot: QtBot, app: App, page: InspectPage, pictures: Path
) -> None:
    tab = page.predicting
    for copy in range(20):
        for path in sorted(pictures.glob("[1-3]?.png")):
            (pictures / f"{copy}-{path.name}").write_bytes(path.read_bytes())
    with qtbot.waitSignal(tab.predictions.arrived, timeout=ANSWER_MS):
        tab.start((pictures,))
    network = app.client._network
    assert network is not None

    with qtbot.waitSignal(tab.predictions.failed, timeout=ANSWER_MS):
        os.kill(network.engine_pid, signal.SIGKILL)

    assert tab.gallery.count > 0
    assert tab.bar.words.full_text().startswith("Ended before its time.")
    assert not tab.predictions.is_busy
    assert any("engine" in notice.text for notice in page.banners.notices)
