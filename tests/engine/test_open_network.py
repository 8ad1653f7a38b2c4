from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.errors import UserError
from engine.contract.events import NetworkOpened
from engine.contract.run_folder import RunFolder
from engine.kept_weights import keep_weights
from engine.model_store import load_network
from engine.open_network import open_network
from models.build import build_model
from models.catalogue import ARCHITECTURES
from models.graph import Graph
from tests.models.plain_networks import PLAIN
from tests.models.small_networks import small_graph

SIDE_PX = 32


def stir(model: keras.Model) -> None:
    """Give every weight a value of its own: also biases and moving averages, which start as zeros and ones."""
    random = np.random.default_rng(3)
    for weight in model.weights:
        if len(weight.shape) > 1:
            deviation = np.sqrt(2 / np.prod(weight.shape[:-1]))  # keeps the size of values through many layers
            weight.assign(random.normal(0.0, deviation, weight.shape))
        elif weight.path.endswith(("variance", "gamma", "scale")):
            weight.assign(random.uniform(0.5, 1.5, weight.shape))
        else:
            weight.assign(random.uniform(-0.1, 0.1, weight.shape))


def noise_for(model: keras.Model) -> list[np.ndarray]:
    random = np.random.default_rng(4)
    shapes = [tuple(side or SIDE_PX for side in entry.shape[1:]) for entry in model.inputs]
    return [random.random((2, *shape), np.float32) for shape in shapes]


def answers(model: keras.Model, noise: list[np.ndarray]) -> list[np.ndarray]:
    """What a model says, in the order of its outputs; inputs are given in the order of the model's."""
    given = keras.tree.pack_sequence_as(model.input, noise)
    return [np.asarray(answer) for answer in keras.tree.flatten(model(given, training=False))]


def rebuilt(event: NetworkOpened, source: keras.Model) -> keras.Model:
    model = build_model(Graph.from_json(event.graph), seed=2)
    kept = keep_weights(model, source)
    assert (kept.new, kept.dropped) == ((), ())
    return model


def assert_equal_answers(one: list[np.ndarray], two: list[np.ndarray]) -> None:
    assert len(one) == len(two)
    for left, right in zip(one, two, strict=True):
        assert np.isfinite(left).all()
        assert left.std() > 0
        np.testing.assert_array_equal(left, right)


def assert_survives(model: keras.Model, folder: Path) -> NetworkOpened:
    """Opened, saved and opened again, the network must say the same to the last bit."""
    stir(model)
    model.save(folder / "first.keras")
    event = open_network(str(folder / "first.keras"))
    opened = load_network(folder / "first.keras")
    edited = rebuilt(event, opened)
    edited.save(folder / "second.keras")
    again = load_network(folder / "second.keras")
    noise = noise_for(edited)
    assert_equal_answers(answers(edited, noise), answers(opened, noise))
    assert_equal_answers(answers(again, noise), answers(opened, noise))
    return event


SMALL = (
    "linear", "lenet5", "alexnet", "vgg11", "nin", "small-googlenet", "small-resnet-fast", "small-resnext",
    "small-densenet", "mobilenet-v2",
)  # fmt: skip
LARGE = tuple(name for name in ARCHITECTURES if name not in SMALL)


@pytest.mark.parametrize("name", [*SMALL, *(pytest.param(name, marks=pytest.mark.slow) for name in LARGE)])
def test_a_network_of_the_catalogue_survives_opening_bit_by_bit(name: str, tmp_path: Path) -> None:
    graph = small_graph(name).for_prediction()

    event = assert_survives(build_model(graph, seed=1), tmp_path)

    assert "opaque" not in [node["type"] for node in event.graph["nodes"]]
    assert event.warnings == ()


@pytest.mark.parametrize("name", PLAIN)
def test_a_network_in_plain_keras_code_survives_opening_bit_by_bit(name: str, tmp_path: Path) -> None:
    assert_survives(PLAIN[name](), tmp_path)


def test_a_model_for_pictures_of_any_size_says_which_is_used(tmp_path: Path) -> None:
    PLAIN["squeeze_and_excitation"]().save(tmp_path / "any.keras")

    event = open_network(str(tmp_path / "any.keras"))

    assert event.graph["nodes"][0]["options"]["shape"] == [224, 224, 3]
    assert "any size" in event.warnings[0]


def test_layers_without_node_type_are_told(tmp_path: Path) -> None:
    PLAIN["patches_with_attention"]().save(tmp_path / "transformer.keras")

    event = open_network(str(tmp_path / "transformer.keras"))

    assert event.title == "transformer"
    assert any("have no node type and stay as they are" in warning for warning in event.warnings)


def test_a_run_opens_with_its_graph_and_its_classes(linear_run: RunFolder) -> None:
    event = open_network(str(linear_run.path))

    assert event.graph == linear_run.read_config().network.graph
    assert event.classes == ("blue", "green", "red")
    assert (event.origin, event.has_weights, event.title) == ("run", True, linear_run.path.name)


def test_a_run_without_weights_opens_all_the_same(linear_run: RunFolder) -> None:
    linear_run.model.unlink()

    event = open_network(str(linear_run.path))

    assert not event.has_weights
    assert "start anew" in event.warnings[0]


def test_a_model_with_its_own_code_is_refused(tmp_path: Path) -> None:
    entry = keras.Input((8, 8, 3))
    keras.Model(entry, layers.Lambda(lambda x: x * 2)(entry)).save(tmp_path / "own.keras")

    with pytest.raises(UserError, match=r"keras\.layers\.Lambda"):
        open_network(str(tmp_path / "own.keras"))
