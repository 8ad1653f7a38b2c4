"""What an evaluation of single objects keeps, with found masks that are known beforehand."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.contract.boxes import (
    ALL_BOXES_FILE,
    BOXES_FILE,
    MASK_OVERLAPS_FILE,
    OBJECT_MASKS_FILE,
    OUTCOMES,
    BoxEvaluation,
)
from engine.data.cache import ignore_progress, never_cancelled
from engine.data.preparation import Preparation
from engine.dataset.masks.kept_masks import KeptMasks
from engine.evaluating import boxes
from engine.evaluating.choosing import choose_pictures
from engine.model_store import LoadedRun
from engine.ops.detections.mask_parts import MaskPart, part_of
from engine.ops.detections.objects import found_boxes
from engine.predicting.boxes import FoundInPicture
from tests.engine.dataset.writers.drawn import SIZE, box, pixels, polygon, save_coco
from tests.engine.tasks.instanced_dataset import run_config

CLASSES = ("cat", "dog")
UPPER = [0, 0, 20, 0, 0, 20]
"""The half above a diagonal of a square; the other half is drawn as well, so that their boxes are one."""
LOWER = [20, 0, 20, 20, 0, 20]
SQUARE = (0.0, 0.0, 20.0, 20.0)


def triangle(*, is_upper: bool) -> np.ndarray:
    rows, columns = np.mgrid[: SIZE[1], : SIZE[0]]
    inside = pixels(0, 0, 20, 20)
    return inside & ((rows + columns < 19) if is_upper else (rows + columns > 19))


def evaluate(root: Path, monkeypatch: pytest.MonkeyPatch, found: Callable[[str], FoundInPicture]) -> BoxEvaluation:
    """Measure a run that finds what it is told to."""
    (root / "run").mkdir()
    config = run_config(CLASSES, side=64, path=root / "set")
    preparation = Preparation(np.ones(3, np.float32), np.zeros(3, np.float32))
    run = LoadedRun(str(root / "run"), None, CLASSES, config.input, preparation, config, ())
    monkeypatch.setattr(boxes, "find_in_pictures", lambda _, images, **__: ([found(str(one)) for one in images], {}))
    chosen = choose_pictures(run, split="all", dataset=None, on_progress=ignore_progress, is_cancelled=never_cancelled)
    return boxes.evaluate_boxes(run, chosen, on_progress=ignore_progress, is_cancelled=never_cancelled)[0]


def only_the_lower_one(image: str) -> FoundInPicture:
    """One object, in a box in which two are drawn."""
    return said(image, [triangle(is_upper=False)])


def said(image: str, masks: list[np.ndarray]) -> FoundInPicture:
    parts: list[MaskPart] = [part_of(one) for one in masks]
    scores = np.linspace(0.9, 0.8, len(parts))
    return FoundInPicture(image, SIZE, found_boxes([SQUARE] * len(parts), [0] * len(parts), scores), masks=tuple(parts))


def test_the_mask_and_not_the_box_says_which_object_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_coco(tmp_path / "set", {"": {"a.png": [polygon("cat", UPPER), polygon("cat", LOWER)]}})

    found = evaluate(tmp_path, monkeypatch, only_the_lower_one)

    folder = tmp_path / "run" / "evaluation" / "all"
    overlaps = np.load(folder / MASK_OVERLAPS_FILE)
    assert found.judged_by == "masks"
    assert [row[:3].astype(int).tolist() for row in overlaps if row[3] > 0.5] == [[0, 0, 1]]
    judged = np.load(folder / BOXES_FILE)
    assert [OUTCOMES[int(row[7])] for row in judged] == ["hit", "missed"]
    assert judged[0, 8] == overlaps[:, 3].max() < 1.0


def test_a_mask_that_fills_its_box_is_wrong_where_half_of_it_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_coco(tmp_path / "set", {"": {"a.png": [polygon("cat", LOWER)]}})

    found = evaluate(tmp_path, monkeypatch, lambda image: said(image, [pixels(0, 0, 20, 20) & ~pixels(16, 16, 20, 20)]))

    assert found.metrics["mAP50"] == pytest.approx(1.0)
    assert found.metrics["mask_mAP50"] == 0.0
    assert (found.errors["localisation"], found.cost_of) == (1, "mask mAP50")
    assert found.per_class[0].best_f1 in (None, 0.0)
    assert found.confusion[0][0] == 0


def test_masks_of_true_and_found_objects_are_kept_in_the_order_of_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = [polygon("cat", UPPER), polygon("dog", LOWER)]
    save_coco(tmp_path / "set", {"": {"a.png": drawn, "b.png": [polygon("cat", LOWER)]}})

    evaluate(tmp_path, monkeypatch, only_the_lower_one)

    folder = tmp_path / "run" / "evaluation" / "all"
    rows, kept = np.load(folder / ALL_BOXES_FILE), KeptMasks(np.load(folder / OBJECT_MASKS_FILE))
    assert len(kept) == len(rows) == 5
    found = [place for place, row in enumerate(rows) if not np.isnan(row[6])]
    for place in found:
        part = kept.part(place, width=SIZE[0], height=SIZE[1])
        np.testing.assert_array_equal(part.within(SIZE[::-1]), triangle(is_upper=False))
    true = kept.part(0, width=SIZE[0], height=SIZE[1])
    assert true.holds(1, 1)
    assert not true.holds(18, 18)


def test_an_object_of_which_only_a_box_is_drawn_is_not_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_coco(tmp_path / "set", {"": {"a.png": [polygon("cat", LOWER), box("cat", 25, 5, 35, 15)]}})

    found = evaluate(tmp_path, monkeypatch, only_the_lower_one)

    assert found.per_class[0].objects == 1
    assert found.errors["missed"] == 0
