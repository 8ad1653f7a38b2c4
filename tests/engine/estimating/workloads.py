"""Trainings that the tests of estimates are about."""

from engine.contract.config import (
    AugmentationConfig,
    DatasetConfig,
    InputConfig,
    NetworkConfig,
    RunConfig,
    TrainingConfig,
)
from engine.estimating.arithmetic import Workload
from models.arithmetic import analyse
from models.catalogue import architecture


def config(name: str = "lenet5", *, batch_size: int = 8, side_px: int = 32, is_augmented: bool = False) -> RunConfig:
    """Return the config of a training on small colour pictures of three classes."""
    graph = architecture(name).graph((side_px, side_px, 3), 3)
    return RunConfig(
        dataset=DatasetConfig(path="/nowhere"),
        network=NetworkConfig(name="custom", graph=graph.to_json()),
        input=InputConfig(height=side_px, width=side_px),
        training=TrainingConfig(batch_size=batch_size, precision="float32"),
        augmentation=AugmentationConfig(enabled=is_augmented),
        classes=("red", "green", "blue"),
    )


def workload(
    run: RunConfig, *, training_images: int = 100, validation_images: int = 20, picture_px: int = 0
) -> Workload:
    """Return what that training is about."""
    shape = (run.input.height, run.input.width, run.input.channels)
    analysis = analyse(architecture("lenet5").graph(shape, len(run.classes)))
    return Workload(run, analysis, training_images, validation_images, picture_px)
