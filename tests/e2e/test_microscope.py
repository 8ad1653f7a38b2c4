"""Two networks with random weights look at one picture, in the real window with a real engine."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName
from engine.contract.dataset import Split
from engine.contract.run_events import RunState, RunStatus
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.dataset.splits.assigning import write_splits
from engine.model_store import load_run
from gui.app import App
from gui.pages.runs.microscope.content import Microscope
from gui.pages.runs.page import RunsPage
from models.build import build_model
from models.catalogue import architecture
from tests.gui.mask_pictures import CLASSES, write_masks

ANSWER_MS = 240_000  # a busy machine takes minutes to import Keras twice
SIDE = 32


def write_run(home: Path, dataset: Path, network: str) -> Path:
    """A run as a training leaves it, that learned nothing."""
    run = RunFolder(home / "runs" / network)
    run.path.mkdir(parents=True)
    graph = architecture(network).graph(input_shape=(SIDE, SIDE, 3), classes=len(CLASSES), width=4, depth=2)
    config = RunConfig(
        task=TaskName.SEMANTIC,
        dataset=DatasetConfig(path=str(dataset)),
        network=NetworkConfig(name=network, graph=graph.to_json()),
        input=InputConfig(height=SIDE, width=SIDE),
        classes=CLASSES,
    )
    run.write_config(config)
    build_model(graph, seed=5).save(run.model)
    run.preparation.mkdir()
    pixels = np.stack([np.asarray(Image.open(path)) for path in sorted((dataset / "images").iterdir())])
    Preparation.fit(pixels, config.input).save(run.preparation)
    write_splits(run.split, {f"images/{number}.png": Split.VALIDATION for number in range(6)})
    run.write_state(RunState(status=RunStatus.FINISHED, epoch=1, epochs=1, best_epoch=1, best_value=0.1))
    return run.path


@pytest.fixture
def microscope(qtbot: QtBot, home: Path, app: App, tmp_path: Path) -> Microscope:
    """Both networks on the first picture, and one of them stitched."""
    dataset = write_masks(tmp_path / "shapes")
    runs = [write_run(home, dataset, network) for network in ("unet", "direct-heat-map")]
    qtbot.waitUntil(lambda: app.client.is_warm, timeout=ANSWER_MS)
    app.window.show_page("runs")
    page = app.window.page("runs")
    assert isinstance(page, RunsPage)
    app.session.library.refresh()
    app.session.group.want(runs)
    content = page.microscope.content
    qtbot.waitUntil(lambda: len(content.grid.panes) == 3)
    page.microscope.bar.stitched.value_changed.emit(runs[1])
    qtbot.waitUntil(lambda: sum(bool(pane.score) for pane in content.grid.panes) == 3, timeout=ANSWER_MS)
    return content


def test_masks_and_class_vectors_are_those_of_the_networks(app: App, microscope: Microscope) -> None:
    first, _, stitched, truth = microscope.grid.panes
    run = load_run(str(first.key.run))
    image = Path(run.config.dataset.path if run.config else "") / str(microscope.picture)
    fitted, _ = run.read(image)
    prepared = run.prepare(np.stack([fitted, fitted[:, ::-1]]))
    plain, mirrored = np.asarray(run.model.predict_on_batch(prepared), np.float32)
    expected = (plain + mirrored[:, ::-1]) / 2 if run.mirrors else plain
    app.window.close()

    assert first.answer is not None
    assert stitched.answer is not None
    assert truth.viewer.masks is not None
    np.testing.assert_allclose(first.answer.vectors, expected, atol=2e-3)
    np.testing.assert_allclose(first.answer.vector_at((20, 9)), expected[9, 20], atol=2e-3)
    assert stitched.answer.vectors.shape == (SIDE, SIDE, 3)
    drawn = np.asarray(Image.open(image.parents[1] / "masks" / image.name))
    assert np.array_equal(truth.viewer.masks.predicted, drawn)
