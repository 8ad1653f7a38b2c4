"""What regions say becomes boxes, one for every class, as plain arithmetic has it."""

import numpy as np
import pytest

from engine.ops.boxes.region_answers import read_regions, region_boxes
from tests.engine.ops.boxes.compiling import compiled

CHANCE = np.random.default_rng(2)
REGIONS = np.array([[[10, 20, 30, 60], [0, 0, 8, 8], [0, 0, 0, 0]]], np.float32)


def test_each_class_has_a_box_of_its_own() -> None:
    logits, changes = CHANCE.normal(size=(1, 3, 3)), CHANCE.normal(size=(1, 3, 3, 4))
    rows = np.concatenate([REGIONS, logits, changes.reshape(1, 3, 12)], axis=-1).astype(np.float32)

    boxes, scores = compiled(lambda rows: region_boxes(read_regions(rows)))(rows)

    shares = np.exp(logits[0]) / np.exp(logits[0]).sum(-1, keepdims=True)
    np.testing.assert_allclose(scores[0, :2], shares[:2, :2], rtol=1e-5)
    for region, one in np.ndindex(2, 2):
        x_min, y_min, x_max, y_max = REGIONS[0, region].tolist()
        width, height = x_max - x_min, y_max - y_min
        right, down, wider, higher = changes[0, region, one] * [0.1, 0.1, 0.2, 0.2]
        x, y = (x_min + x_max) / 2 + right * width, (y_min + y_max) / 2 + down * height
        half = width * np.exp(wider) / 2, height * np.exp(higher) / 2
        assert boxes[0, region, one] == pytest.approx([x - half[0], y - half[1], x + half[0], y + half[1]], rel=1e-4)


def test_a_missing_region_has_no_score_however_sure_it_is() -> None:
    rows = np.concatenate([REGIONS, np.full((1, 3, 15), 9.0)], axis=-1).astype(np.float32)

    _, scores = region_boxes(read_regions(rows))

    assert np.asarray(scores)[0, 2].tolist() == [0.0, 0.0]
