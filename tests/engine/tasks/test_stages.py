"""Networks for pixels: small options for each of them, and learning in stages from the weights of another run."""

import json
from pathlib import Path

import pytest

from engine.cli.app import run_command
from engine.contract.config import RunConfig, TaskName, WeightsSource
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.data.cache import ignore_progress, never_cancelled
from engine.data.synthetic.writing import write_sample
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.model_store import load_network
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from models.arithmetic import analyse
from models.build import build_model
from models.catalogue import ARCHITECTURES
from models.graph import Graph
from tests.engine.sample_run import write_colours, write_run

SEGMENTERS = [name for name, entry in ARCHITECTURES.items() if TaskName.SEMANTIC in entry.tasks]
MOST_PARAMETERS = 6_000_000
SMALL = ["--set", "network.options.width=4", "--set", "network.options.dense_units=8", "--set", "precision=float32"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures") / "sample"
    write_sample("semantic", folder, count=12, seed=1, size_px=64, on_progress=ignore_progress)
    return folder


def proposed(sample: Path, network: str | None, weights: WeightsSource | None = None) -> RunConfig:
    with DatasetIndex(open_dataset(sample, on_progress=ignore_progress, is_cancelled=never_cancelled)) as index:
        return propose_config(index, Wishes(network=network, weights=weights), task=TaskName.SEMANTIC)[0]


@pytest.mark.parametrize("name", SEGMENTERS)
def test_each_network_is_proposed_small_and_with_a_class_for_every_pixel(sample: Path, name: str) -> None:
    config = proposed(sample, name)
    graph = Graph.from_json(config.network.graph)

    assert graph.for_prediction().shapes()[graph.outputs[0]] == (64, 64, len(config.classes))
    assert analyse(graph).parameters < MOST_PARAMETERS


@pytest.fixture(scope="module")
def coarse(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of FCN-32s."""
    run = tmp_path_factory.mktemp("stages") / "coarse"
    command = ["train", str(sample), "--run", str(run), "--model", "fcn-32s", "--task", "semantic", "--epochs", "1"]
    assert run_command([*command, *SMALL]) == 0
    return run


def test_the_next_stage_starts_with_the_weights_of_the_one_before(sample: Path, coarse: Path, tmp_path: Path) -> None:
    run = tmp_path / "fine"
    command = ["train", str(sample), "--run", str(run), "--model", "fcn-16s", "--task", "semantic", "--epochs", "1"]

    assert run_command([*command, "--from", str(coarse), "--set", "learning_rate=1e-12"]) == 0

    config, before = RunFolder(run).read_config(), RunFolder(coarse).read_config()
    assert config.network.name == "fcn-16s"
    assert config.network.options == before.network.options
    assert config.network.frozen == ()
    assert config.input == before.input
    events = [json.loads(line) for line in RunFolder(run).events.read_text().splitlines()]
    [kept] = [event for event in events if event.get("type") == "weights_kept"]
    assert {"stage1_convolution1", "fc6", "fc7", "score"} <= set(kept["kept"])
    assert "score_pool4" in kept["new"]
    old, new = load_network(coarse), load_network(run)
    for name in ("stage1_convolution1", "fc6"):
        assert new.get_layer(name).get_weights()[0] == pytest.approx(old.get_layer(name).get_weights()[0], abs=1e-6)


def test_an_fcn_takes_over_the_trunk_of_a_direct_heat_map_and_not_how_it_is_enlarged(
    sample: Path, tmp_path: Path
) -> None:
    run = tmp_path / "heat"
    command = ["train", str(sample), "--run", str(run), "--model", "direct-heat-map", "--task", "semantic"]
    assert run_command([*command, "--epochs", "1", *SMALL]) == 0

    config = proposed(sample, "fcn-32s", WeightsSource(origin="run", path=str(run)))

    assert (config.network.options["width"], config.network.options["dense_units"]) == (4, 8)
    assert config.network.options.get("upsampling", "transposed convolution") == "transposed convolution"
    trained = {layer.name: layer for layer in load_network(run).layers}
    fine = build_model(Graph.from_json(config.network.graph), seed=1)
    shared = [layer for layer in fine.layers if layer.name in trained and layer.weights]
    assert {"stage5_convolution2", "fc6", "fc7", "score"} <= {layer.name for layer in shared}
    assert all(
        [weight.shape for weight in layer.weights] == [weight.shape for weight in trained[layer.name].weights]
        for layer in shared
    )


def test_without_a_name_the_network_of_the_run_learns_on(sample: Path, coarse: Path) -> None:
    config = proposed(sample, None, WeightsSource(origin="run", path=str(coarse)))

    assert config.network.name == "fcn-32s"
    assert config.network.options["width"] == 4


def test_options_of_another_kind_of_network_are_not_taken_over(sample: Path, coarse: Path) -> None:
    config = proposed(sample, "unet", WeightsSource(origin="run", path=str(coarse)))

    assert config.network.options == proposed(sample, "unet").network.options


def test_only_one_network_begins_with_a_classifier(sample: Path, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", write_colours(tmp_path / "colours"), network="lenet5").path

    with pytest.raises(UserError, match="way down of one network only"):
        proposed(sample, "fcn-8s", WeightsSource(origin="run", path=str(run)))
