"""A complete config for instance segmentation from nothing but a dataset, with a reason for every choice. No Keras."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.contract.augmentation_presets import preset
from engine.contract.config import InputConfig, RunConfig, TaskName, WeightsSource
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
from engine.tasks.defaults import Choices, choose_mirroring, choose_split, dataset_of, kind_of
from engine.tasks.networks import input_of, network_of
from engine.tasks.wishes import NO_WISHES, Wishes
from models.catalogue import ARCHITECTURES

NETWORK = "small-mask-rcnn"
SEEN_SIDE_PX = 12.0
"""The median object is shown as large as this if that is not too much: three cells of the map that it is read in."""
MOST_ENLARGED = 2.0
LONGEST_ENLARGED_PX = 512
PROPOSALS_OF_OBJECT = 2
PROPOSALS = (64, 300)
OBJECTS = (20, 100)
"""The fewest and the most that are chosen."""
SHOWN_PIXELS = 1.2e9
BATCH_PIXELS = 4 * 320 * 320
"""A picture costs more than for boxes alone, and shows many objects."""


def propose_instance(index: DatasetIndex, wishes: Wishes = NO_WISHES) -> tuple[RunConfig, dict[str, str]]:
    """Choose everything that was not given.

    Args:
        index: the dataset.
        wishes: what is given; weights of other networks are not taken over.

    Returns:
        The config, and one sentence of reason by the dotted name of each field that was chosen.

    Raises:
        UserError: the dataset has no outlines, the network does not exist or does not fit, or weights are given.
    """
    summary = index.summary()
    _require(summary, wishes.weights)
    choices = Choices(summary, kind_of(summary), summary.training_splits.get("train", 0) or summary.images)
    classes, graph = box_classes(index), wishes.graph
    name = CUSTOM if graph else wishes.network or NETWORK
    if graph is None and wishes.network is None:
        choices.because("network.name", "Says a mask of every object, also where objects touch or overlap.")
    boxes = TrainingBoxes(index, classes)
    shown = input_of(graph) if graph else _choose_input(choices, wishes.image_size, boxes.sides())
    options = {**({} if graph else _options(choices, boxes, name)), **wishes.options}
    if graph is None and has_shapes(name) and SHAPES not in options:
        options |= choose_shapes(choices, boxes.clusters(shown))
    config = RunConfig(
        task=TaskName.INSTANCE,
        dataset=dataset_of(summary),
        split=choose_split(choices),
        network=network_of(TaskName.INSTANCE, name, options, graph, shown=shown, classes=len(classes)),
        input=shown,
        training=choose_training(choices, shown, Effort(SHOWN_PIXELS, BATCH_PIXELS)),
        augmentation=choose_mirroring(choices, preset("segmentation").config, classes),
        classes=classes,
    )
    return config, choices.reasons


def _require(summary: DatasetSummary, weights: WeightsSource | None) -> None:
    if TaskName.INSTANCE not in summary.tasks:
        raise UserError(
            f"There are no outlines to learn from. Received: {summary.place}.", "Draw outlines, or choose another task."
        )
    if weights is not None:
        raise UserError(
            f"A network for instances cannot start with other weights yet. Received: {weights.path}.",
            "Leave the weights empty.",
        )


def _choose_input(choices: Choices, image_size: tuple[int, int] | None, sides: NDArray[np.float64]) -> InputConfig:
    width_px, height_px = choices.summary.sizes.median or (LONGEST_PX, LONGEST_PX)
    longest = max(width_px, height_px)
    scale = _longest(choices, longest, sides) / longest
    height, width = image_size or (in_steps(height_px * scale), in_steps(width_px * scale))
    return InputConfig(height=height, width=width, channels=1 if choices.summary.is_grey else 3)


def _longest(choices: Choices, side_px: int, sides: NDArray[np.float64]) -> float:
    """Small objects have few cells on any map of the network: they are shown larger."""
    longest = needed_side(side_px, sides)
    usual = float(np.median(sides)) if len(sides) else 1.0
    wanted = min(SEEN_SIDE_PX / usual, MOST_ENLARGED * side_px, LONGEST_ENLARGED_PX)
    if wanted <= longest:
        choices.because("input.height", "As large as the pictures and their objects need.")
        return longest
    choices.because(
        "input.height",
        f"The usual object has {usual * side_px:.0f} px: pictures are shown larger, so that its mask has enough cells.",
    )
    return wanted


def _options(choices: Choices, boxes: TrainingBoxes, name: str) -> dict[str, Any]:
    """As many proposals and masks as the fullest picture needs."""
    entry = ARCHITECTURES.get(name)
    if entry is None or not {"proposals", "objects"} <= entry.options.keys():
        return {}
    most = boxes.most()
    proposals = int(np.clip(16 * math.ceil(PROPOSALS_OF_OBJECT * most / 16), *PROPOSALS))
    objects = int(np.clip(math.ceil(1.25 * most), *OBJECTS))
    choices.because("network.options.proposals", f"Up to {most} objects on a picture, and two proposals for each.")
    return {"proposals": proposals, "objects": objects}
