"""Extreme pictures from file to evaluation: crowds, nothing drawn, tiny objects, hundreds, one class and many."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.contract.boxes import BoxEvaluation
from engine.contract.config import RunConfig, TaskName
from engine.contract.history import read_history
from engine.contract.run_events import RunStatus
from engine.data.cache import ignore_progress, never_cancelled
from engine.dataset.masks.run_lengths import run_lengths_of
from engine.evaluate import evaluate
from engine.model_store import load_run
from engine.train import create_run, train
from models.catalogue import architecture
from tests.engine.tasks.boxed_dataset import run_config

pytestmark = pytest.mark.slow

SMALLEST: Mapping[str, Mapping[str, Any]] = {
    "dense-detector": {"width": 4, "depth": 1, "head_filters": 8},
    "small-yolo-v1": {"width": 2, "depth": 1, "dense_units": 8},
    "yolo-grid": {"width": 2, "depth": 1},
    "small-ssd": {"width": 2},
    "small-fast-rcnn": {
        "width": 4, "depth": 1, "head_filters": 8, "dense_units": 8, "proposals": 8, "searched_px": 64,
    },
    "small-faster-rcnn": {"width": 4, "depth": 1, "head_filters": 8, "dense_units": 8, "proposals": 8},
    "small-mask-rcnn": {
        "width": 4, "depth": 1, "head_filters": 8, "dense_units": 8, "mask_filters": 4, "mask_convolutions": 1,
        "proposals": 8, "objects": 4,
    },
}  # fmt: skip
SIDE, MANY = 64, 500
Drawn = tuple[float, float, float, float, int, bool]
"""Left, top, width, height, class from 0 on, and whether it is a crowd."""


def everything(classes: int) -> list[list[Drawn]]:
    """One picture for each extreme."""
    chance = np.random.default_rng(5)
    corners, sizes = chance.uniform(0, SIDE - 4, (MANY, 2)), chance.uniform(1, 4, (MANY, 2))
    numbers = np.arange(MANY) % classes
    last = classes - 1
    return [
        [(0, 0, SIDE, SIDE, 0, True)],
        [(4, 4, 50, 50, 0, True), (10, 10, 20, 20, 0, False), (12, 12, 20, 20, last, False)],
        [],
        [(0, 0, 9, 9, 0, False), (SIDE - 9, 0, 9, 9, last, False), (0, 30, SIDE, 3, 0, False)],
        [(-20, -20, 40, 40, 0, False), (SIDE - 4, SIDE - 4, 60, 60, last, False), (200, 200, 5, 5, 0, False)],
        [(20, 20, 1, 1, 0, False), (SIDE - 1, SIDE - 1, 1, 1, last, False), (0, 0, 1, 1, 0, False)],
        [(30, 30, 0, 10, 0, False), (30, 30, 10, 0, last, False), (5, 5, 0, 0, 0, False)],
        [(16, 16, 16, 16, 0, False)] * 3,
        [(0, 0, SIDE, SIDE, 0, False), (0, 0, SIDE, SIDE, last, False)],
        [
            (float(x), float(y), float(w), float(h), int(one), False)
            for (x, y), (w, h), one in zip(corners, sizes, numbers, strict=True)
        ],
    ]


def write_pictures(root: Path, pictures: list[list[Drawn]], classes: int) -> Path:
    """COCO's files of pictures, training and validation alike."""
    for split in ("train", "val"):
        (root / split).mkdir(parents=True)
        chance = np.random.default_rng(2)
        for number in range(len(pictures)):
            pixels = chance.integers(0, 255, (SIDE, SIDE, 3)).astype(np.uint8)
            Image.fromarray(pixels).save(root / split / f"{number}.png")
        rows = [(number, one) for number, drawn in enumerate(pictures) for one in drawn]
        document = {
            "images": [
                {"id": number, "file_name": f"{number}.png", "width": SIDE, "height": SIDE}
                for number in range(len(pictures))
            ],
            "annotations": [
                {
                    "id": place, "image_id": number, "category_id": one[4] + 1, "bbox": one[:4],
                    "area": one[2] * one[3], "iscrowd": int(one[5]), "segmentation": outline(one),
                }
                for place, (number, one) in enumerate(rows)
            ],
            "categories": [{"id": number + 1, "name": f"class {number:03}"} for number in range(classes)],
        }  # fmt: skip
        (root / "annotations").mkdir(exist_ok=True)
        (root / "annotations" / f"instances_{split}.json").write_text(json.dumps(document))
    return root


def outline(drawn: Drawn) -> list[list[float]] | dict[str, list[int]]:
    """The box as a ring; that of a crowd in lengths of runs, as COCO writes crowds."""
    left, top, width, height, _, is_crowd = drawn
    if not is_crowd:
        right, bottom = left + width, top + height
        return [[left, top, right, top, right, bottom, left, bottom]]
    inside = np.zeros((SIDE, SIDE), bool)
    inside[int(top) : int(top + height), int(left) : int(left + width)] = True
    return {"size": [SIDE, SIDE], "counts": list(run_lengths_of(inside).counts)}


def short_run(network: str, classes: int, path: Path) -> RunConfig:
    """Two epochs of a tiny network, with the augmentation and the schedule that people get."""
    names = tuple(f"class {number:03}" for number in range(classes))
    options = dict(SMALLEST[network])
    graph = architecture(network).graph((SIDE, SIDE, 3), classes, **options)
    config = run_config(names, side=SIDE, path=path)
    task = config.task if config.task in architecture(network).tasks else TaskName.INSTANCE
    network_config = config.network.model_copy(update={"name": network, "options": options, "graph": graph.to_json()})
    training = config.training.model_copy(update={"epochs": 2, "batch_size": 5, "precision": "float32"})
    return config.model_copy(update={"task": task, "network": network_config, "training": training})


def trained_and_measured(network: str, classes: int, pictures: list[list[Drawn]], root: Path) -> BoxEvaluation:
    """What an evaluation says of a short training, whose losses are numbers."""
    data = write_pictures(root / "data", pictures, classes)
    run = create_run(short_run(network, classes, data), root / "run")
    state = train(run)
    assert state.status is RunStatus.FINISHED, state.reason
    history = read_history(run.history)
    assert len(history) == 2
    assert all(math.isfinite(row[name]) for row in history for name in ("loss", "val_loss", "map", "val_map"))
    found, _ = evaluate(
        load_run(str(run.path)), split="train", dataset=None, on_progress=ignore_progress, is_cancelled=never_cancelled
    )
    assert isinstance(found, BoxEvaluation)
    return found


@pytest.mark.parametrize(
    ("network", "classes"), [*((name, 200) for name in SMALLEST), ("dense-detector", 1), ("small-ssd", 1)]
)
def test_extreme_pictures_are_learned_and_measured_with_numbers(network: str, classes: int, tmp_path: Path) -> None:
    found = trained_and_measured(network, classes, everything(classes), tmp_path)

    assert found.images == 10
    assert all(value is None or 0 <= value <= 1 for value in found.metrics.values())
    assert sum(one.objects for one in found.per_class) >= MANY
