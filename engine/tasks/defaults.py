"""A complete config for classification from nothing but a dataset, with a reason for every choice. Knows no Keras.

The recipes were measured on two processor cores (benchmarks/README.md): what is chosen here is what learned best within
the time that a person waits for a first answer.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from engine.contract.augmentation_presets import preset
from engine.contract.config import (
    AugmentationConfig,
    DatasetConfig,
    InputConfig,
    NetworkConfig,
    RunConfig,
    SplitConfig,
    TaskName,
    TrainingConfig,
)
from engine.contract.dataset import DatasetSummary
from engine.contract.errors import UserError
from engine.network_plan import CUSTOM
from engine.tasks.networks import input_of, network_of
from engine.tasks.sided_classes import names_a_side, without_mirroring
from engine.tasks.transfer import for_a_head, start_from
from engine.tasks.wishes import NO_WISHES, Wishes
from models.catalogue import ARCHITECTURES

THUMBNAIL_PX = 96
PHOTO_PX = 128
PHOTO_STEP_PX = 16
LONGEST_RATIO = 2.0
SMALLEST_PX = 8
THUMBNAILS_SHOWN = 16_000
PHOTOS_SHOWN = 150_000
SHARE_FROM_MANY = 2_000
LINEAR_NETWORKS = frozenset({"linear"})
PLAIN_NETWORKS = frozenset({"mlp", "lenet5"})
NORMALISATIONS = frozenset({"batch_normalisation", "layer_normalisation", "group_normalisation"})


class Kind(Enum):
    """What sort of pictures a dataset has, as far as it decides about defaults."""

    GREY_THUMBNAILS = "small grey pictures"
    THUMBNAILS = "small pictures"
    PHOTOS = "photos"


class Summarised(Protocol):
    """A dataset that can be described in numbers."""

    def summary(self) -> DatasetSummary:
        """The dataset in numbers."""


@dataclass(slots=True)
class Choices:
    """What is known of a dataset, and the reasons given so far by the title of each field."""

    summary: DatasetSummary
    kind: Kind
    training_images: int
    reasons: dict[str, str] = field(default_factory=dict)

    def because(self, name: str, reason: str) -> None:
        """Say why a field has its value."""
        self.reasons[name] = reason


def propose_classification(index: Summarised, wishes: Wishes = NO_WISHES) -> tuple[RunConfig, dict[str, str]]:
    """Choose everything that was not given.

    Args:
        index: the dataset.
        wishes: what is given; weights decide about the network, unless they are those of a given graph.

    Returns:
        The config, and one sentence of reason by the dotted name of each field that was chosen.

    Raises:
        UserError: the dataset has nothing to learn, or the network does not exist or does not fit.
    """
    choices = _look_at(index.summary())
    classes = tuple(counted.name for counted in choices.summary.classes)
    graph, image_size, weights = wishes.graph, wishes.image_size, wishes.weights
    name = CUSTOM if graph else wishes.network or _choose_network(choices)
    options = {**_choose_options(choices, name), **wishes.options}
    shown = _choose_input(choices, name, image_size) if graph is None else input_of(graph)
    made = network_of(TaskName.CLASSIFICATION, name, options, graph, shown=shown, classes=len(classes))
    config = RunConfig(
        dataset=dataset_of(choices.summary),
        split=choose_split(choices),
        network=made,
        input=shown,
        training=_choose_training(choices, made),
        augmentation=choose_mirroring(choices, _choose_augmentation(choices, name), classes),
        classes=classes,
    )
    if weights is not None:
        config = start_from(config, weights, choices.because, has_size=image_size is not None)
        training = _choose_training(choices, config.network)
        config = for_a_head(config.model_copy(update={"training": training}), choices.because)
    return config, choices.reasons


def kind_of(summary: DatasetSummary) -> Kind:
    """Thumbnails or photos, by the median size."""
    median = summary.sizes.median
    if median is None or max(median) > THUMBNAIL_PX:
        return Kind.PHOTOS
    return Kind.GREY_THUMBNAILS if summary.is_grey else Kind.THUMBNAILS


def _look_at(summary: DatasetSummary) -> Choices:
    drawn = summary.annotations
    if not drawn.labels and (drawn.boxes or drawn.polygons or drawn.masks):
        counts = ", ".join(f"{count:,} {kind}" for kind, count in drawn.model_dump().items() if count)
        raise UserError(
            f"Only classes of whole pictures can be learned yet. Received: {summary.place}, with {counts}.",
            "Look at it on the Data page, or convert it to folders, where each picture has one class.",
        )
    if len(summary.classes) < 2:
        raise UserError(
            f"There is nothing to tell apart. Received: {summary.root}, with {len(summary.classes)} classes.",
            "Put the pictures into at least two folders, one per class.",
        )
    splits = summary.training_splits
    return Choices(summary, kind_of(summary), splits.get("train", 0) or summary.images)


def _choose_network(choices: Choices) -> str:
    if choices.kind is Kind.PHOTOS:
        choices.because("network.name", "Photos need a network that looks at details at several scales.")
        return "small-resnet-accurate"
    choices.because("network.name", f"Enough for {choices.kind.value}, and quick to train.")
    return "small-resnet-fast"


def _choose_options(choices: Choices, network: str) -> dict[str, Any]:
    match network:
        case "small-resnet-fast":
            choices.because("network.options", "A little wider than usual, which learns in fewer epochs.")
            return {"width": 24}
        case "small-resnet-accurate" if choices.kind is Kind.PHOTOS:
            choices.because("network.options", "Wide enough for photos; dropout, since they are few.")
            return {"width": 32, "dropout": 0.3}
        case _:
            return {}


def _choose_input(choices: Choices, network: str, image_size: tuple[int, int] | None) -> InputConfig:
    grey = choices.summary.is_grey
    if grey:
        choices.because("input.channels", "All pictures are grey.")
    height, width = image_size or _large_enough(choices, network, _choose_size(choices))
    return InputConfig(height=height, width=width, channels=1 if grey else 3)


def _choose_size(choices: Choices) -> tuple[int, int]:
    median = choices.summary.sizes.median
    if choices.kind is Kind.PHOTOS or median is None:
        choices.because("input.height", "Large enough for what photos show, small enough to train in minutes.")
        choices.because("input.width", "The shape of most of the pictures, so that little of the input stays empty.")
        return photo_size(median or (1, 1))
    choices.because("input.height", "The size of the pictures.")
    width, height = (max(SMALLEST_PX, side) for side in median)
    return height, width


def _large_enough(choices: Choices, network: str, size: tuple[int, int]) -> tuple[int, int]:
    """The size (height, width), enlarged in its shape where the network cannot look at pictures so small."""
    entry = ARCHITECTURES.get(network)
    least = entry.least_side_px if entry else 1
    if min(size) >= least:
        return size
    choices.because("input.height", f"The network needs at least {least} pixels; pictures are enlarged.")
    height, width = (math.ceil(side * least / min(size)) for side in size)
    return height, width


def photo_size(median: tuple[int, int]) -> tuple[int, int]:
    """(height, width) of an input of about ``PHOTO_PX`` squared, in the shape of a picture (width, height).

    Sides are multiples of ``PHOTO_STEP_PX``, so that a network can halve them; very long pictures are not followed.
    """
    width, height = median
    ratio = min(LONGEST_RATIO, max(1 / LONGEST_RATIO, height / width))
    sides = (PHOTO_PX * ratio**0.5, PHOTO_PX / ratio**0.5)
    rounded = [PHOTO_STEP_PX * round(side / PHOTO_STEP_PX) for side in sides]
    return rounded[0], rounded[1]


def dataset_of(summary: DatasetSummary) -> DatasetConfig:
    """The dataset that was opened, as it was read."""
    chosen = DatasetConfig(path=summary.place, fingerprint=summary.fingerprint, reading=summary.chosen_reading)
    return chosen if str(chosen.folder) == summary.root else chosen.model_copy(update={"root": summary.root})


def choose_split(choices: Choices) -> SplitConfig:
    """How the pictures are divided: as before, as the dataset says, or some of them at random."""
    if choices.summary.split_config is not None:
        choices.because("split.validation_fraction", "The pictures were divided like this before.")
        return choices.summary.split_config
    if "validation" in choices.summary.splits:
        choices.because("split.validation_fraction", "The dataset has a validation part of its own.")
        return SplitConfig()
    share = 0.1 if choices.summary.images >= SHARE_FROM_MANY else 0.2
    choices.because("split.validation_fraction", "Enough pictures to measure on, the others to learn from.")
    return SplitConfig(validation_fraction=share)


def _choose_training(choices: Choices, network: NetworkConfig) -> TrainingConfig:
    batch_size = _choose_batch_size(choices)
    epochs = _choose_epochs(choices)
    common = {"batch_size": batch_size, "epochs": epochs, "class_weights": _choose_class_weights(choices)}
    if network.name in LINEAR_NETWORKS:
        choices.because("training.optimizer", "Pixels that say nothing keep weights of nothing: clean templates.")
        return TrainingConfig(**common, learning_rate=2e-3, optimizer="sgd")
    if network.name in PLAIN_NETWORKS:
        return _choose_plain_training(choices, common)
    if not _is_normalised(network):
        return _choose_deep_plain_training(choices, common)
    if choices.kind is not Kind.PHOTOS:
        return TrainingConfig(**common, learning_rate=1.2e-2, weight_decay=0.02)
    return _choose_photo_training(choices, common)


def _choose_plain_training(choices: Choices, common: dict[str, Any]) -> TrainingConfig:
    """For networks without normalisation, which need many small steps."""
    if choices.training_images < SHARE_FROM_MANY * 5:
        choices.because("training.batch_size", "Small batches make many steps of few pictures.")
        common = {**common, "batch_size": 16}
    choices.because("training.weight_averaging", "The mean over the last epochs is steadier than the last step.")
    return TrainingConfig(**common, learning_rate=3e-3, weight_decay=0.05, weight_averaging=True)


def _choose_deep_plain_training(choices: Choices, common: dict[str, Any]) -> TrainingConfig:
    """For deep networks without normalisation, which large steps throw off course before they have begun to learn."""
    choices.because("training.learning_rate", "Small steps: nothing in this network keeps its signals in range.")
    choices.because("training.warmup_epochs", "The first steps of a deep network are the most delicate ones.")
    return TrainingConfig(**common, learning_rate=1e-3, weight_decay=0.05, warmup_epochs=2.0)


def _is_normalised(network: NetworkConfig) -> bool:
    """Whether something in the network keeps signals in range."""
    return any(node.get("type") in NORMALISATIONS for node in network.graph["nodes"])


def _choose_photo_training(choices: Choices, common: dict[str, Any]) -> TrainingConfig:
    choices.because("training.weight_decay", "Keeps a network with more weights than pictures simple.")
    choices.because("training.label_smoothing", "Photos are often ambiguous; full certainty would be learned by heart.")
    choices.because("training.weight_averaging", "The mean over the last epochs is steadier than the last step.")
    choices.because("training.mirror_at_prediction", "A photo and its mirror picture show the same thing.")
    return TrainingConfig(
        **common,
        learning_rate=2e-3,
        weight_decay=0.1,
        warmup_epochs=5.0,
        label_smoothing=0.1,
        weight_averaging=True,
        mirror_at_prediction=True,
    )


def _choose_batch_size(choices: Choices) -> int:
    if choices.training_images < SHARE_FROM_MANY * 10:
        return 32
    choices.because("training.batch_size", "Larger batches are quicker, and this many pictures give enough steps.")
    return 64


def _choose_epochs(choices: Choices) -> int:
    shown, least, most = (PHOTOS_SHOWN, 15, 300) if choices.kind is Kind.PHOTOS else (THUMBNAILS_SHOWN, 10, 60)
    epochs = min(most, max(least, round(shown / max(1, choices.training_images))))
    choices.because(
        "training.epochs", f"{choices.training_images:,} pictures, each seen {epochs} times, always a little different."
    )
    return epochs


def _choose_class_weights(choices: Choices) -> str:
    counts = [counted.count for counted in choices.summary.classes if counted.count]
    if max(counts, default=1) < 5 * min(counts, default=1):
        return "none"
    choices.because("training.class_weights", "Some classes are much rarer than others and would be overlooked.")
    return "balanced"


def choose_mirroring(choices: Choices, augmentation: AugmentationConfig, classes: Iterable[str]) -> AugmentationConfig:
    """The same, without mirroring where that would make a class wrong."""
    sided = names_a_side(classes)
    if sided is None or not augmentation.flip_horizontal:
        return augmentation
    choices.because("augmentation.flip_horizontal", f"In a mirror '{sided}' would be something else.")
    return without_mirroring(augmentation)


def _choose_augmentation(choices: Choices, network: str) -> AugmentationConfig:
    if network in LINEAR_NETWORKS:
        choices.because(
            "augmentation.shift", "A linear classifier has one template per class, which cannot follow far."
        )
        return AugmentationConfig(shift=0.03, rotation=5.0, scale=0.05, brightness=0.0, contrast=0.0)
    match choices.kind:
        case Kind.GREY_THUMBNAILS:
            choices.because("augmentation.flip_horizontal", "Mirrored digits and letters mean something else.")
            return AugmentationConfig(brightness=0.0, contrast=0.0)
        case Kind.THUMBNAILS:
            return AugmentationConfig(flip_horizontal=True)
        case Kind.PHOTOS:
            choices.because("augmentation.flip_horizontal", "A mirrored photo shows the same thing.")
            choices.because("augmentation.mixup", "Few photos: blends of two keep the network from learning by heart.")
            return preset("photos").config
