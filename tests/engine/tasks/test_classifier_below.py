"""Networks for masks that begin with a classifier: of a run, of a file, of ImageNet."""

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
from engine.data.synthetic.writing import write_sample
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.model_store import load_network
from engine.network_plan import CUSTOM
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from models.architectures.backbone import backbone
from models.catalogue import architecture
from models.graph import Graph
from tests.engine.sample_run import write_colours, write_run


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures") / "sample"
    write_sample("semantic", folder, count=10, seed=1, size_px=32, on_progress=ignore_progress)
    return folder


def proposed(place: Path, weights: WeightsSource, *, task: TaskName | None = None, **wishes: Any) -> RunConfig:
    with DatasetIndex(open_dataset(place, on_progress=ignore_progress, is_cancelled=never_cancelled)) as index:
        return propose_config(index, Wishes(weights=weights, **wishes), task=task)[0]


def classifier(tmp_path: Path, network: str) -> RunFolder:
    return write_run(tmp_path / "classifier", write_colours(tmp_path / "colours"), network=network)


def test_a_classifier_of_a_run_becomes_the_way_down(sample: Path, tmp_path: Path) -> None:
    run = classifier(tmp_path, "small-resnet-fast")

    config = proposed(sample, WeightsSource(origin="run", path=str(run.path)))

    graph = Graph.from_json(config.network.graph)
    assert (config.task, config.network.name) == (TaskName.SEMANTIC, "unet-backbone")
    assert config.network.options["backbone"] == "small-resnet-fast"
    assert graph.shapes()[graph.outputs[0]] == (32, 32, 7)
    seen = backbone(architecture("small-resnet-fast").graph((32, 32, 3), 3))
    assert set(config.network.frozen) == {node.name for node in seen.nodes} - set(seen.inputs)


def test_its_weights_are_found_by_name_and_stay_while_the_way_up_learns(sample: Path, tmp_path: Path) -> None:
    before = classifier(tmp_path, "small-resnet-fast")
    run = RunFolder(tmp_path / "run")

    command = ["train", str(sample), "--run", str(run.path), "--from", str(before.path), "--epochs", "1"]
    code = run_command([*command, "--set", "precision=float32", "--set", "weight_averaging=false"])

    assert code == 0
    events = [json.loads(line) for line in run.events.read_text().splitlines()]
    [kept] = [event for event in events if event.get("type") == "weights_kept"]
    old, new = load_network(before.path), load_network(run.path)
    frozen = [name for name in run.read_config().network.frozen if new.get_layer(name).weights]
    assert set(frozen) == set(kept["kept"])
    assert {"up1_convolution1"} <= set(kept["new"])
    for name in frozen:
        for one, other in zip(old.get_layer(name).get_weights(), new.get_layer(name).get_weights(), strict=True):
            np.testing.assert_array_equal(one, other)
    assert np.array_equal(
        Preparation.load(before.preparation).scale, Preparation.load(run.preparation).scale
    )  # its pixels are prepared as it has learned, though it looked at smaller pictures


def test_an_edited_classifier_is_a_way_down_of_its_own(sample: Path, tmp_path: Path) -> None:
    run = classifier(tmp_path, "small-resnet-fast")
    config = run.read_config()
    network = config.network.model_copy(update={"name": CUSTOM, "options": {}})
    run.write_config(config.model_copy(update={"network": network}))

    found = proposed(sample, WeightsSource(origin="run", path=str(run.path)))

    graph = Graph.from_json(found.network.graph)
    assert found.network.name == CUSTOM
    assert graph.shapes()[graph.outputs[0]] == (32, 32, 7)


def test_a_network_of_imagenet_sees_pictures_as_it_has_learned(sample: Path) -> None:
    config = proposed(sample, WeightsSource(origin="imagenet", network="vgg16"), task=TaskName.SEMANTIC)

    assert config.network.options["backbone"] == "vgg16"
    assert (config.input.channels, config.input.subtract, config.input.height) == (3, "Caffe means", 96)
    assert "stage5_convolution3_activation" in config.network.frozen


def test_a_classifier_that_sees_no_places_is_refused(sample: Path, tmp_path: Path) -> None:
    run = classifier(tmp_path, "linear")

    with pytest.raises(UserError, match="no map"):
        proposed(sample, WeightsSource(origin="run", path=str(run.path)))


def test_a_run_of_masks_is_no_backbone_of_a_classifier(tmp_path: Path) -> None:
    run = classifier(tmp_path, "small-resnet-fast")
    run.write_config(run.read_config().model_copy(update={"task": TaskName.SEMANTIC}))

    with pytest.raises(UserError, match="classes of whole pictures"):
        proposed(tmp_path / "colours", WeightsSource(origin="run", path=str(run.path)))
