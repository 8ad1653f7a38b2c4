from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.config import TaskName
from engine.contract.errors import UserError
from engine.tasks.proposing import propose_config, task_for
from engine.tasks.semantic_defaults import propose_semantic
from tests.engine.dataset.small_datasets import opened, save_pictures
from tests.engine.dataset.writers.drawn import opening, polygon, save_coco
from tests.engine.tasks.masked_dataset import stripes, write_masked


def test_the_task_is_what_labels_say(tmp_path: Path) -> None:
    save_pictures(tmp_path / "folders", [f"{name}/{number}.png" for name in ("cat", "dog") for number in range(3)])
    masks = write_masked(tmp_path / "masks", {"a": stripes(0, 1, 2), "b": stripes(0, 1, 2)})

    with opened(tmp_path / "folders") as folders, opened(masks) as masked:
        assert task_for(folders.summary()) is TaskName.CLASSIFICATION
        assert task_for(masked.summary()) is TaskName.SEMANTIC
        assert task_for(masked.summary(), "unet") is TaskName.SEMANTIC
        assert task_for(masked.summary(), "no such network") is TaskName.SEMANTIC


def test_a_dataset_that_says_nothing_is_told_what_is_missing_for_classes(tmp_path: Path) -> None:
    save_pictures(tmp_path, ["a.png", "b.png"])

    with opened(tmp_path) as index:
        assert task_for(index.summary()) is TaskName.CLASSIFICATION
        with pytest.raises(UserError, match="no masks to learn from"):
            propose_config(index, task=TaskName.SEMANTIC)


def test_small_pictures_are_seen_whole_and_at_a_size_that_halves(tmp_path: Path) -> None:
    root = write_masked(tmp_path, {"a": stripes(0, 1, 2), "b": stripes(0, 1, 2)})

    with opened(root) as index:
        config, reasons = propose_semantic(index)

    assert (config.input.fit, config.input.height, config.input.width) == ("letterbox", 32, 32)
    assert config.masks.objects == "none"
    assert config.network.graph
    assert {"network.name", "training.epochs", "training.batch_size"} <= set(reasons)


def test_large_pictures_are_seen_by_patches_that_keep_every_pixel(tmp_path: Path) -> None:
    mask = stripes(0, 1, 2, height=300, width=300)
    root = write_masked(tmp_path, {"a": mask, "b": mask}, side=300)

    with opened(root) as index:
        config, reasons = propose_semantic(index)

    assert (config.input.fit, config.input.height, config.input.width) == ("patches", 192, 192)
    assert config.augmentation.shift == 0
    assert "input.fit" in reasons


def test_grey_pictures_have_one_channel(tmp_path: Path) -> None:
    root = write_masked(tmp_path, {"a": stripes(0, 1, 2), "b": stripes(0, 1, 2)})
    for image in (root / "images").iterdir():
        Image.fromarray(np.random.default_rng(1).integers(0, 256, (32, 32), np.uint8)).save(image)

    with opened(root) as index:
        assert propose_semantic(index)[0].input.channels == 1


def test_objects_are_counted_where_objects_are_drawn(tmp_path: Path) -> None:
    square = polygon("cat", [2, 2, 12, 2, 12, 12, 2, 12])
    save_coco(tmp_path, {"": {"a.png": [square], "b.png": [square]}})

    with opening(tmp_path) as index:
        config, _ = propose_semantic(index)

    assert config.masks.objects == "watershed"
    assert config.classes[0] == "background"
