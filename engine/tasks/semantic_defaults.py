"""A complete config for semantic segmentation from nothing but a dataset, with a reason for every choice.

Knows no Keras. The recipes were measured on two processor cores (benchmarks/README.md).
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from engine.contract.augmentation_presets import preset
from engine.contract.config import (
    AugmentationConfig,
    InputConfig,
    MaskConfig,
    RunConfig,
    TaskName,
    TrainingConfig,
    WeightsSource,
)
from engine.contract.dataset import DatasetSummary, Split
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.network_plan import CUSTOM
from engine.tasks.classifier_below import WayUp, with_classifier_below
from engine.tasks.defaults import Choices, choose_mirroring, choose_split, dataset_of, kind_of
from engine.tasks.mask_truth import OBJECT_KINDS, mask_classes
from engine.tasks.networks import input_of, network_of
from engine.tasks.stages import graph_after, input_after, options_after, stage_before
from engine.tasks.wishes import NO_WISHES, Wishes
from models.architectures.enlarging import NEAREST
from models.architectures.unet import unet_with_backbone

NETWORK, WITH_BACKBONE = "unet", "unet-backbone"
TRUNK: Mapping[str, Any] = {
    "layers": "VGG-11",
    "width": 16,
    "dense_units": 128,
    "batch_normalisation": True,
    "dropout": 0.0,
}
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "unet": {"width": 16, "depth": 3, "batch_normalisation": True},
    WITH_BACKBONE: {"width": 16},
    "segnet": {"width": 16, "depth": 4},
    "direct-heat-map": TRUNK,
    "full-resolution": {"width": 16},
    "deeplab": {"width": 32},
    "patch-classifier": {"width": 16, "depth": 2},
    "fcn-32s": {**TRUNK, "padding": "same"},
    "fcn-16s": {**TRUNK, "padding": "same"},
    "fcn-8s": {**TRUNK, "padding": "same"},
}
"""Options of each network that learn within minutes; the catalogue's own are those of the papers."""
WAY_UP = WayUp(
    network=WITH_BACKBONE,
    title="a U-Net",
    options=OPTIONS[WITH_BACKBONE],
    draw=partial(
        unet_with_backbone, **OPTIONS[WITH_BACKBONE], upsampling=NEAREST, activation="relu", dropout=0.0,
        batch_normalisation=True,
    ),
)  # fmt: skip
TRAINING: Mapping[str, Mapping[str, Any]] = {"segnet": {"learning_rate": 5e-3, "class_weights": "balanced"}}
"""What else is learned with than with the other networks."""
STEP_PX = 16
PATCH_PX = 192
MOST_WHOLE_PX = 208
SHOWN_PIXELS = 5.0e8
LEAST_EPOCHS, MOST_EPOCHS = 10, 200
BATCH_PIXELS = 8 * PATCH_PX * PATCH_PX
MOST_MEASURED = 1000
SMALLEST_PERCENT = 1.0


def propose_semantic(index: DatasetIndex, wishes: Wishes = NO_WISHES) -> tuple[RunConfig, dict[str, str]]:
    """Choose everything that was not given.

    Args:
        index: the dataset.
        wishes: what is given. Weights are those of a run that learned masks, whose network and input are taken over
            where none are given; or of a classifier, which becomes the way down of a U-Net; the graph is then that of
            its file.

    Returns:
        The config, and one sentence of reason by the dotted name of each field that was chosen.

    Raises:
        UserError: there are no masks to learn from, or the network or the backbone does not exist or does not fit.
    """
    summary, classes = index.summary(), mask_classes(index)
    _require_masks(summary)
    choices = Choices(summary, kind_of(summary), summary.training_splits.get("train", 0) or summary.images)
    before = stage_before(wishes.weights, TaskName.SEMANTIC)
    classifier = None if before is not None else _way_down(wishes)
    graph = wishes.graph or graph_after(before, wishes.network)
    name = CUSTOM if graph else wishes.network or _choose_network(choices, before)
    options = {**_choose_options(choices, name, before), **wishes.options}
    shown = _choose_input(choices, wishes.image_size, None if classifier else graph, before)
    made = network_of(TaskName.SEMANTIC, name, options, graph, shown=shown, classes=len(classes))
    config = RunConfig(
        task=TaskName.SEMANTIC,
        dataset=dataset_of(summary),
        split=choose_split(choices),
        network=made.model_copy(update={"weights": wishes.weights}),
        input=shown,
        training=_choose_training(choices, shown, name),
        augmentation=choose_mirroring(choices, _choose_augmentation(choices, shown), classes),
        masks=_choose_masks(choices, index),
        classes=classes,
    )
    if classifier is not None:
        config = with_classifier_below(
            config, classifier, WAY_UP, choices.because, has_size=wishes.image_size is not None
        )
    return config, choices.reasons


def _way_down(wishes: Wishes) -> WeightsSource | None:
    """The weights of a classifier for the network that can begin with one."""
    if wishes.weights is not None and wishes.network not in (None, WITH_BACKBONE):
        raise UserError(
            f"The weights of a classifier are the way down of one network only. Received: {wishes.network}.",
            f"Choose {WITH_BACKBONE}, or the weights of a run that learned masks.",
        )
    return wishes.weights


