"""Small datasets of pictures with class masks, and the samples that are made of them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engine.contract.config import RunConfig
from engine.data.cache import ignore_progress
from engine.dataset.index.dataset_index import DatasetIndex
from engine.tasks.masked_pictures import MaskedPictures, load_masked_pictures
from engine.tasks.proposing import propose_config
from engine.tasks.samples import SampleSource
from engine.tasks.wishes import Wishes
from tests.engine.dataset.small_datasets import opened

CLASSES = ("ground", "disc", "box")
SIDE = 32


def stripes(*codes: int, height: int = SIDE, width: int = SIDE) -> np.ndarray:
    """A mask of upright stripes."""
    columns = np.array(codes, np.uint8)[np.arange(width) * len(codes) // width]
    return np.tile(columns, (height, 1))


def write_masked(
    root: Path, masks: Mapping[str, np.ndarray | None], *, classes: Sequence[str] = CLASSES, side: int = SIDE
) -> Path:
    """Pictures of noise by name, each with its mask; None for a picture without one. Other codes mean nothing."""
    for folder in ("images", "masks"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(4)
    for name, mask in masks.items():
        pixels = rng.integers(0, 256, (side, side, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(root / "images" / f"{name}.png")
        if mask is not None:
            Image.fromarray(mask).save(root / "masks" / f"{name}.png")
    (root / "classes.json").write_text(json.dumps({str(code): name for code, name in enumerate(classes)}))
    return root


def config_for(index: DatasetIndex, *, depth: int = 2, **changes: Any) -> RunConfig:
    """A config of a tiny network; ``changes`` are those of the input."""
    config, _ = propose_config(index, Wishes(options={"width": 4, "depth": depth}))
    return config.model_copy(update={"input": config.input.model_copy(update=changes)})


def samples_of(root: Path, config: RunConfig | None = None, **changes: Any) -> MaskedPictures:
    """All samples of a dataset."""
    with opened(root) as index:
        config = config or config_for(index, **changes)
        rows = tuple(index.rows(labelled=False))
        source = SampleSource(index.path, index.root, rows, config, ignore_progress)
    return load_masked_pictures(source)
