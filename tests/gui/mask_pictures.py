"""A small dataset of pictures with class masks, and a config for it as the engine proposes one."""

from pathlib import Path

import numpy as np
from PIL import Image

from engine.contract.config import RunConfig
from engine.data.cache import ignore_progress, never_cancelled
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.tasks.semantic_defaults import propose_semantic
from engine.tasks.wishes import Wishes

CLASSES = ("ground", "disc", "box")


def write_masks(root: Path, *, count: int = 6) -> Path:
    """Pictures of 32 pixels with masks of three classes beside them."""
    for folder in ("images", "masks"):
        (root / folder).mkdir(parents=True)
    (root / "classes.txt").write_text("\n".join(CLASSES))
    for number in range(count):
        mask = np.zeros((32, 32), np.uint8)
        mask[4:12, 4:12] = 1
        mask[20:28, 10:30] = 2
        pixels = np.stack([mask * 90, mask * 60 + number, mask * 30 + 20], axis=-1).astype(np.uint8)
        Image.fromarray(pixels).save(root / "images" / f"{number}.png")
        image = Image.fromarray(mask)
        image.putpalette([0, 0, 0, 255, 0, 0, 0, 0, 255])
        image.save(root / "masks" / f"{number}.png")
    return root


def propose_masks(root: Path) -> tuple[RunConfig, Path]:
    """The proposed config for a dataset, and its index."""
    index = open_dataset(root, on_progress=ignore_progress, is_cancelled=never_cancelled)
    with DatasetIndex(index) as opened:
        config, _ = propose_semantic(opened, Wishes(options={"width": 4, "depth": 2}))
    return config, index
