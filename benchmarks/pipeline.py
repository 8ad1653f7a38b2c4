"""Training from picture files through the pipeline against ``fit`` on arrays that are ready in memory.

Run ``python -m benchmarks.pipeline`` in the repository. Prints, for LeNet-5 on 28 px grey pictures and a small
convolutional network on 64 px colour pictures: the pipeline without augmentation (wanted: 0.97 of ready arrays), with
the default augmentation (0.85), the same without keeping prepared pictures; and what augmentation costs for one picture
on one core.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray
from PIL import Image

from benchmarks.ratios import describe_machine, print_speeds, time_alternately
from engine.contract.config import AugmentationConfig, InputConfig
from engine.data.augment.augmenter import Augmenter
from engine.data.batches import BatchMaker, BatchSettings, one_hot
from engine.data.cache import load_pictures
from engine.data.feed import Feed
from engine.data.pipeline import PictureSequence
from engine.data.preparation import Preparation

CLASSES = 10
WANTED = {"ready": 0.97, "augmented": 0.85}


def lenet5() -> keras.Model:
    """LeNet-5 with average pooling, for 28 px grey pictures."""
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(6, 5, padding="same", activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dense(120, activation="tanh"),
            layers.Dense(84, activation="tanh"),
            layers.Dense(CLASSES),
        ]
    )


def small_cnn() -> keras.Model:
    """Three convolutions and global average pooling, for 64 px colour pictures."""
    stack = [layers.Input((64, 64, 3))]
    for width in (24, 48, 96):
        stack += [layers.Conv2D(width, 3, padding="same", use_bias=False), layers.BatchNormalization()]
        stack += [layers.ReLU(), layers.MaxPooling2D(2)]
    return keras.Sequential([*stack, layers.GlobalAveragePooling2D(), layers.Dense(CLASSES)])


def write_pictures(folder: Path, *, count: int, side_px: int, channels: int) -> list[str]:
    """Write smooth random pictures as PNG files and return their names."""
    rng = np.random.default_rng(1)
    names = [f"{i:05}.png" for i in range(count)]
    for name in names:
        coarse = rng.integers(0, 256, (8, 8, channels), np.uint8)
        image = Image.fromarray(coarse[..., 0] if channels == 1 else coarse)
        image.resize((side_px, side_px), Image.Resampling.BICUBIC).save(folder / name)
    return names


def compare(title: str, model: keras.Model, config: InputConfig, *, count: int, batch_size: int, turns: int) -> None:
    """Time an epoch from ready arrays and through the pipeline, in turns."""
    model.compile("adam", keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    with tempfile.TemporaryDirectory() as folder:
        names = write_pictures(Path(folder), count=count, side_px=config.height, channels=config.channels)
        pictures = load_pictures(Path(folder), names, config, fingerprint=None).pixels
    targets = one_hot(np.random.default_rng(2).integers(0, CLASSES, count), CLASSES)
    preparation = Preparation.fit(pictures, config)
    prepared = preparation.apply(pictures)
    settings = {
        "ready": BatchSettings(batch_size=batch_size, is_training=True),
        "prepared each time": BatchSettings(batch_size=batch_size, is_training=True, ready_budget_bytes=0),
        "augmented": BatchSettings(batch_size=batch_size, is_training=True, augmentation=AugmentationConfig()),
    }
    makers = {name: BatchMaker(pictures, targets, preparation, setting) for name, setting in settings.items()}
    sequences = {name: PictureSequence(maker) for name, maker in makers.items()}
    alternatives: dict[str, Callable[[], object]] = {
        "arrays": lambda: model.fit(prepared, targets, batch_size=batch_size, epochs=2, verbose=0)
    }
    for name, sequence in sequences.items():
        alternatives[name] = _epochs_of(model, sequence)
    timings = time_alternately(alternatives, turns=turns)
    for sequence in sequences.values():
        sequence.close()
    print_speeds(
        f"{title}, {count} pictures, batches of {batch_size}, 2 epochs", timings, against="arrays", wanted=WANTED
    )


def cost_of_augmentation(pictures: NDArray[np.uint8], *, turns: int) -> None:
    """Print the processor time of the default augmentation for one picture."""
    config = AugmentationConfig(flip_horizontal=True)
    augmenter = Augmenter(config, seed=1, count=len(pictures), read=pictures.__getitem__)
    timings = time_alternately({"batch": lambda: augmenter.augment(0, np.arange(len(pictures)))}, turns=turns)
    each = min(timings.processor_seconds["batch"]) / len(pictures) * 1e6
    print(
        f"  {pictures.shape[1]} px, {pictures.shape[3]} channels: {each:.0f} microseconds of processor time a picture"
    )


def _epochs_of(model: keras.Model, sequence: PictureSequence) -> Callable[[], object]:
    return lambda: model.fit(Feed(sequence), epochs=2, shuffle=False, verbose=0)


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=9)
    turns = parser.parse_args().turns
    keras.utils.set_random_seed(1)
    grey, colour = InputConfig(height=28, width=28, channels=1), InputConfig(height=64, width=64, channels=3)
    # Whole batches only: fit on arrays would end each epoch with a smaller batch, the pipeline with a full one.
    compare("LeNet-5, 28 px grey", lenet5(), grey, count=4992, batch_size=32, turns=turns)
    compare("LeNet-5, 28 px grey", lenet5(), grey, count=4992, batch_size=128, turns=turns)
    compare("Small network, 64 px colour", small_cnn(), colour, count=960, batch_size=32, turns=turns)
    print(f"\nDefault augmentation with mirroring ({describe_machine()})")
    rng = np.random.default_rng(3)
    for side_px, channels in ((28, 1), (64, 3), (128, 3)):
        cost_of_augmentation(rng.integers(0, 256, (32, side_px, side_px, channels), np.uint8), turns=turns)


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main()
