"""A run that learned masks, made in a moment: red and blue squares on dark ground, and a network that knows them."""

from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName, TrainingConfig
from engine.contract.dataset import Split
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.dataset.splits.assigning import write_splits
from models.architectures.chain import Chain
from models.build import build_model
from models.graph import Graph
from models.nodes import Concatenate, Convolution, MaximumPooling, Upsampling

MASK_CLASSES = ("background", "red", "blue")
MASK_SIDE = 32
RED = ((4, 4, 12, 12), (18, 20, 22, 24))
"""Two red squares, left, top, right, bottom."""
BLUE = (20, 2, 30, 8)


def write_squares(root: Path, *, count: int = 4, width: int = 40, height: int = 32) -> Path:
    """Pictures with two red squares and a blue one, with their masks."""
    for folder in ("images", "masks"):
        (root / folder).mkdir(parents=True)
    (root / "classes.txt").write_text("\n".join(MASK_CLASSES))
    for number in range(count):
        mask = np.zeros((height, width), np.uint8)
        for code, (left, top, right, bottom) in ((1, RED[0]), (1, RED[1]), (2, BLUE)):
            mask[top:bottom, left:right] = code
        colours = np.array([[20, 20, 20 + number], [220, 20, 20], [20, 20, 220]], np.uint8)
        Image.fromarray(colours[mask]).save(root / "images" / f"{number}.png")
        image = Image.fromarray(mask)
        image.putpalette([0, 0, 0, 255, 0, 0, 0, 0, 255])
        image.save(root / "masks" / f"{number}.png")
    return root


def write_masked_run(
    folder: Path,
    dataset: Path,
    *,
    fit: Literal["letterbox", "crop", "stretch", "patches"] = "letterbox",
    side: int = MASK_SIDE,
    classes: tuple[str, ...] = MASK_CLASSES,
    is_padded: bool = True,
    mirror: bool = False,
) -> RunFolder:
    """A finished run whose network tells the colours apart; it sees 3 pixels sharply, and coarse ones beside them."""
    folder.mkdir(parents=True)
    shown = InputConfig(height=side, width=side, fit=fit, subtract="nothing", divide_by_deviation=False)
    graph = _graph(side, len(classes), is_padded=is_padded)
    config = RunConfig(
        task=TaskName.SEMANTIC,
        dataset=DatasetConfig(path=str(dataset)),
        network=NetworkConfig(name="custom", graph=graph.to_json()),
        input=shown,
        training=TrainingConfig(mirror_at_prediction=mirror),
        classes=classes,
    )
    run = RunFolder(folder)
    run.write_config(config)
    model = build_model(graph, seed=5)
    for name, (kernel, bias) in _weights().items():
        model.get_layer(name).set_weights([kernel, bias])
    model.save(run.model)
    run.preparation.mkdir()
    Preparation.fit(np.zeros((1, side, side, 3), np.uint8), shown).save(run.preparation)
    paths = sorted(path.relative_to(dataset).as_posix() for path in (dataset / "images").glob("*.png"))
    write_splits(run.split, {path: Split.VALIDATION if i % 2 else Split.TRAIN for i, path in enumerate(paths)})
    return run


def _graph(side: int, classes: int, *, is_padded: bool) -> Graph:
    chain = Chain((side, side, 3))
    seen = chain.add("seen", Convolution(3, (3, 3), padding="same" if is_padded else "valid", activation="relu"))
    chain.add("pooling", MaximumPooling((2, 2)))
    chain.add("coarse", Convolution(3, (1, 1), activation="relu"))
    enlarged = chain.add("enlarged", Upsampling((2, 2)))
    chain.join("joined", Concatenate(), (seen, enlarged))
    return chain.segmenter("squares", classes)


def _weights() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Colours, a little blurred, and how far red and blue are above green; dark is background."""
    seen = np.full((3, 3, 3, 3), 0.0, np.float32)
    for channel in range(3):
        seen[:, :, channel, channel] = 0.05
        seen[1, 1, channel, channel] = 0.6
    above_green = np.array([[0, 10, 0], [-5, -10, -10], [0, 0, 10]], np.float32)
    logits = np.concatenate([0.9 * above_green, 0.1 * above_green])[None, None]
    return {
        "seen": (seen, np.zeros(3, np.float32)),
        "coarse": (np.eye(3, dtype=np.float32)[None, None], np.zeros(3, np.float32)),
        "logits": (logits, np.array([3, 0, 0], np.float32)),
    }
