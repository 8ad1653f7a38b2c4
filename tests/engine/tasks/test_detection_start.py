"""Detectors that start with what another network has learned: another detector, or a classifier below."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.cli.app import run_command
from engine.contract.config import RunConfig, TaskName, WeightsSource
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.data.cache import ignore_progress, never_cancelled
from engine.data.preparation import Preparation
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.model_store import load_network
from engine.network_plan import CUSTOM
from engine.pretrained.files import weights_file
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from models.architectures.backbone import backbone
from models.catalogue import architecture
from models.graph import Graph
from tests.engine.sample_run import write_colours, write_run
from tests.engine.tasks.boxed_dataset import NAMES, run_config, write_boxes


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures") / "boxes"
    write_boxes(folder)
    return folder


def proposed(place: Path, weights: WeightsSource, **wishes: Any) -> RunConfig:
    with DatasetIndex(open_dataset(place, on_progress=ignore_progress, is_cancelled=never_cancelled)) as index:
        return propose_config(index, Wishes(weights=weights, **wishes), task=TaskName.DETECTION)[0]


def from_run(path: Path) -> WeightsSource:
    return WeightsSource(origin="run", path=str(path))


def write_detector(folder: Path, **changes: Any) -> Path:
    """A run of a tiny detector that tells other classes apart."""
    folder.mkdir()
    config = run_config(("disc", "ring", "box"), side=96)
    RunFolder(folder).write_config(config.model_copy(update=changes))
    return folder


def test_a_classifier_of_a_run_becomes_the_way_down(boxes: Path, tmp_path: Path) -> None:
    run = write_run(tmp_path / "classifier", write_colours(tmp_path / "colours"), network="small-resnet-fast")

    config = proposed(boxes, from_run(run.path))

    graph = Graph.from_json(config.network.graph)
    assert (config.task, config.network.name) == (TaskName.DETECTION, "dense-detector-backbone")
    assert config.network.options["backbone"] == "small-resnet-fast"
    assert graph.shapes()[graph.outputs[0]] == (config.input.height // 4, config.input.width // 4, len(NAMES) + 4)
    seen = backbone(architecture("small-resnet-fast").graph((64, 64, 3), 3))
    assert set(config.network.frozen) == {node.name for node in seen.nodes} - set(seen.inputs)


def test_a_network_of_imagenet_becomes_the_way_down_with_its_preparation(boxes: Path) -> None:
    config = proposed(boxes, WeightsSource(origin="imagenet", network="mobilenet-v2"))

    assert config.network.name == "dense-detector-backbone"
    assert config.network.options["backbone"] == weights_file("mobilenet-v2").network
    assert (config.input.scale, config.input.subtract) == ("-1..1", "nothing")
    assert config.network.frozen


def test_a_network_without_a_fine_map_is_refused(boxes: Path, tmp_path: Path) -> None:
    run = write_run(tmp_path / "classifier", write_colours(tmp_path / "colours"), network="linear")

    with pytest.raises(UserError):
        proposed(boxes, from_run(run.path))


def test_another_network_than_the_one_with_a_backbone_is_refused(boxes: Path, tmp_path: Path) -> None:
    run = write_run(tmp_path / "classifier", write_colours(tmp_path / "colours"), network="small-resnet-fast")

    with pytest.raises(UserError, match="one network only") as raised:
        proposed(boxes, from_run(run.path), network="small-ssd")

    assert "dense-detector-backbone" in raised.value.hint


def test_the_file_of_a_detector_is_refused(boxes: Path) -> None:
    graph = run_config(NAMES, side=64).network.graph

    with pytest.raises(UserError, match="file of a detector"):
        proposed(boxes, WeightsSource(origin="file", path="/nowhere/model.keras"), graph=graph)


def test_a_run_of_boxes_gives_network_options_and_input(boxes: Path, tmp_path: Path) -> None:
    before = write_detector(tmp_path / "before")

    config = proposed(boxes, from_run(before))

    assert (config.network.name, config.network.options["width"]) == ("dense-detector", 8)
    assert (config.input.height, config.input.width, config.classes) == (96, 96, NAMES)
    assert config.network.weights == from_run(before)
    assert not config.network.frozen
    smaller = proposed(boxes, from_run(before), image_size=(64, 64))
    assert (smaller.input.height, smaller.input.width) == (64, 64)


def test_an_edited_detector_gets_a_head_for_other_classes(boxes: Path, tmp_path: Path) -> None:
    network = run_config(("disc", "ring", "box"), side=96).network.model_copy(update={"name": CUSTOM, "options": {}})
    before = write_detector(tmp_path / "before", network=network)

    config = proposed(boxes, from_run(before))

    graph = Graph.from_json(config.network.graph)
    assert config.network.name == CUSTOM
    assert graph.shapes()[graph.outputs[0]] == (24, 24, len(NAMES) + 4)


def test_weights_are_found_by_name_and_another_run_goes_on_from_them(boxes: Path, tmp_path: Path) -> None:
    classifier = write_run(tmp_path / "classifier", write_colours(tmp_path / "colours"), network="small-resnet-fast")
    first, second = RunFolder(tmp_path / "first"), RunFolder(tmp_path / "second")
    usual = ["--epochs", "1", "--set", "precision=float32", "--set", "weight_averaging=false"]

    code = run_command(["train", str(boxes), "--run", str(first.path), "--from", str(classifier.path), *usual])

    assert code == 0
    kept = weights_kept(first)
    old, new = load_network(classifier.path), load_network(first.path)
    frozen = [name for name in first.read_config().network.frozen if new.get_layer(name).weights]
    assert set(frozen) == set(kept["kept"])
    assert {"class_logits", "side_convolution"} <= set(kept["new"])
    for name in frozen:
        for one, other in zip(old.get_layer(name).get_weights(), new.get_layer(name).get_weights(), strict=True):
            np.testing.assert_array_equal(one, other)
    assert np.array_equal(Preparation.load(classifier.preparation).scale, Preparation.load(first.preparation).scale)

    code = run_command(["train", str(boxes), "--run", str(second.path), "--from", str(first.path), *usual])

    assert code == 0
    assert second.read_config().network.name == "dense-detector-backbone"
    assert weights_kept(second)["new"] == []


def weights_kept(run: RunFolder) -> dict[str, Any]:
    events = [json.loads(line) for line in run.events.read_text().splitlines()]
    [kept] = [event for event in events if event.get("type") == "weights_kept"]
    return kept
