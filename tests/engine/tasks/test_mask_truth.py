from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.annotations import NO_CLASS
from engine.contract.errors import UserError
from engine.dataset.masks import strips
from engine.dataset.pictures.regions.code_plane import CodePlane
from engine.dataset.writers import painting_by_rows
from engine.tasks.mask_truth import MaskTruth, absent_classes, mask_classes, rows_with_masks
from tests.engine.dataset.small_datasets import opened
from tests.engine.dataset.writers.drawn import CLASSES, SIZE, Entry, box, mask, opening, pixels, polygon, save_coco
from tests.engine.evaluating.planes import nothing
from tests.engine.tasks.masked_dataset import stripes, write_masked

LARGE = polygon("cat", [0, 0, 30, 0, 30, 20, 0, 20])
SMALL = polygon("dog", [5, 5, 10, 5, 10, 10, 5, 10])


def truth_of(root: Path, entries: Sequence[Entry]) -> MaskTruth:
    save_coco(root, {"": {"a.png": entries}})
    with opening(root) as index:
        return MaskTruth.of(index, rows_with_masks(index))


@pytest.mark.parametrize("entries", [[LARGE, SMALL], [SMALL, LARGE]], ids=["large first", "small first"])
def test_small_objects_cover_large_ones(tmp_path: Path, entries: list[Entry]) -> None:
    truth = truth_of(tmp_path, entries)

    classes, objects = truth.classes("a.png"), truth.objects("a.png")

    assert classes.shape == SIZE[::-1]
    assert (classes[5:10, 5:10] == 2).all()
    assert np.count_nonzero(classes == 1) == 600 - 25
    assert np.count_nonzero(objects == 1) == 600 - 25
    assert np.array_equal(objects == 2, classes == 2)


def test_what_lies_between_objects_is_the_background(tmp_path: Path) -> None:
    truth = truth_of(tmp_path, [SMALL])

    with opening(tmp_path) as index:
        assert mask_classes(index) == ("background", *CLASSES)
    assert np.count_nonzero(truth.classes("a.png") == 0) == SIZE[0] * SIZE[1] - 25


def test_crowds_have_a_class_and_are_no_object(tmp_path: Path) -> None:
    truth = truth_of(tmp_path, [mask("cat", pixels(20, 20, 40, 30), iscrowd=1), SMALL])

    assert (truth.classes("a.png")[20:, 20:] == 1).all()
    assert np.unique(truth.objects("a.png")).tolist() == [0, 1]
    assert not truth.objects("a.png")[20:, 20:].any()
    assert truth.has_objects("a.png")
    assert np.array_equal(truth.crowds("a.png"), pixels(20, 20, 40, 30))


def painted_by_rows(truth: MaskTruth, path: str) -> np.ndarray:
    picture = truth.pictures[path]
    with CodePlane(height=picture.height, width=picture.width) as plane:
        truth.paint_classes_onto(plane, path, step=nothing)
        return plane.rows(0, plane.height)


def test_rows_of_objects_are_those_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painting_by_rows, "ROWS_AT_ONCE", 4)
    slanted = polygon("dog", [3.3, 2.1, 38.2, 11.7, 9.4, 27.9], [20.5, 1, 30, 1, 30, 5.5])
    entries = [slanted, LARGE, box("cat", 31, 0, 40, 8), mask("cat", pixels(20, 20, 40, 30), iscrowd=1), SMALL]
    truth = truth_of(tmp_path, entries)

    assert np.array_equal(painted_by_rows(truth, "a.png"), truth.classes("a.png"))
    assert len(np.unique(truth.classes("a.png"))) == 4


def test_rows_of_class_masks_are_those_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strips, "ROWS_AT_ONCE", 5)
    monkeypatch.setattr(painting_by_rows, "ROWS_AT_ONCE", 4)
    root = write_masked(tmp_path, {"a": stripes(0, 1, 2, 99), "b": stripes(0, 1, 2)})
    with opened(root) as index:
        truth = MaskTruth.of(index, rows_with_masks(index))

    for path in truth.pictures:
        assert np.array_equal(painted_by_rows(truth, path), truth.classes(path))


def test_a_mask_of_another_size_is_an_error_by_rows(tmp_path: Path) -> None:
    root = write_masked(tmp_path, {"a": stripes(0, 1, 2)})
    with opened(root) as index:
        truth = MaskTruth.of(index, rows_with_masks(index))
    Image.fromarray(stripes(0, 1, height=20)).save(root / "masks" / "a.png")

    with pytest.raises(UserError, match="does not fit"):
        painted_by_rows(truth, "images/a.png")


def test_class_masks_say_nothing_where_their_codes_mean_nothing(tmp_path: Path) -> None:
    root = write_masked(tmp_path, {"a": stripes(0, 1, 2, 99), "b": stripes(0, 1, 2)})
    with opened(root) as index:
        rows = rows_with_masks(index)
        truth = MaskTruth.of(index, rows)
        names = mask_classes(index)

    classes = truth.classes("images/a.png")

    assert names == ("ground", "disc", "box")
    assert np.array_equal(classes[:, :24], stripes(0, 1, 2, width=24))
    assert (classes[:, 24:] == NO_CLASS).all()
    assert not truth.has_objects("images/a.png")


def test_a_mask_that_was_deleted_is_an_error_that_names_the_picture(tmp_path: Path) -> None:
    root = write_masked(tmp_path, {"a": stripes(0, 1, 2), "b": stripes(0, 1, 2)})
    with opened(root) as index:
        truth = MaskTruth.of(index, rows_with_masks(index))
    (root / "masks" / "a.png").unlink()

    with pytest.raises(UserError, match=r"images/a\.png"):
        truth.classes("images/a.png")


def test_classes_that_nothing_is_drawn_of_are_absent(tmp_path: Path) -> None:
    save_coco(tmp_path, {"": {"a.png": [LARGE], "b.png": [SMALL]}})

    with opening(tmp_path) as index:
        rows = rows_with_masks(index)

        assert absent_classes(index, rows) == ("unused",)
        assert absent_classes(index, [row for row in rows if row.path == "a.png"]) == ("dog", "unused")
