"""What is learned from masks, and what becomes of those that are not sound."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.contract.annotations import NO_CLASS
from engine.contract.config import MaskConfig
from engine.contract.dataset import ImageRow, ProblemCode
from engine.contract.errors import UserError
from engine.data.cache import ignore_progress
from engine.data.preparation import Preparation
from engine.tasks.mask_truth import absent_classes, rows_with_masks
from engine.tasks.masked_pictures import load_masked_pictures
from engine.tasks.samples import SampleSource
from tests.engine.dataset.small_datasets import opened
from tests.engine.dataset.writers.drawn import mask, pixels, polygon, save_coco
from tests.engine.tasks.masked_dataset import SIDE, config_for, samples_of, stripes, write_masked

AS_THEY_ARE = Preparation(np.ones(3, np.float32), np.zeros(3, np.float32))
SOUND = {"a": stripes(0, 1, 2), "b": stripes(0, 2), "c": stripes(0, 1)}


def names_of(rows: Iterable[ImageRow]) -> list[str]:
    return [Path(row.path).stem for row in rows]


def listed(root: Path, **changes: Any) -> SampleSource:
    """All pictures of a dataset, not read yet."""
    with opened(root) as index:
        rows = tuple(index.rows(labelled=False))
        return SampleSource(index.path, index.root, rows, config_for(index, **changes), ignore_progress)


def test_bad_masks_are_problems_and_sound_ones_train(tmp_path: Path) -> None:
    masks = {
        **SOUND,
        "unknown": stripes(0, 1, 77),
        "small": stripes(0, 1, height=10, width=10),
        "none": None,
        "same": stripes(1),
    }
    root = write_masked(tmp_path, masks)
    (root / "masks" / "broken.png").write_bytes(b"no picture")
    Image.fromarray(np.zeros((SIDE, SIDE, 3), np.uint8)).save(root / "images" / "broken.png")

    with opened(root) as index:
        found = {name: index.problems_of(row.id) for row in index.rows(labelled=False) for name in names_of([row])}
        usable = names_of(rows_with_masks(index))

    assert usable == ["a", "b", "c", "same", "unknown"]
    assert [one.code for one in found["unknown"]] == [ProblemCode.MASK_UNKNOWN_CODE]
    assert [one.code for one in found["small"]] == [ProblemCode.MASK_SIZE]
    assert [one.code for one in found["broken"]] == [ProblemCode.MASK_UNREADABLE]
    assert found["none"]


def test_pixels_of_unknown_codes_count_nothing(tmp_path: Path) -> None:
    root = write_masked(tmp_path, {**SOUND, "unknown": stripes(0, 1, 77, 77)})
    samples = samples_of(root)

    targets = samples.batches(AS_THEY_ARE, is_training=False).make(0, 0)[1]
    codes = targets[names_of(samples.rows).index("unknown"), ..., 0]

    assert (codes[:, SIDE // 2 :] == NO_CLASS).all()
    assert set(codes[:, : SIDE // 2].ravel().tolist()) == {0, 1}
    assert (targets[..., 1] == (targets[..., 0] != NO_CLASS)).all()


def test_a_class_that_no_picture_shows_is_named(tmp_path: Path) -> None:
    root = write_masked(tmp_path, {"a": stripes(0, 1), "b": stripes(1, 0)})
    samples = samples_of(root)

    assert samples.unseen_classes() == ("box",)
    with opened(root) as index:
        assert absent_classes(index, rows_with_masks(index)) == ("box",)


@pytest.mark.parametrize("fit", ["patches", "letterbox"])
@pytest.mark.parametrize(("name", "said"), [("masks", "mask cannot be read"), ("images", "Left out images/b.png")])
def test_what_was_deleted_since_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fit: str, name: str, said: str
) -> None:
    root = write_masked(tmp_path, SOUND)
    source = listed(root, fit=fit)
    (root / name / "b.png").unlink()

    samples = load_masked_pictures(source)

    assert names_of(samples.rows) == ["a", "c"]
    assert said in caplog.text


@pytest.mark.parametrize("fit", ["patches", "letterbox"])
def test_a_picture_that_was_replaced_by_another_size_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fit: str
) -> None:
    root = write_masked(tmp_path, SOUND)
    source = listed(root, fit=fit)
    Image.fromarray(np.zeros((50, 60, 3), np.uint8)).save(root / "images" / "b.png")

    samples = load_masked_pictures(source)

    assert names_of(samples.rows) == ["a", "c"]
    assert "does not fit its mask any more" in caplog.text


def test_without_any_sound_picture_it_is_said_where_to_look(tmp_path: Path) -> None:
    root = write_masked(tmp_path, SOUND)
    source = listed(root)
    for path in (root / "masks").iterdir():
        path.unlink()

    with pytest.raises(UserError, match="None of the 3 pictures can be used"):
        load_masked_pictures(source)


def test_rare_classes_weigh_more_where_they_are_balanced(tmp_path: Path) -> None:
    root = write_masked(tmp_path, {"a": stripes(0, 0, 0, 1), "b": stripes(0, 0, 0, 2)})
    with opened(root) as index:
        config = config_for(index)
    training = config.training.model_copy(update={"class_weights": "balanced"})
    augmentation = config.augmentation.model_copy(update={"enabled": False})
    samples = samples_of(root, config.model_copy(update={"training": training, "augmentation": augmentation}))

    learned = samples.batches(AS_THEY_ARE, is_training=True).make(0, 0)[1]
    measured = samples.batches(AS_THEY_ARE, is_training=False).make(0, 0)[1]

    codes, weights = learned[..., 0], learned[..., 1]
    assert weights[codes == 1].min() == weights[codes == 1].max() > weights[codes == 0].max() > 0
    assert set(np.unique(measured[..., 1]).tolist()) == {1.0}


def test_pixels_between_objects_weigh_more_where_borders_do(tmp_path: Path) -> None:
    two = np.zeros((SIDE, SIDE), np.uint8)
    two[8:24, 4:15] = two[8:24, 17:28] = 1
    root = write_masked(tmp_path, {"a": two, "b": two})
    with opened(root) as index:
        config = config_for(index)
    augmentation = config.augmentation.model_copy(update={"enabled": False})
    masks = MaskConfig(border_weight=10.0, border_sigma=2.0)
    samples = samples_of(root, config.model_copy(update={"masks": masks, "augmentation": augmentation}))

    weights = samples.batches(AS_THEY_ARE, is_training=True).make(0, 0)[1][0, ..., 1]

    # U-Net, equation 2, at the first pixel of the gap: d1 = 1 and d2 = 2.
    assert weights[16, 15] == pytest.approx(1 + 10 * np.exp(-9 / 8), abs=0.05)
    # On the last pixel of the left disc: d1 = 0 and d2 = 3.
    assert weights[16, 14] == pytest.approx(1 + 10 * np.exp(-9 / 8), abs=0.05)
    assert weights[16, 4] == weights[0, 0] == pytest.approx(1, abs=0.05)


def test_a_heavy_line_is_learned_where_objects_of_one_class_touch(tmp_path: Path) -> None:
    left, right, other = pixels(5, 5, 15, 15), pixels(15, 5, 25, 15), pixels(5, 15, 15, 25)
    drawn = [mask("cat", left), mask("cat", right), mask("dog", other)]
    save_coco(tmp_path, {"": {"a.png": drawn, "b.png": drawn}})

    source = listed(tmp_path, fit="patches")
    config = source.config.model_copy(update={"masks": MaskConfig(border_weight=10.0)})
    codes = load_masked_pictures(replace(source, config=config)).pictures[0].codes
    without = load_masked_pictures(source).pictures[0].codes

    line = np.zeros(without.shape[:2], bool)
    line[5:15, 14:16] = True
    np.testing.assert_array_equal(codes[..., 0], np.where(line, 0, without[..., 0]))
    # d1 = 1 and d2 = 2, in 255ths.
    assert codes[10, 14, 1] == round(255 * np.exp(-9 / 50))


def test_outlines_and_crowds_are_learned_with_a_background(tmp_path: Path) -> None:
    crowd = mask("dog", pixels(20, 20, 40, 30), iscrowd=1)
    cat = polygon("cat", [5, 5, 15, 5, 15, 15, 5, 15])
    save_coco(tmp_path, {"": {"a.png": [cat, crowd], "b.png": [cat]}})

    samples = samples_of(tmp_path, fit="patches")

    assert samples.config.classes == ("background", "cat", "dog", "unused")
    assert samples.class_pixels().tolist() == [[1200 - 100 - 200, 100, 200, 0], [1100, 100, 0, 0]]
