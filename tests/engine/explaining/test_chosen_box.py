"""Why one box: for every family of detectors, the place of a found box leads back to its logit."""

import numpy as np
import pytest

from engine.contract.boxes import BoxChoice
from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName
from engine.contract.errors import UserError
from engine.data.fitting import place as place_picture
from engine.data.preparation import Preparation
from engine.explaining.chosen_box import choose_box
from engine.inspect.cam import gradcam
from engine.inspect.probe import probe_of
from engine.model_store import LoadedRun
from engine.ops.boxes.finding import Choice
from engine.predicting.finder import finder_of
from models.build import build_model
from tests.models.small_networks import small_graph

NAMES = ["dense-detector", "small-yolo-v1", "yolo-grid", "small-ssd", "small-faster-rcnn"]
CLASSES = ("a", "b", "c")
SIDE = 64


def tiny_run(name: str, task: TaskName = TaskName.DETECTION) -> LoadedRun:
    graph = small_graph(name, shape=(SIDE, SIDE, 3), classes=len(CLASSES))
    shown = InputConfig(height=SIDE, width=SIDE)
    config = RunConfig(
        task=task,
        dataset=DatasetConfig(path="/pictures"),
        network=NetworkConfig(name=name, graph=graph.to_json()),
        input=shown,
        classes=CLASSES,
    )
    model = build_model(graph.for_prediction(), seed=1)
    preparation = Preparation(np.full(3, 1 / 255, np.float32), np.zeros(3, np.float32))
    return LoadedRun(name, model, CLASSES, shown, preparation, config)


def picture() -> np.ndarray:
    return np.random.default_rng(1).uniform(0, 1, (1, SIDE, SIDE, 3)).astype(np.float32)


@pytest.mark.parametrize("name", NAMES)
def test_the_logit_of_a_box_is_that_of_its_score(name: str) -> None:
    run, shown = tiny_run(name), picture()
    choice = Choice(score=0.0, iou=1.0)
    [found] = finder_of(run, choice).find(shown, [place_picture((SIDE, SIDE), run.input)])
    assert found.places is not None
    number = np.count_nonzero(found.scores) // 2  # Regions have no score for other classes than that of their box.
    label, place = int(found.classes[number]), int(found.places[number])

    chosen = choose_box(run, BoxChoice(label=CLASSES[label], place=place))

    assert chosen is not None
    probed = probe_of(run.model, with_gradients=False)(shown, np.array([chosen.label]), chosen.weights)
    assert probed.scores[0, label] == pytest.approx(found.scores[number], abs=2e-3)


@pytest.mark.parametrize("name", NAMES)
def test_the_best_box_has_the_map_that_its_class_has(name: str) -> None:
    run, shown = tiny_run(name), picture()
    choice = Choice(score=0.0, iou=1.0)
    [found] = finder_of(run, choice).find(shown, [place_picture((SIDE, SIDE), run.input)])
    assert found.places is not None
    label, place = int(found.classes[0]), int(found.places[0])
    chosen = choose_box(run, BoxChoice(label=CLASSES[label], place=place))
    assert chosen is not None

    of_class = gradcam(run.model, shown, np.array([label]))
    of_box = gradcam(run.model, shown, np.array([label]), pixels=chosen.weights)

    assert of_box.values[0] == pytest.approx(of_class.values[0], abs=1e-5)
    assert np.allclose(of_box.maps, of_class.maps, atol=1e-6)


def test_a_network_for_one_box_is_explained_by_its_class() -> None:
    run = tiny_run("localiser", TaskName.LOCALISATION)

    assert choose_box(run, BoxChoice(label="a", place=0)) is None


def test_a_box_of_the_mirrored_picture_alone_is_refused() -> None:
    with pytest.raises(UserError, match="mirrored picture"):
        choose_box(tiny_run("dense-detector"), BoxChoice(label="a", place=16 * 16))
