"""A small dataset with boxes in COCO's format, and a config for it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName
from models.architectures.two_stages import anchor_table
from models.catalogue import architecture

NAMES = ("disc", "box")


TINY: Mapping[str, Mapping[str, Any]] = {
    "dense-detector": {"width": 8, "depth": 1, "head_filters": 24},
    "small-yolo-v1": {"width": 8, "dense_units": 128},
    "yolo-grid": {"width": 8},
    "small-ssd": {"width": 8},
    "small-faster-rcnn": {
        "width": 8, "depth": 1, "head_filters": 24, "dense_units": 32, "proposals": 32,
        "shapes": anchor_table((125, 203, 312)),
    },
    "small-fast-rcnn": {
        "width": 8, "depth": 1, "head_filters": 24, "dense_units": 32, "proposals": 64, "search": "fast",
        "searched_px": 128,
    },
}  # fmt: skip


def run_config(
    classes: tuple[str, ...], *, side: int, path: Path = Path("/nowhere"), network: str = "dense-detector"
) -> RunConfig:
    """A tiny detector."""
    options = dict(TINY[network])
    graph = architecture(network).graph((side, side, 3), len(classes), **options)
    return RunConfig(
        task=TaskName.DETECTION,
        dataset=DatasetConfig(path=str(path)),
        network=NetworkConfig(name=network, options=options, graph=graph.to_json()),
        input=InputConfig(height=side, width=side),
        classes=classes,
    )


def write_boxes(root: Path, *, pictures: int = 10, held_out: int = 2, side: int = 64) -> None:
    """Red and blue rectangles on dark noise; one picture is empty, one has a crowd; some are wider than high."""
    chance = np.random.default_rng(3)
    documents = {split: {"images": [], "annotations": [], "categories": categories()} for split in ("train", "val")}
    for number in range(pictures):
        split = "val" if number >= pictures - held_out else "train"
        document = documents[split]
        width = side + 16 * (number % 2)
        pixels = chance.uniform(0, 80, (side, width, 3)).astype(np.uint8)
        document["images"].append({"id": number, "file_name": f"{number}.png", "width": width, "height": side})
        for _ in range(0 if number == 3 else int(chance.integers(1, 4))):
            one = int(chance.integers(0, 2))
            w, h = chance.integers(10, 26, 2).tolist()
            x, y = int(chance.integers(0, width - w)), int(chance.integers(0, side - h))
            pixels[y : y + h, x : x + w] = ((250, 60, 40), (40, 90, 250))[one]
            document["annotations"].append(
                {
                    "id": 1 + len(document["annotations"]), "image_id": number, "category_id": one + 1,
                    "bbox": [x, y, w, h], "area": w * h, "iscrowd": 0,
                }
            )  # fmt: skip
        folder = root / split
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(folder / f"{number}.png")
    for split, document in documents.items():
        (root / "annotations").mkdir(exist_ok=True)
        (root / "annotations" / f"instances_{split}.json").write_text(json.dumps(document))


def categories() -> list[dict]:
    """Numbers with a gap, as COCO's have."""
    return [{"id": number + 1, "name": name} for number, name in enumerate(NAMES)]
