"""Memory and time of a training, from the numbers of its network alone.

A process that trains holds, beside the programs themselves: the weights, their gradients, what the optimizer keeps of
each weight, the copy that is saved as the best, and for every picture of a batch the outputs of all layers, which the
way back needs again. A step computes about three times what a prediction costs: one pass forward, two back. How many
bytes and seconds that takes in practice differs between machines: the calibration knows, once something was measured.
"""

from dataclasses import dataclass

from engine.contract.config import RunConfig
from engine.data.picture_sizes import largest_area, mean_area
from engine.estimating.calibration import Calibration
from models.arithmetic import Analysis

BYTES_PER_WEIGHT = 4
BYTES_PER_PIXEL_VALUE = 4
OPTIMIZER_COPIES = {"sgd": 1, "adam": 2, "adamw": 2}
OTHER_COPIES = 3  # the weights, their gradients, and the network that is kept as the best
PASSES_PER_STEP = 3
PREFETCHED_BATCHES = 6
SAFE_SHARE = 0.9
ROUND_BATCHES_TO = 8
MOST_BATCH = 65_536


@dataclass(frozen=True, slots=True)
class Workload:
    """What is trained on.

    Attributes:
        config: of the run.
        analysis: of its network.
        training_images: pictures to learn from.
        validation_images: pictures to measure on.
        picture_px: pixels of a usual picture, of which patches are cut; 0 where it is not known.
    """

    config: RunConfig
    analysis: Analysis
    training_images: int
    validation_images: int
    picture_px: int = 0

    @property
    def training_samples(self) -> int:
        """What an epoch shows: pictures, or patches of them that together have as many pixels."""
        return self.training_images * self._samples_per_picture

    @property
    def validation_samples(self) -> int:
        """What is measured on behind an epoch, pictures or patches."""
        return self.validation_images * self._samples_per_picture

    @property
    def batch_size(self) -> int:
        """Samples of a step; never more than there are."""
        return max(1, min(self.config.training.batch_size, self.training_samples))

    @property
    def steps(self) -> int:
        """Steps of an epoch."""
        return max(1, -(-self.training_samples // self.batch_size))

    @property
    def kept_values(self) -> int:
        """Numbers of one picture as it is kept for the whole training: patches are cut from it again and again."""
        if self.config.input.fit != "patches" or not self.picture_px:
            return self.picture_values
        return self.picture_px * self.config.input.channels

    @property
    def _samples_per_picture(self) -> int:
        shape = self.config.input
        return max(1, round(self.picture_px / (shape.height * shape.width))) if shape.fit == "patches" else 1

    @property
    def picture_values(self) -> int:
        """Numbers of one picture as the network sees it."""
        shape = self.config.input
        return shape.height * shape.width * shape.channels


@dataclass(frozen=True, slots=True)
class Cost:
    """What a training takes.

    Attributes:
        fixed_bytes: memory that does not depend on the batch.
        bytes_per_picture: memory that each picture of a batch adds.
        seconds_per_epoch: of training and validation.
    """

    fixed_bytes: float
    bytes_per_picture: float
    seconds_per_epoch: float

    def memory_bytes(self, batch_size: int) -> int:
        """Return the memory of a training with this batch."""
        return round(self.fixed_bytes + batch_size * self.bytes_per_picture)

    def largest_batch(self, free_bytes: int) -> int:
        """Return how many pictures fit into the free memory with some to spare; 0 when not even one does."""
        fitting = int((SAFE_SHARE * free_bytes - self.fixed_bytes) / self.bytes_per_picture)
        rounded = fitting // ROUND_BATCHES_TO * ROUND_BATCHES_TO if fitting >= ROUND_BATCHES_TO else fitting
        return max(0, min(rounded, MOST_BATCH))


def estimate_cost(workload: Workload, calibration: Calibration) -> Cost:
    """Return what a training takes, by arithmetic."""
    return Cost(
        fixed_bytes=calibration.program_bytes + weights_bytes(workload) + pipeline_bytes(workload),
        bytes_per_picture=picture_bytes(workload) * calibration.picture_factor,
        seconds_per_epoch=workload.steps * step_seconds(workload, calibration)
        + workload.validation_samples * _seconds_per_picture(workload, calibration),
    )


def weights_bytes(workload: Workload) -> int:
    """Return the memory of weights, gradients, the optimizer's values and the best network."""
    analysis, optimizer = workload.analysis, workload.config.training.optimizer
    copies = OTHER_COPIES - 1 + OPTIMIZER_COPIES[optimizer]
    return BYTES_PER_WEIGHT * (analysis.parameters + copies * analysis.trainable_parameters)


def pipeline_bytes(workload: Workload) -> int:
    """Return the memory of the pictures that are kept ready: pixels, or prepared numbers where nothing changes them."""
    pictures = workload.training_images + workload.validation_images
    bytes_per_value = 1 if workload.config.augmentation.enabled else 1 + BYTES_PER_PIXEL_VALUE
    return pictures * workload.kept_values * bytes_per_value


def picture_bytes(workload: Workload) -> int:
    """Return the outputs of all layers for one picture of the largest size, and its copies in prepared batches."""
    share = 0.5 if workload.config.training.precision in ("bfloat16", "float16") else 1.0
    prepared = PREFETCHED_BATCHES * workload.picture_values * BYTES_PER_PIXEL_VALUE
    return round((workload.analysis.activation_bytes * share + prepared) * largest_area(workload.config))


def step_seconds(workload: Workload, calibration: Calibration) -> float:
    """Return the time of one step."""
    seconds = _seconds_per_picture(workload, calibration) * mean_area(workload.config)
    return workload.batch_size * PASSES_PER_STEP * seconds


def _seconds_per_picture(workload: Workload, calibration: Calibration) -> float:
    """Return the time of one prediction: multiplications, and moving the outputs of all layers."""
    work = workload.analysis.multiply_adds / calibration.multiply_adds_per_second
    moving = workload.analysis.activation_bytes / calibration.bytes_per_second
    return (work + moving) * calibration.time_factor
