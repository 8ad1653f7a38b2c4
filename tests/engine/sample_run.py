"""A run folder as a training leaves it, made in a moment: pictures of one colour, and a network that knows them."""

from pathlib import Path

import numpy as np
from PIL import Image

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TrainingConfig
from engine.contract.dataset import Split
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.dataset.splits.assigning import write_splits
from models.build import build_model
from models.catalogue import architecture

CLASSES = ("blue", "green", "red")
CHANNEL_OF_CLASS = (2, 1, 0)
SIDE = 16


def write_colours(folder: Path, *, each: int = 4, side: int = 24, classes: tuple[str, ...] = CLASSES) -> Path:
    """A dataset of folders per class: noise in which one channel is brighter."""
    rng = np.random.default_rng(0)
    for name in classes:
        (folder / name).mkdir(parents=True)
        for i in range(each):
            pixels = rng.integers(0, 120, (side, side + 8 * (i % 2), 3))
            pixels[..., CHANNEL_OF_CLASS[CLASSES.index(name)] if name in CLASSES else 0] += 100
            Image.fromarray(pixels.astype("uint8")).save(folder / name / f"{i}.png")
    return folder


def write_run(
    folder: Path, dataset: Path, *, network: str = "linear", fit: str = "letterbox", mirror: bool = False
) -> RunFolder:
    """A finished run; the linear network is right on every picture, others have random weights."""
    folder.mkdir(parents=True)
    input_config = InputConfig(height=SIDE, width=SIDE, fit=fit)
    graph = architecture(network).graph(input_shape=(SIDE, SIDE, 3), classes=len(CLASSES))
    config = RunConfig(
        dataset=DatasetConfig(path=str(dataset)),
        network=NetworkConfig(name=network, graph=graph.to_json()),
        input=input_config,
        training=TrainingConfig(mirror_at_prediction=mirror),
        classes=CLASSES,
    )
    run = RunFolder(folder)
    run.write_config(config)
    model = build_model(graph, seed=5)
    if network == "linear":
        model.get_layer("logits").kernel.assign(colour_templates())
    model.save(run.model)
    run.preparation.mkdir()
    pixels = np.random.default_rng(1).integers(0, 256, (8, SIDE, SIDE, 3), dtype=np.uint8)
    Preparation.fit(pixels, input_config).save(run.preparation)
    paths = sorted(path.relative_to(dataset).as_posix() for path in dataset.rglob("*.png"))
    write_splits(run.split, {path: Split.VALIDATION if i % 2 else Split.TRAIN for i, path in enumerate(paths)})
    return run


def colour_templates() -> np.ndarray:
    """Weights (h w c, classes) that sum up the channel of each class."""
    one_pixel = np.zeros((3, len(CLASSES)), np.float32)
    one_pixel[CHANNEL_OF_CLASS, range(len(CLASSES))] = 0.05
    return np.tile(one_pixel, (SIDE * SIDE, 1))
