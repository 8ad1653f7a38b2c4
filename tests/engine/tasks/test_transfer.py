"""What is chosen when a run starts from what another network has learned."""

from pathlib import Path
from typing import Any

import pytest

from engine.contract.config import RunConfig, WeightsSource
from engine.contract.errors import UserError
from engine.network_plan import freeze_until, with_catalogue_graph
from engine.pretrained.files import WEIGHTS_FILES
from engine.tasks.proposing import propose_config
from engine.tasks.transfer import source_of
from engine.tasks.wishes import Wishes
from models.catalogue import architecture
from models.graph import Graph
from tests.engine.sample_run import write_colours, write_run
from tests.engine.tasks.test_defaults import Described

MOBILENET = WeightsSource(origin="imagenet", network="mobilenet")


def proposed(source: WeightsSource, dataset: Described | None = None, **given: Any) -> tuple[RunConfig, dict[str, str]]:
    return propose_config(dataset or Described(), Wishes(weights=source, **given))


def graph_of(config: RunConfig) -> Graph:
    return Graph.from_json(config.network.graph)


def test_a_pretrained_network_gets_a_head_for_the_classes_of_the_dataset() -> None:
    config, _ = proposed(MOBILENET)
    assert config.network.name == "mobilenet"
    assert graph_of(config).shapes()["scores"] == (2,)
    assert config.network.weights is not None
    assert config.network.weights.new == ("logits",)


def test_everything_that_sees_is_frozen() -> None:
    config, reasons = proposed(WeightsSource(origin="imagenet", network="vgg16"))
    assert config.network.frozen[0] == "stage1_convolution1"
    assert config.network.frozen[-1] == "stage5_pooling"
    assert "stage5_pooling" in reasons["network.frozen"]


def test_pictures_are_prepared_as_the_pretrained_network_wants() -> None:
    prepared = {
        key: proposed(WeightsSource(origin="imagenet", network=key))[0].input for key in ("vgg16", "densenet121")
    }
    assert (prepared["vgg16"].scale, prepared["vgg16"].subtract) == ("0..255", "Caffe means")
    assert (prepared["densenet121"].scale, prepared["densenet121"].subtract) == ("0..1", "ImageNet means")


def test_small_grey_pictures_become_large_enough_and_coloured() -> None:
    config, _ = proposed(MOBILENET, Described((28, 20), is_grey=True))
    assert (config.input.height, config.input.width, config.input.channels) == (96, 134, 3)


def test_a_size_that_was_asked_for_is_kept() -> None:
    config, _ = proposed(MOBILENET, image_size=(64, 64))
    assert (config.input.height, config.input.width) == (64, 64)


@pytest.mark.parametrize("key", WEIGHTS_FILES)
def test_every_pretrained_network_can_be_proposed(key: str) -> None:
    config, _ = proposed(WeightsSource(origin="imagenet", network=key))
    assert config.network.frozen


@pytest.fixture
def backbone(tmp_path: Path) -> Path:
    return write_run(tmp_path / "run", write_colours(tmp_path / "colours"), network="lenet5").path


def test_a_run_gives_its_network_and_its_input(backbone: Path) -> None:
    config, _ = proposed(WeightsSource(origin="run", path=str(backbone)))
    assert config.network.name == "lenet5"
    assert (config.input.height, config.input.width, config.input.fit) == (16, 16, "letterbox")
    assert graph_of(config).shapes()["scores"] == (2,)
    assert config.network.frozen[-1] == "f6_activation"


def test_a_backbone_is_trained_as_suits_its_network(backbone: Path) -> None:
    digits = Described((28, 28), is_grey=True)
    config, _ = proposed(WeightsSource(origin="run", path=str(backbone)), digits)
    alone, _ = propose_config(digits, Wishes(network="lenet5"))
    assert config.training == alone.training


def test_a_head_takes_fewer_epochs_than_a_whole_network() -> None:
    config, reasons = proposed(MOBILENET, Described(images=100))
    assert config.training.epochs == 100
    assert "head" in reasons["training.epochs"]


def test_an_edited_graph_gets_a_new_head(tmp_path: Path) -> None:
    graph = architecture("lenet5").graph((32, 32, 3), 7)
    source = WeightsSource(origin="file", path=str(tmp_path / "model.keras"))
    config, _ = proposed(source, graph=graph.to_json())
    assert config.network.name == "custom"
    assert graph_of(config).shapes()["scores"] == (2,)
    assert (config.input.subtract, config.input.divide_by_deviation) == ("nothing", False)


def test_a_run_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="gone"):
        proposed(WeightsSource(origin="run", path=str(tmp_path / "gone")))


def test_options_leave_the_backbone_and_what_is_frozen() -> None:
    config, _ = proposed(WeightsSource(origin="imagenet", network="densenet121"))
    training = config.training.model_copy(update={"batch_normalisation": False})
    redrawn = with_catalogue_graph(config.model_copy(update={"training": training}))
    assert redrawn.network.graph != config.network.graph
    assert redrawn.network.weights == config.network.weights
    assert redrawn.network.frozen == config.network.frozen


def test_freezing_ends_at_the_chosen_layer() -> None:
    config, _ = proposed(MOBILENET)
    assert freeze_until(config, "stem_activation").network.frozen == ("stem", "stem_normalised", "stem_activation")
    assert freeze_until(config, "").network.frozen == ()


def test_an_unknown_layer_is_told_with_the_ones_like_it() -> None:
    with pytest.raises(UserError, match="stam"):
        freeze_until(proposed(MOBILENET)[0], "stam")


def test_a_place_says_where_weights_come_from(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    assert source_of(str(tmp_path / "run"), network=None).origin == "run"
    assert source_of(str(tmp_path / "model.keras"), network=None).origin == "file"
    assert source_of("imagenet", network="resnet50-v2") == WeightsSource(origin="imagenet", network="resnet50-v2")
    local = source_of(str(tmp_path / "weights.h5"), network="resnet50")
    assert (local.origin, local.path) == ("imagenet", str(tmp_path / "weights.h5"))


def test_a_network_without_pretrained_weights_is_told() -> None:
    with pytest.raises(UserError, match="lenet5"):
        source_of("imagenet", network="lenet5")
