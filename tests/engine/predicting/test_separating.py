import numpy as np

from engine.contract.config import MaskConfig
from engine.predicting.masks import separate

MASK = np.zeros((20, 20), np.uint8)
MASK[2:4, 2:4] = 1
MASK[8:16, 8:16] = 1


def test_smaller_parts_are_no_objects() -> None:
    found = separate(MASK, MaskConfig(objects="watershed", least_object_px=5))

    assert found is not None
    assert found.classes == (1,)
    assert found.labels[3, 3] == 0
    assert found.labels[10, 10] == 1


def test_a_part_as_large_as_the_smallest_object_is_one() -> None:
    found = separate(MASK, MaskConfig(objects="components", least_object_px=4))

    assert found is not None
    assert found.classes == (1, 1)


def test_objects_are_told_apart_only_where_they_are_asked_for() -> None:
    assert separate(MASK, MaskConfig()) is None
