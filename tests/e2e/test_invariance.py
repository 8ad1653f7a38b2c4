"""A picture is moved while a network from elsewhere looks at it."""

from pathlib import Path

import keras
import numpy as np
from keras import layers
from PIL import Image
from pytestqt.qtbot import QtBot

from gui.app import App
from gui.pages.inspect.invariance.bench import InvarianceBench
from gui.pages.inspect.page import InspectPage

ANSWER_MS = 60_000


def save_network(path: Path) -> None:
    entry = keras.Input((16, 16, 3), name="entry")
    x = layers.MaxPooling2D(name="half")(layers.Conv2D(4, 3, name="first")(entry))
    x = layers.UnitNormalization(name="odd")(x)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    keras.Model(entry, layers.Dense(3, activation="softmax", name="scores")(x)).save(path)


def drawn_points(bench: InvarianceBench) -> list[int]:
    """How many points each curve has."""
    plot = bench.curve.plot
    return [len(plot.points(curve.key)) for curve in plot.state.curves]


def test_scores_maps_and_curve_follow_a_picture_that_is_moved(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    network, picture = tmp_path / "birds.keras", tmp_path / "bird.png"
    save_network(network)
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 40, 3), dtype=np.uint8)).save(picture)
    app.session.open_paths((network,))
    qtbot.waitUntil(lambda: app.session.inspection.model is not None, timeout=ANSWER_MS)
    page = app.window.page("inspect")
    assert isinstance(page, InspectPage)
    bench = page.invariance

    page.show_tab("invariance")
    app.session.inspection.change(image=picture)
    qtbot.waitUntil(lambda: drawn_points(bench) == [33], timeout=ANSWER_MS)
    bench.following.layers.set_value("first")
    bench.bar.set_amount(3)
    qtbot.waitUntil(lambda: "moved exactly" in bench.following.following.text(), timeout=ANSWER_MS)

    assert bench.bar.input_px == (16, 16)
    assert len(bench.following.tiles.tiles) == 4
    assert bench.viewer.heat_map is not None
    app.window.close()
