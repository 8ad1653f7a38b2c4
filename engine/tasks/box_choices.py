"""What is chosen in one way for all networks that say boxes: shapes, and how they learn. Knows no Keras."""

from typing import Final, NamedTuple

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
