"""What is chosen from a dataset alone."""

import subprocess
import sys
from typing import Any

import pytest

from engine.contract.config import RunConfig
from engine.contract.dataset import AnnotationCounts, ClassCount, DatasetSummary, SizeRange
from engine.contract.errors import UserError
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from models.catalogue import architecture
from models.graph import Graph


class Described:
    """A dataset that is only its numbers."""

    def __init__(self, side: tuple[int, int] = (400, 533), images: int = 740, **changes: Any) -> None:
        train, validation = images - images // 5, images // 5
        values = {
            "name": "photos",
            "root": "/photos",
            "format": "folders",
            "tasks": ("classification",),
            "images": images,
            "unreadable": 0,
            "damaged": 0,
            "ignored": 0,
            "classes": tuple(ClassCount(name=name, count=images // 2) for name in ("cat", "dog")),
            "annotations": AnnotationCounts(labels=images),
            "splits": {},
            "training_splits": {"train": train, "validation": validation},
            "sizes": SizeRange(min=side, median=side, max=side),
            "fingerprint": "1",
            "problem_count": 0,
            "is_grey": False,
            "is_complete": True,
        }
        self._summary = DatasetSummary.model_validate({**values, **changes})

    def summary(self) -> DatasetSummary:
        return self._summary


def proposed(dataset: Described, **given: Any) -> RunConfig:
    config, _ = propose_config(dataset, Wishes(**given))
    return config


@pytest.mark.parametrize(
    ("root", "place"),
    [
        ("/photos", "/photos/data.yaml"),
        ("/photos", "/photos/resplit/data.yaml"),  # Ultralytics: "path: .."
    ],
)
def test_a_run_knows_what_paths_of_pictures_are_relative_to(root: str, place: str) -> None:
    dataset = proposed(Described(root=root, place=place)).dataset

    assert (str(dataset.folder), dataset.path) == (root, place)


def test_photos_get_the_accurate_network_at_a_size_that_trains_in_minutes() -> None:
    config = proposed(Described())
    assert config.network.name == "small-resnet-accurate"
    assert max(config.input.height, config.input.width) <= 160
    assert config.augmentation.flip_horizontal
    assert config.training.epochs >= 100


@pytest.mark.parametrize(
    ("median", "size"),
    [((400, 533), (144, 112)), ((640, 480), (112, 144)), ((500, 500), (128, 128)), ((4000, 100), (96, 176))],
)
def test_the_input_has_the_shape_of_most_photos(median: tuple[int, int], size: tuple[int, int]) -> None:
    config = proposed(Described(median))
    assert (config.input.height, config.input.width) == size


def test_small_pictures_keep_their_size_and_train_in_seconds() -> None:
    config = proposed(Described((64, 64), images=1500))
    assert config.network.name == "small-resnet-fast"
    assert (config.input.height, config.input.width) == (64, 64)
    assert config.training.epochs <= 15


def test_grey_digits_are_not_mirrored_and_have_one_channel() -> None:
    config = proposed(Described((28, 28), images=6000, is_grey=True))
    assert config.input.channels == 1
    assert not config.augmentation.flip_horizontal
    assert config.split.validation_fraction == 0.1


def test_more_pictures_need_fewer_epochs() -> None:
    few, many = (proposed(Described(images=images)).training.epochs for images in (500, 20_000))
    assert few > many


def test_rare_classes_count_more() -> None:
    counts = (ClassCount(name="cat", count=900), ClassCount(name="dog", count=20))
    assert proposed(Described(classes=counts)).training.class_weights == "balanced"


def test_pictures_of_a_linear_classifier_move_only_a_little() -> None:
    augmentation = proposed(Described((28, 28)), network="linear").augmentation

    assert augmentation.enabled
    assert augmentation.shift < proposed(Described((28, 28)), network="lenet5").augmentation.shift
    assert not augmentation.flip_horizontal


@pytest.mark.parametrize("network", ["alexnet", "vgg11", "nin", "googlenet"])
def test_deep_networks_without_normalisation_take_small_steps(network: str) -> None:
    training = proposed(Described(side=(28, 28), is_grey=True), network=network).training

    assert training.learning_rate <= 1e-3
    assert training.warmup_epochs >= 2


def test_normalisation_lets_a_deep_network_take_large_steps() -> None:
    dataset = Described(side=(32, 32))
    plain, normalised = (
        proposed(dataset, network="vgg11", options={"batch_normalisation": chosen}).training for chosen in (False, True)
    )

    assert normalised.learning_rate > 5 * plain.learning_rate


@pytest.mark.parametrize(("network", "size"), [("alexnet", (67, 84)), ("inception-v3", (75, 94)), ("nin", (28, 35))])
def test_small_pictures_are_enlarged_to_what_the_network_needs(network: str, size: tuple[int, int]) -> None:
    shown = proposed(Described(side=(35, 28)), network=network).input

    assert (shown.height, shown.width) == size


def test_what_is_given_is_kept() -> None:
    config = proposed(Described(), network="resnet18", options={"width": 8}, image_size=(96, 64))
    graph = Graph.from_json(config.network.graph)
    assert config.network.options == {"width": 8}
    assert graph.shapes()[graph.inputs[0]] == (96, 64, 3)


def test_an_edited_graph_is_trained_as_it_is() -> None:
    graph = architecture("lenet5").graph(input_shape=(40, 48, 1), classes=2)
    config = proposed(Described(), graph=graph.to_json())
    assert config.network.name == "custom"
    assert (config.input.height, config.input.width, config.input.channels) == (40, 48, 1)
    assert config.network.graph == graph.to_json()


def test_every_reason_belongs_to_a_field_and_is_a_sentence() -> None:
    config, reasons = propose_config(Described())
    document = config.model_dump()
    for name, reason in reasons.items():
        group, _, field = name.partition(".")
        assert field in document[group]
        assert reason.endswith(".")


@pytest.mark.parametrize(
    ("dataset", "given", "message"),
    [
        (Described(classes=()), {}, "nothing to tell apart"),
        (Described(), {"network": "lenet6"}, "lenet5"),
        (Described(), {"network": "lenet5", "options": {"wings": 2}}, "wings"),
        (
            Described(),
            {"network": "unet"},
            "U-Net is no network for classification. Received: a network for semantic",
        ),
    ],
)
def test_what_cannot_be_trained_is_told(dataset: Described, given: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=message):
        propose_config(dataset, Wishes(**given))


def test_proposing_needs_no_keras() -> None:
    check = "import sys, engine.tasks.proposing; sys.exit('keras' in sys.modules or 'tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
