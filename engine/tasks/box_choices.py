"""What is chosen in one way for all networks that say boxes: shapes, and how they learn. Knows no Keras."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import InputConfig, TrainingConfig
from engine.ops.boxes.anchor_clusters import AnchorClusters
from engine.tasks.box_shapes import table_of
from engine.tasks.defaults import Choices
from models.catalogue import ARCHITECTURES
from models.options import Table

SHAPES: Final = "shapes"
"""The option of networks whose boxes start from shapes."""
STEP_PX: Final = 32
"""The coarsest stride of the networks: sides are multiples of it."""
LONGEST_PX = 416
USUAL_OBJECT_PX, SMALLEST_OBJECT_PX, SMALLEST_SHARE = 80.0, 20.0, 0.05
"""Half of the objects are larger than the first, and few smaller than the second, which is five cells of the answer."""
LEAST_EPOCHS, MOST_EPOCHS = 10, 200
LEAST_IN_BATCH, MOST_IN_BATCH = 4, 16
LEAST_STEPS: Final = 5000
"""Of a training, as far as batches can be that small: with four pictures in a batch in place of 16, a detector reached
twice the mAP50 after as many epochs of few pictures (`benchmarks/README.md`)."""


class Effort(NamedTuple):
    """How much a network is shown.

    Attributes:
        shown_pixels: of a training altogether.
        batch_pixels: of a batch, at most.
    """

    shown_pixels: float
    batch_pixels: int


def has_shapes(name: str) -> bool:
    """Whether the boxes of a network start from shapes that can be chosen."""
    entry = ARCHITECTURES.get(name)
    return entry is not None and SHAPES in entry.options


def choose_shapes(choices: Choices, clusters: AnchorClusters | None) -> dict[str, Table]:
    """The option of the shapes that boxes start from; none where no box has an area."""
    if clusters is None:
        return {}
    shapes = table_of(clusters)
    choices.because(
        "network.options",
        f"{len(shapes)} shapes around which the boxes gather, with a mean IoU of {clusters.mean_iou:.2f}.",
    )
    return {SHAPES: shapes}


def in_steps(side: float) -> int:
    """A side of the network's input in whole steps."""
    return max(2 * STEP_PX, STEP_PX * round(side / STEP_PX))


def needed_side(side_px: int, sides: NDArray[np.float64]) -> float:
    """How long the longer side of a picture has to be for its objects; the smaller, the more often it can be seen.

    Args:
        side_px: the longer side of pictures as they are.
        sides: (n,) of objects, as shares of that.
    """
    longest = float(min(LONGEST_PX, side_px))
    if not len(sides):
        return longest
    usual, smallest = (float(part) for part in np.quantile(sides, [0.5, SMALLEST_SHARE]))
    return min(longest, max(USUAL_OBJECT_PX / usual, SMALLEST_OBJECT_PX / smallest))


def choose_training(choices: Choices, shown: InputConfig, effort: Effort) -> TrainingConfig:
    """How a network learns that says boxes."""
    pixels = shown.height * shown.width
    epochs = min(MOST_EPOCHS, max(LEAST_EPOCHS, round(effort.shown_pixels / (choices.training_images * pixels))))
    choices.because(
        "training.epochs", f"{choices.training_images:,} pictures, each seen {epochs} times, always a little different."
    )
    choices.because("training.weight_averaging", "The mean over the last epochs is steadier than the last step.")
    few = max(LEAST_IN_BATCH, choices.training_images * epochs // LEAST_STEPS)
    return TrainingConfig(
        epochs=epochs,
        batch_size=max(1, min(MOST_IN_BATCH, few, effort.batch_pixels // pixels)),
        learning_rate=2e-3,
        weight_decay=0.02,
        warmup_epochs=1.0,
        weight_averaging=True,
    )
