import csv
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.embedding import EmbedSplit, SplitEmbedded
from engine.contract.events import LayerDescription, ModelDescribed
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.studies.embedding import EmbeddingView
from gui.session import Session
from tests.gui.answering import Answers
from tests.gui.sample_pictures import CLASSES, write_pictures
from tests.gui.sample_runs import sample_config, write_run

LAYERS = (
    LayerDescription(name="conv", kind="Conv2D", shape=(8, 8, 4), has_positions=True),
    LayerDescription(name="dense", kind="Dense", shape=(3,), has_positions=False),
    LayerDescription(name="odd", kind="Reshape", shape=(4, 4), has_positions=False),
)
POINTS = np.array([[0, 0], [1, 0], [0, 1], [5, 5]], "float32")
VECTORS = np.array([[1, 0], [0.9, 0.1], [0, 1], [-1, 0]], "float32")


@pytest.fixture
def view(qtbot: QtBot, quiet_session: Session, tmp_path: Path) -> EmbeddingView:
    pictures = write_pictures(tmp_path / "pictures")
    config = sample_config(dataset=str(pictures)).model_copy(update={"classes": CLASSES})
    run = InspectedRun.of(write_run("pictures-1", config))
    view = EmbeddingView(quiet_session.client, ThumbnailStore())
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    model = ModelDescribed(
        run=str(run.path), classes=CLASSES, layers=LAYERS, default_layer="conv", cam_layer=None, has_templates=False
    )
    view.set_run(run, model)
    return view


def answer(answers: Answers) -> None:
    event = SplitEmbedded(
        run="r",
        split="validation",
        layer="conv",
        layout="pca",
        images=("a.png", "b.png", "c.png", "d.png"),
        predicted=(0, 0, 1, 1),
        shares=(0.6, 0.3),
    )
    answers.answer(EmbedSplit, event, POINTS, VECTORS)


def lay_out(qtbot: QtBot, view: EmbeddingView, answers: Answers) -> None:
    qtbot.mouseClick(view.start, Qt.MouseButton.LeftButton)
    answer(answers)


def test_the_usual_layer_of_the_validation_pictures_is_laid_out(
    qtbot: QtBot, view: EmbeddingView, answers: Answers
) -> None:
    qtbot.mouseClick(view.start, Qt.MouseButton.LeftButton)

    (command,) = answers.asked(EmbedSplit)
    assert (command.split, command.layer, command.layout) == ("validation", "conv", "pca")
    assert view.bar.layers.count() == 2


def test_all_pictures_stand_below_until_some_are_chosen(qtbot: QtBot, view: EmbeddingView, answers: Answers) -> None:
    lay_out(qtbot, view, answers)
    before = view.gallery.count

    view.plot.lassoed.emit(np.array([1, 3]))

    assert (before, view.gallery.count) == (4, 2)
    view.gallery.select_index(1)
    assert view.gallery.current.path == "d.png"


def test_a_click_shows_the_nearest_pictures_with_their_similarity(
    qtbot: QtBot, view: EmbeddingView, answers: Answers
) -> None:
    lay_out(qtbot, view, answers)

    view.plot.clicked.emit(0)

    view.gallery.select_index(1)
    assert view.gallery.count == 4
    assert (view.gallery.current.path, view.gallery.current.label) == ("b.png", "99.4 %")


def test_another_layout_is_asked_for_at_once(qtbot: QtBot, view: EmbeddingView, answers: Answers) -> None:
    lay_out(qtbot, view, answers)

    view.bar.layouts.chosen.emit("t-sne")

    assert len(answers.asked(EmbedSplit)) == 2


def test_the_points_are_saved_as_a_table(qtbot: QtBot, view: EmbeddingView, answers: Answers, tmp_path: Path) -> None:
    lay_out(qtbot, view, answers)

    view.save_table(str(tmp_path / "points.csv"))

    rows = list(csv.DictReader((tmp_path / "points.csv").open()))
    assert [row["image"] for row in rows] == ["a.png", "b.png", "c.png", "d.png"]
    assert (rows[3]["x"], rows[3]["predicted"]) == ("5.0", CLASSES[1])
