import numpy as np

from engine.ops.crowds import outside_crowds

FOUND = np.array([[1, 1, 0, 2, 2], [1, 1, 0, 3, 0]], np.int32)


def test_objects_within_crowds_are_left_out() -> None:
    crowds = np.zeros(FOUND.shape, bool)
    crowds[:, 3:] = True

    assert outside_crowds(FOUND, crowds).tolist() == [[1, 1, 0, 0, 0], [1, 1, 0, 0, 0]]


def test_objects_that_lie_half_within_a_crowd_stay() -> None:
    crowds = np.zeros(FOUND.shape, bool)
    crowds[:, 1:4] = True

    assert outside_crowds(FOUND, crowds).tolist() == [[1, 1, 0, 2, 2], [1, 1, 0, 0, 0]]


def test_without_crowds_or_objects_nothing_changes() -> None:
    nowhere, everywhere = np.zeros(FOUND.shape, bool), np.ones(FOUND.shape, bool)

    assert np.array_equal(outside_crowds(FOUND, nowhere), FOUND)
    assert not outside_crowds(np.zeros_like(FOUND), everywhere).any()
