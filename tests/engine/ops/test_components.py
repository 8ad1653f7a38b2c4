import numpy as np

from engine.contract.annotations import NO_CLASS
from engine.ops.components import label_components

MASK = np.array(
    [
        [0, 1, 1, 0, 2],
        [0, 0, 0, 1, 2],
        [2, NO_CLASS, 1, 1, 0],
    ],
    np.uint8,
)


def test_pieces_of_each_class_are_numbered_from_top_to_bottom() -> None:
    assert label_components(MASK, background=0).tolist() == [[0, 1, 1, 0, 3], [0, 0, 0, 2, 3], [4, 0, 2, 2, 0]]


def test_without_a_background_every_class_is_made_of_objects() -> None:
    found = label_components(MASK, background=None)

    assert found.tolist() == [[1, 4, 4, 2, 6], [1, 1, 1, 5, 6], [7, 0, 5, 5, 3]]


def test_an_empty_mask_has_no_pieces() -> None:
    assert not label_components(np.zeros((3, 4), np.uint8), background=0).any()