def _require_masks(summary: DatasetSummary) -> None:
    if TaskName.SEMANTIC not in summary.tasks:
        raise UserError(
            f"There are no masks to learn from. Received: {summary.place}, with {summary.annotations.masks} masks.",
            "Put masks beside the pictures, or outlines of objects, or choose another task.",
        )


def _choose_network(choices: Choices, before: RunConfig | None) -> str:
    if before is not None:
        choices.because("network.name", "The network whose weights are taken over.")
        return before.network.name
    choices.because("network.name", "Sees what is around a pixel and where its borders are, and learns from few masks.")
    return NETWORK


def _choose_options(choices: Choices, name: str, before: RunConfig | None) -> dict[str, Any]:
    taken = {} if before is None else options_after(before, name)
    if taken:
        choices.because("network.options", "Those of the run whose weights are taken over, so that they fit.")
        return {**OPTIONS.get(name, {}), **taken}
    if name in OPTIONS:
        choices.because("network.options", "Narrower than in the paper: quick to train, and enough for few pictures.")
    return dict(OPTIONS.get(name, {}))


def _choose_input(
    choices: Choices,
    image_size: tuple[int, int] | None,
    graph: Mapping[str, Any] | None,
    before: RunConfig | None,
) -> InputConfig:
    drawn = None if graph is None else input_of(graph)
    if before is not None:
        choices.because("input.scale", "As the weights expect: the preparation of their run is kept.")
        return input_after(before, drawn or image_size)
    return drawn or _input_for(choices, image_size)


def _input_for(choices: Choices, image_size: tuple[int, int] | None) -> InputConfig:
    summary = choices.summary
    largest = max(summary.sizes.max or (PATCH_PX, PATCH_PX))
    channels = 1 if summary.is_grey else 3
    if summary.is_grey:
        choices.because("input.channels", "All pictures are grey.")
    if largest > MOST_WHOLE_PX:
        choices.because("input.fit", "Parts of the pictures keep every pixel; whole ones would have to shrink.")
        height, width = image_size or (PATCH_PX, PATCH_PX)
        return InputConfig(height=height, width=width, channels=channels, fit="patches")
    choices.because("input.height", "The size of the pictures, so that the network can halve it.")
    median = summary.sizes.median or (PATCH_PX, PATCH_PX)
    height, width = image_size or (_halvable(median[1]), _halvable(median[0]))
    return InputConfig(height=height, width=width, channels=channels)


def _halvable(side: int) -> int:
    return max(2 * STEP_PX, STEP_PX * -(-side // STEP_PX))


def _choose_training(choices: Choices, shown: InputConfig, network: str) -> TrainingConfig:
    pixels = shown.height * shown.width
    batch_size = max(1, min(16, BATCH_PIXELS // pixels))
    choices.because("training.batch_size", "As many pixels as a step needs to be steady, no more.")
    median = choices.summary.sizes.median or (shown.width, shown.height)
    of_epoch = choices.training_images * (median[0] * median[1] if shown.fit == "patches" else pixels)
    epochs = min(MOST_EPOCHS, max(LEAST_EPOCHS, round(SHOWN_PIXELS / of_epoch)))
    choices.because(
        "training.epochs", f"{choices.training_images:,} pictures, each seen {epochs} times, always a little different."
    )
    choices.because("training.weight_averaging", "The mean over the last epochs is steadier than the last step.")
    choices.because("training.mirror_at_prediction", "Two looks at an outline say better where it lies than one.")
    if network in TRAINING:
        choices.because("training.learning_rate", "Larger steps: nothing leads past its coarsest map.")
        choices.because("training.class_weights", "As in the paper: else the background is all that it says for long.")
    usual = TrainingConfig(
        epochs=epochs,
        batch_size=batch_size,
        learning_rate=2e-3,
        weight_decay=0.02,
        warmup_epochs=1.0,
        weight_averaging=True,
        mirror_at_prediction=True,
    )
    return usual.model_copy(update=TRAINING.get(network, {}))


def _choose_augmentation(choices: Choices, shown: InputConfig) -> AugmentationConfig:
    config = preset("segmentation").config
    if shown.fit != "patches":
        return config
    choices.because("augmentation.shift", "Patches are cut anywhere, which shifts them already.")
    return config.model_copy(update={"shift": 0.0})


def _choose_masks(choices: Choices, index: DatasetIndex) -> MaskConfig:
    counts = choices.summary.annotations
    if choices.summary.format == "masks" or not counts.masks + counts.polygons:
        return MaskConfig()
    choices.because("masks.objects", "Single objects are drawn, so objects are counted in what is predicted, too.")
    smallest = smallest_object_px(index)
    if smallest is None:
        return MaskConfig(objects="watershed")
    choices.because("masks.least_object_px", "Hardly an object that is drawn is smaller.")
    return MaskConfig(objects="watershed", least_object_px=smallest)


def smallest_object_px(index: DatasetIndex) -> int | None:
    """The area in pixels that one in a hundred of the objects to learn from does not reach; None without objects."""
    rows = index.rows(Split.TRAIN, labelled=False) or index.rows(labelled=False)
    drawn = index.annotations_of([row.id for row in rows[:MOST_MEASURED]])
    areas = [
        one.area_px
        for of_picture in drawn.values()
        for one in of_picture
        if one.kind in OBJECT_KINDS and not one.is_crowd and one.area_px
    ]
    return max(1, int(np.percentile(areas, SMALLEST_PERCENT))) if areas else None
