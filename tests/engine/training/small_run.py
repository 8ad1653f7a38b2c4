"""A run that learns in a second: stripes lying or standing, made in memory."""

from pathlib import Path
from typing import Any

import numpy as np

from engine.contract.config import (
    AugmentationConfig,
    DatasetConfig,
    InputConfig,
    NetworkConfig,
    RunConfig,
    TrainingConfig,
)
from engine.contract.run_folder import RunFolder
from engine.data.batches import BatchMaker, BatchSettings, one_hot
from engine.data.pipeline import PictureSequence
from engine.data.preparation import Preparation
from engine.network_plan import with_catalogue_graph
from engine.training.pictures import LearningPictures, PinnedPictures

CLASSES = ("lying", "standing")
SIDE = 16


def small_config(
    network: str = "small-resnet-fast", augmentation: dict[str, Any] | None = None, **training: Any
) -> RunConfig:
    """A config for the stripes; ``training`` overrides its defaults."""
    settings = {"epochs": 3, "batch_size": 16, "learning_rate": 3e-3, "precision": "float32", **training}
    return with_catalogue_graph(
        RunConfig(
            dataset=DatasetConfig(path="/nowhere"),
            network=NetworkConfig(name=network, graph={}),
            input=InputConfig(height=SIDE, width=SIDE, channels=1),
            training=TrainingConfig(**settings),
            augmentation=AugmentationConfig(**{"enabled": False, **(augmentation or {})}),
            classes=CLASSES,
        )
    )


def stripes(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Noisy pictures (N, 16, 16, 1) uint8 with one stripe each, and their classes."""
    rng = np.random.default_rng(seed)
    classes = np.arange(count) % 2
    pictures = rng.integers(0, 120, (count, SIDE, SIDE, 1), dtype=np.uint8)
    for picture, is_standing, place in zip(pictures, classes, rng.integers(2, SIDE - 2, count), strict=True):
        stripe = (slice(None), place) if is_standing else (place, slice(None))
        picture[stripe] = 255
    return pictures, classes


def load_stripes(folder: RunFolder, report: object) -> tuple[RunConfig, LearningPictures]:
    """Stands in for ``engine.training.loading.load_pictures``."""
    config = folder.read_config()
    training, training_classes = stripes(96, seed=1)
    validation, validation_classes = stripes(40, seed=2)
    preparation = Preparation.fit(training, config.input)

    def batches(pixels: np.ndarray, classes: np.ndarray, *, is_training: bool) -> PictureSequence:
        settings = BatchSettings(
            batch_size=config.training.batch_size,
            is_training=is_training,
            seed=config.seed,
            augmentation=config.augmentation,
            input_noise=config.training.input_noise,
        )
        return PictureSequence(BatchMaker(pixels, one_hot(classes, 2), preparation, settings))

    pinned = PinnedPictures(("a.png", "b.png"), CLASSES, preparation.apply(validation[:2]))
    return config, LearningPictures(
        training=batches(training, training_classes, is_training=True),
        validation=batches(validation, validation_classes, is_training=False),
        training_images=96,
        validation_images=40,
        pinned=pinned,
    )


def run_folder(tmp_path: Path, config: RunConfig, name: str = "run") -> RunFolder:
    """A new run."""
    from engine.train import create_run

    return create_run(config, tmp_path / name)
