"""A network from elsewhere: dropped, looked at, and drawn to be edited."""

from pathlib import Path

import keras
from keras import layers
from pytestqt.qtbot import QtBot

from gui.app import App
from models.editing.edits import set_option

ANSWER_MS = 60_000


def save_network(path: Path) -> None:
    entry = keras.Input((16, 16, 3), name="entry")
    x = layers.UnitNormalization(name="odd")(layers.Conv2D(4, 3, name="first")(entry))
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    keras.Model(entry, layers.Dense(3, activation="softmax", name="scores")(x)).save(path)


def test_a_dropped_keras_file_is_inspected_and_then_drawn_to_be_edited(qtbot: QtBot, app: App, tmp_path: Path) -> None:
    path = tmp_path / "birds.keras"
    save_network(path)
    app.session.open_paths((path,))
    qtbot.waitUntil(lambda: app.session.inspection.model is not None, timeout=ANSWER_MS)
    assert app.window.page_name == "inspect"

    app.window.actions_table.request("edit_network")
    qtbot.waitUntil(lambda: app.session.document.drawn.weights is not None, timeout=ANSWER_MS)

    drawn = app.session.document
    assert app.window.page_name == "network"
    assert [node.type for node in drawn.graph.nodes] == [
        "input", "convolution", "opaque", "global_average_pooling", "dense",
    ]  # fmt: skip
    drawn.edit(set_option(drawn.graph, "scores", "units", 5), "other classes")
    words = app.session.opened_network.weights_in_words(drawn.drawn)
    assert words == "Weights of birds.keras: kept 1, new 1, dropped 1"
