"""The masks that an engine tells of the objects of a picture: those that are drawn, and those of candidates."""

from pathlib import Path

import numpy as np

from engine.answers.true_boxes import boxes_with_masks
from engine.contract.boxes import PictureBoxes, TrueBox
from engine.data.cache import ignore_progress, never_cancelled
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.masks.run_lengths import checked_run_lengths, mask_of, parse_counts
from engine.dataset.opening import open_dataset
from engine.ops.detections.mask_parts import MaskPart
from engine.predicting.registry import Prediction
from engine.tasks.box_truth import boxes_of, rows_with_truth
from engine.tasks.mask_truth import MaskTruth
from tests.engine.tasks.boxed_dataset import NAMES
from tests.engine.tasks.instanced_dataset import write_instances

SIDE = 64


def decoded(counts: str | None, *, height: int, width: int) -> np.ndarray:
    assert counts is not None
    return mask_of(checked_run_lengths(height, width, parse_counts(counts)))


def told_of_first_picture(root: Path) -> tuple[TrueBox, ...]:
    write_instances(root, pictures=3, held_out=1)
    with DatasetIndex(open_dataset(root, on_progress=ignore_progress, is_cancelled=never_cancelled)) as index:
        row = rows_with_truth(index)[0]
        drawn = boxes_of(index, [row], NAMES)[row.path]
        return boxes_with_masks(MaskTruth.of(index, [row]), row.path, NAMES, drawn)


def test_each_true_object_is_told_with_its_pixels_within_its_box(tmp_path: Path) -> None:
    told = told_of_first_picture(tmp_path / "instances")

    rows_and_columns = [np.nonzero(decoded(one.mask_counts, height=SIDE, width=SIDE)) for one in told]
    around = [(x.min(), y.min(), x.max() + 1, y.max() + 1) for y, x in rows_and_columns]
    assert len(told) >= 3
    np.testing.assert_allclose(around, [one.box_xyxy for one in told], atol=1.5)


def test_candidates_are_told_with_their_masks_in_their_order() -> None:
    parts = (MaskPart(2, 1, np.ones((2, 3), np.bool_)), MaskPart(0, 0, np.ones((1, 1), np.bool_)))
    said = PictureBoxes(image="a.png", width=6, height=4, boxes=())

    told = Prediction(said, masks=parts).said_with_masks()

    assert [decoded(one, height=4, width=6).sum() for one in told.candidate_masks] == [6, 1]
    assert decoded(told.candidate_masks[0], height=4, width=6)[1:3, 2:5].all()


def test_candidates_without_masks_are_told_without() -> None:
    said = PictureBoxes(image="a.png", width=6, height=4, boxes=())

    assert Prediction(said).said_with_masks() == said
