"""A small dataset with outlines in COCO's format, and a config for it: discs and boxes that touch, and some overlap."""

import json
from pathlib import Path

import numpy as np
from PIL import Image

from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName
from models.architectures.two_stages import anchor_table
from models.catalogue import architecture
from tests.engine.tasks.boxed_dataset import NAMES, categories

COLOURS = ((250, 60, 40), (40, 90, 250))
OPTIONS = {
    "width": 8, "depth": 1, "head_filters": 24, "dense_units": 32, "mask_filters": 16, "mask_convolutions": 1,
    "proposals": 32, "objects": 16, "shapes": anchor_table((156, 234, 344)),
}  # fmt: skip


def run_config(classes: tuple[str, ...] = NAMES, *, side: int, path: Path = Path("/nowhere")) -> RunConfig:
    """A tiny Mask R-CNN."""
    graph = architecture("small-mask-rcnn").graph((side, side, 3), len(classes), **OPTIONS)
    return RunConfig(
        task=TaskName.INSTANCE,
        dataset=DatasetConfig(path=str(path)),
        network=NetworkConfig(name="small-mask-rcnn", options=dict(OPTIONS), graph=graph.to_json()),
        input=InputConfig(height=side, width=side),
        classes=classes,
    )


def write_instances(root: Path, *, pictures: int = 10, held_out: int = 2, side: int = 64) -> None:
    """Pictures with two rows of objects; neighbours touch, and one picture is empty."""
    chance = np.random.default_rng(5)
    documents = {split: {"images": [], "annotations": [], "categories": categories()} for split in ("train", "val")}
    for number in range(pictures):
        split = "val" if number >= pictures - held_out else "train"
        document = documents[split]
        pixels = chance.uniform(0, 80, (side, side, 3)).astype(np.uint8)
        document["images"].append({"id": number, "file_name": f"{number}.png", "width": side, "height": side})
        for ring, one in [] if number == 3 else drawn_objects(chance, side):
            _paint(pixels, ring, one)
            xs, ys = ring[:, 0], ring[:, 1]
            document["annotations"].append(
                {
                    "id": 1 + len(document["annotations"]), "image_id": number, "category_id": one + 1, "iscrowd": 0,
                    "bbox": [xs.min(), ys.min(), np.ptp(xs), np.ptp(ys)], "area": float(np.ptp(xs) * np.ptp(ys)),
                    "segmentation": [ring.reshape(-1).tolist()],
                }
            )  # fmt: skip
        folder = root / split
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(folder / f"{number}.png")
    for split, document in documents.items():
        (root / "annotations").mkdir(exist_ok=True)
        (root / "annotations" / f"instances_{split}.json").write_text(json.dumps(document))


def drawn_objects(chance: np.random.Generator, side: int) -> list[tuple[np.ndarray, int]]:
    """Outlines and classes of three or four objects, of which pairs share a border."""
    found = []
    for top in (3.0, side / 2 + 2):
        left = float(chance.integers(2, 10))
        for _ in range(2):
            wide, high = (float(chance.integers(12, 22)) for _ in range(2))
            one = int(chance.integers(0, 2))
            found.append((_ring(left, top, wide, high, is_round=one == 0), one))
            left += wide
    return found[: int(chance.integers(3, 5))]


def _ring(left: float, top: float, wide: float, high: float, *, is_round: bool) -> np.ndarray:
    if not is_round:
        return np.array([[left, top], [left + wide, top], [left + wide, top + high], [left, top + high]])
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    return np.stack([left + wide * (1 + np.cos(angles)) / 2, top + high * (1 + np.sin(angles)) / 2], axis=-1)


def _paint(pixels: np.ndarray, ring: np.ndarray, one: int) -> None:
    from engine.dataset.masks.polygons import fill_rings

    inside = fill_rings([tuple(map(tuple, ring.tolist()))], width=pixels.shape[1], height=pixels.shape[0])
    pixels[inside] = COLOURS[one]
