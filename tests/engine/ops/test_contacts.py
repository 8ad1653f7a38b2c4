import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.ops.components import label_components
from engine.ops.contacts import contact_lines

instances = arrays(
    np.int32, array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.sampled_from([0, 0, 1, 2, 4])
)


def plain(objects: np.ndarray) -> np.ndarray:
    """Pixel by pixel: whether one of the four neighbours belongs to another object."""
    wide = np.pad(objects, 1)
    lines = np.zeros(objects.shape, bool)
    for row, column in np.argwhere(objects > 0):
        around = wide[[row, row + 2, row + 1, row + 1], [column + 1, column + 1, column, column + 2]]
        lines[row, column] = ((around > 0) & (around != objects[row, column])).any()
    return lines


@settings(deadline=None)
@given(instances)
def test_lines_are_where_a_neighbour_belongs_to_another_object(objects: np.ndarray) -> None:
    np.testing.assert_array_equal(contact_lines(objects), plain(objects))


def test_objects_that_touch_aslant_hang_together_no_longer_and_lose_little() -> None:
    rows, columns = np.mgrid[:40, :40]
    disc = np.hypot(rows - 20, columns - 20) < 15
    objects = np.where(disc, np.where(rows + 2 * columns > 60, 1, 2), 0).astype(np.int32)

    carved = np.where(contact_lines(objects), 0, objects)

    pieces = label_components((carved > 0).astype(np.uint8), background=0)
    assert np.unique(pieces).tolist() == [0, 1, 2]
    assert (carved != objects).sum() <= 3 * 30


def test_a_single_object_keeps_every_pixel() -> None:
    one = np.zeros((9, 9), np.int32)
    one[2:4, 2:7] = one[5:8, 2:7] = 3

    assert not contact_lines(one).any()
