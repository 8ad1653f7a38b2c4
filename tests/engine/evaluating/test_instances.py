"""True masks of an evaluation: overlapping objects are whole, and a box alone is neither right nor wrong."""

from pathlib import Path

from engine.evaluating.instances import true_masks
from engine.tasks.mask_truth import MaskTruth, rows_with_masks
from tests.engine.dataset.writers.drawn import SIZE, box, opening, polygon, save_coco


def test_every_object_has_all_its_pixels_and_boxes_alone_count_as_crowds(tmp_path: Path) -> None:
    drawn = [
        polygon("cat", [0, 0, 30, 0, 30, 20, 0, 20]),
        polygon("dog", [5, 5, 10, 5, 10, 10, 5, 10]),
        box("cat", 2, 3, 12, 8),
    ]
    save_coco(tmp_path, {"": {"a.png": drawn}})
    with opening(tmp_path) as index:
        truth = MaskTruth.of(index, rows_with_masks(index))

    found = true_masks(truth, "a.png", ("dog", "cat"))

    assert sorted(part.area_px for part in found.parts)[0] == 25
    by_area = {part.area_px: number for number, part in enumerate(found.parts)}
    assert found.classes[by_area[600]] == 1
    assert found.classes[by_area[25]] == 0
    assert [bool(found.is_crowd[by_area[area]]) for area in (600, 25)] == [False, False]
    assert int(found.is_crowd.sum()) == 1
    assert all(part.within(SIZE[::-1]).sum() == part.area_px for part in found.parts)
