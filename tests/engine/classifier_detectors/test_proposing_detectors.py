from pathlib import Path

import pytest

from engine.contract.classifier_detectors import RegionClassifier, SlidingWindows
from engine.contract.config import RunConfig, TaskName, WeightsSource
from engine.contract.errors import UserError
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from models.build import build_model
from tests.engine.classifier_detectors.colour_classifier import OUTPUTS, opened, written_run
from tests.engine.tasks.boxed_dataset import run_config, write_boxes
from tests.models.small_networks import small_graph


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data") / "boxes"
    write_boxes(root, pictures=8)
    return root


def classifier(folder: Path, classes: tuple[str, ...] = OUTPUTS) -> WeightsSource:
    graph = small_graph("linear", classes=len(classes))
    run = written_run(folder, graph, build_model(graph, seed=1), dataset=folder, classes=classes)
    return WeightsSource(origin="run", path=str(run.path))


def propose(boxes: Path, network: str, weights: WeightsSource | None, task: TaskName | None = None) -> RunConfig:
    with opened(boxes) as index:
        return propose_config(index, Wishes(network=network, weights=weights), task=task)[0]


def test_windows_have_the_shapes_around_which_boxes_gather(boxes: Path, tmp_path: Path) -> None:
    config = propose(boxes, "sliding-window", classifier(tmp_path / "run"))

    assert isinstance(config.detector, SlidingWindows)
    assert config.task is TaskName.DETECTION
    assert len(config.detector.shapes_px) == 8
    assert all(9 <= side <= 26 for shape in config.detector.shapes_px for side in shape)


def test_the_detector_looks_as_its_classifier_has_learned(boxes: Path, tmp_path: Path) -> None:
    weights = classifier(tmp_path / "run")

    config = propose(boxes, "r-cnn", weights, TaskName.DETECTION)

    assert isinstance(config.detector, RegionClassifier)
    assert (config.input.height, config.network.weights) == (small_graph("linear").shapes()["input"][0], weights)
    assert (config.detector.outputs, config.detector.background) == (OUTPUTS, "background")
    assert set(config.classes) == {"box", "disc"}


def test_a_classifier_without_background_has_none(boxes: Path, tmp_path: Path) -> None:
    detector = propose(boxes, "r-cnn", classifier(tmp_path / "run", ("box", "disc"))).detector

    assert detector is not None
    assert detector.background is None


def test_a_classifier_that_does_not_know_a_class_is_refused(boxes: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"without disc\."):
        propose(boxes, "r-cnn", classifier(tmp_path / "run", ("box", "ring")))


def test_a_run_of_another_task_is_refused(boxes: Path, tmp_path: Path) -> None:
    weights = classifier(tmp_path / "run")
    (tmp_path / "run" / "config.json").write_text(run_config(("box", "disc"), side=64).model_dump_json())

    with pytest.raises(UserError, match="does not tell classes of pictures apart"):
        propose(boxes, "sliding-window", weights)
