import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.data.mirroring import Window, cut_window

sides = st.integers(1, 7)


@given(sides, sides, st.integers(1, 20), st.integers(1, 20), st.data())
def test_crops_are_those_of_a_padded_picture(
    rows: int, columns: int, height: int, width: int, data: st.DataObject
) -> None:
    row, column = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    pixels = np.arange(rows * columns).reshape(rows, columns)
    padded = np.pad(pixels, 20, mode="reflect")

    found = cut_window(pixels, Window(row - height // 2, column - width // 2, height, width))

    top, left = 20 + row - height // 2, 20 + column - width // 2
    assert np.array_equal(found, padded[top : top + height, left : left + width])
    assert found[height // 2, width // 2] == pixels[row, column]


def test_pictures_are_cut_as_their_masks_are() -> None:
    mask = np.arange(12, dtype=np.uint8).reshape(3, 4)
    picture = np.stack([mask, mask + 100, mask + 200], axis=-1)

    cut = [cut_window(one, Window(-2, 1, 4, 5)) for one in (mask, picture)]

    assert cut[1].shape == (4, 5, 3)
    assert np.array_equal(cut[1][..., 1], cut[0] + 100)
