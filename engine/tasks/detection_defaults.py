"""A complete config for detection from nothing but a dataset, with a reason for every choice. Knows no Keras."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from engine.contract.augmentation_presets import NO_AUGMENTATION, preset
from engine.contract.config import (
    AugmentationConfig,
    InputConfig,
    NetworkConfig,
    RunConfig,
    TaskName,
    WeightsSource,
)
from engine.contract.dataset import DatasetSummary
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.network_plan import CUSTOM
from engine.tasks.box_choices import (
    LONGEST_PX,
    SHAPES,
    Effort,
    choose_shapes,
    choose_training,
    has_shapes,
    in_steps,
    needed_side,
)
from engine.tasks.box_shapes import TrainingBoxes
from engine.tasks.box_truth import box_classes
from engine.tasks.classifier_below import WayUp, with_classifier_below
from engine.tasks.defaults import Choices, choose_mirroring, choose_split, dataset_of, kind_of
from engine.tasks.networks import input_of, network_of, says_boxes, with_classes
from engine.tasks.stages import graph_after, input_after, options_after, stage_before
from engine.tasks.wishes import NO_WISHES, Wishes
from models.architectures.dense_detector import dense_detector_with_backbone
from models.box_answers import searches_regions
from models.graph import Graph

NETWORK = "dense-detector"
WITH_BACKBONE = "dense-detector-backbone"
HEAD_FILTERS = 48
WAY_UP = WayUp(
    network=WITH_BACKBONE,
    title="a dense detector",
    options={"head_filters": HEAD_FILTERS},
    draw=partial(dense_detector_with_backbone, head_filters=HEAD_FILTERS, activation="relu", batch_normalisation=True),
)
MIRRORS_ALONE = NO_AUGMENTATION.model_copy(update={"enabled": True, "flip_horizontal": True})
"""As in Girshick 2015 (1504.08083, section 2.3)."""
MOST_VERSIONS, LEAST_VERSIONS, SEARCHED_PICTURES = 6, 3, 3000
"""Changed versions of a picture in which regions are searched, and pictures that are searched in a training, at most;
the layer remembers a few more, those for validation among them."""
FEW_OBJECTS, MOSAICS = 3.0, 0.5
"""Objects of a picture, in the mean, up to which parts of four are shown at once, and how often: measured as better for
road signs, one or two in a picture, and as worse for the sample, five in a picture (`benchmarks/README.md`)."""
SHOWN_PIXELS = 2.0e9
BATCH_PIXELS = 8 * 320 * 320


def propose_detection(index: DatasetIndex, wishes: Wishes = NO_WISHES) -> tuple[RunConfig, dict[str, str]]:
    """Choose everything that was not given.

    Args:
        index: the dataset.
        wishes: what is given. Weights are those of a run that learned boxes, whose network and input are taken over
            where none are given; or of a classifier, which becomes the way down of a dense detector; the graph is then
            that of its file.

    Returns:
        The config, and one sentence of reason by the dotted name of each field that was chosen.

    Raises:
        UserError: the dataset has no objects, or the network or the backbone does not exist or does not fit.
    """
    summary = index.summary()
    _require(summary)
    choices = Choices(summary, kind_of(summary), summary.training_splits.get("train", 0) or summary.images)
    classes = box_classes(index)
    before = stage_before(wishes.weights, TaskName.DETECTION)
    classifier = None if before is not None else _way_down(wishes)
    graph = None if classifier else wishes.graph or with_classes(graph_after(before, wishes.network), len(classes))
    name = CUSTOM if graph else wishes.network or _choose_network(choices, before)
    options = {**_options_after(choices, before, name), **(wishes.options or {})}
    boxes = TrainingBoxes(index, classes)
    shown = _shown(choices, wishes, graph, before) or _choose_input(choices, wishes.image_size, boxes)
    if graph is None and has_shapes(name) and SHAPES not in options:
        options |= choose_shapes(choices, boxes.clusters(shown))
    made = network_of(TaskName.DETECTION, name, options, graph, shown=shown, classes=len(classes))
    config = RunConfig(
        task=TaskName.DETECTION,
        dataset=dataset_of(summary),
        split=choose_split(choices),
        network=made.model_copy(update={"weights": wishes.weights}),
        input=shown,
        training=choose_training(choices, shown, Effort(SHOWN_PIXELS, BATCH_PIXELS)),
        augmentation=choose_mirroring(choices, _choose_changes(choices, made, boxes), classes),
        classes=classes,
    )
    if classifier is not None:
        has_size = wishes.image_size is not None
        config = with_classifier_below(config, classifier, WAY_UP, choices.because, has_size=has_size)
    return config, choices.reasons


def _way_down(wishes: Wishes) -> WeightsSource | None:
    """The weights of a classifier for the network that can begin with one."""
    if wishes.weights is not None and wishes.network not in (None, WITH_BACKBONE):
        raise UserError(
            f"The weights of a classifier are the way down of one network only. Received: {wishes.network}.",
            f"Choose {WITH_BACKBONE}, or the weights of a run that learned boxes.",
        )
    if wishes.weights is not None and wishes.graph is not None and says_boxes(wishes.graph):
        raise UserError(
            f"A file of a detector does not say how it learned. Received: {wishes.weights.path}.",
            "Give the folder of its run, or the file of a classifier.",
        )
    return wishes.weights


def _choose_network(choices: Choices, before: RunConfig | None) -> str:
    if before is not None:
        choices.because("network.name", "The network whose weights are taken over.")
        return before.network.name
    choices.because("network.name", "Small, with a fine map: learns most from few pictures.")
    return NETWORK


def _options_after(choices: Choices, before: RunConfig | None, name: str) -> dict[str, Any]:
    taken = {} if before is None else options_after(before, name)
    if taken:
        choices.because("network.options", "Those of the run whose weights are taken over, so that they fit.")
    return taken


def _shown(
    choices: Choices, wishes: Wishes, graph: Mapping[str, Any] | None, before: RunConfig | None
) -> InputConfig | None:
    """The input that a graph or a run prescribes; None where it can be chosen."""
    drawn = None if graph is None else input_of(graph)
    if before is None:
        return drawn
    choices.because("input.scale", "As the weights expect: the preparation of their run is kept.")
    return input_after(before, drawn or wishes.image_size)


def _require(summary: DatasetSummary) -> None:
    if TaskName.DETECTION not in summary.tasks:
        raise UserError(
            f"There are no boxes to learn from. Received: {summary.place}.", "Draw boxes, or choose another task."
        )


def _choose_input(choices: Choices, image_size: tuple[int, int] | None, boxes: TrainingBoxes) -> InputConfig:
    median = choices.summary.sizes.median or (LONGEST_PX, LONGEST_PX)
    longest = needed_side(max(median), boxes.sides())
    choices.because(
        "input.height", f"The usual size of the pictures, at most {LONGEST_PX} px, and no more than their objects need."
    )
    shrink = longest / max(median)
    height, width = image_size or (in_steps(median[1] * shrink), in_steps(median[0] * shrink))
    return InputConfig(height=height, width=width, channels=1 if choices.summary.is_grey else 3)


def _choose_changes(choices: Choices, made: NetworkConfig, boxes: TrainingBoxes) -> AugmentationConfig:
    """Changes of pictures, mosaics among them where objects are few; where regions are searched, less that is new."""
    usual = preset("detection").config
    if not searches_regions(Graph.from_json(made.graph)):
        if boxes.usual() > FEW_OBJECTS:
            return usual
        choices.because("augmentation.mosaic", "Few objects in a picture: parts of four at once show more of them.")
        return usual.model_copy(update={"mosaic": MOSAICS})
    versions = min(MOST_VERSIONS, SEARCHED_PICTURES // max(choices.training_images, 1))
    if versions < LEAST_VERSIONS:
        choices.because("augmentation.scale", "Regions are searched once in a picture and once in its mirror image.")
        return MIRRORS_ALONE
    choices.because("augmentation.versions", "Regions are searched once in each version, not at every step.")
    return usual.model_copy(update={"versions": versions})
