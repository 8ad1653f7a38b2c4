"""Masks of objects on planes: nothing is hidden, and boxes and cells follow from the pixels."""

import numpy as np

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance
from engine.data.augment.warp import random_warps
from engine.data.object_planes import MASK_SIDE, lay_out

SIZE = (20, 30)


def block(left: int, top: int, right: int, bottom: int) -> np.ndarray:
    mask = np.zeros(SIZE, bool)
    mask[top:bottom, left:right] = True
    return mask


APART = [block(0, 0, 5, 4), block(5, 0, 9, 4), block(20, 10, 30, 20)]


def test_objects_that_do_not_overlap_share_a_plane() -> None:
    objects = lay_out(APART, size=SIZE)

    assert objects.planes.shape == (1, *SIZE)
    assert objects.boxes().tolist() == [[0, 0, 5, 4], [5, 0, 9, 4], [20, 10, 30, 20]]


def test_an_object_that_lies_over_another_hides_none_of_it() -> None:
    objects = lay_out([*APART, block(3, 2, 8, 8)], size=SIZE)

    assert len(objects.planes) == 2
    for (plane, code), mask in zip(objects.places, [*APART, block(3, 2, 8, 8)], strict=True):
        assert ((objects.planes[plane] == code) == mask).all()


def test_more_objects_than_a_plane_can_count_need_another_one() -> None:
    masks = [np.arange(600).reshape(20, 30) == number for number in range(300)]

    objects = lay_out(masks, size=SIZE)

    assert len(objects.planes) == 2
    assert objects.boxes()[299].tolist() == [29, 9, 30, 10]


def test_cells_are_the_pixels_under_their_centres() -> None:
    mask = block(4, 4, 12, 8) & ~block(4, 4, 6, 6)
    objects = lay_out([mask], size=SIZE)

    cells = objects.cells(objects.boxes())[0]

    expected = [
        [mask[4 + int((row + 0.5) * 4 / MASK_SIDE), 4 + int((column + 0.5) * 8 / MASK_SIDE)] for column in range(56)]
        for row in range(56)
    ]
    assert (cells == np.array(expected)).all()
    assert cells.mean() == 28 / 32


def test_nothing_has_no_planes_and_no_cells() -> None:
    objects = lay_out([], size=SIZE)

    assert objects.planes.shape == (0, *SIZE)
    assert objects.cells(objects.boxes()).shape == (0, MASK_SIDE, MASK_SIDE)


def test_a_warp_moves_every_mask_as_it_moves_the_picture() -> None:
    config = AugmentationConfig(flip_horizontal=True, rotation=30.0, shift=0.1, elastic=3.0)
    warp = random_warps(config, Chance(seed=2, epoch=1, positions=np.array([3])), size=(30, 20))
    together = lay_out(APART, size=SIZE).moved(warp)

    for number, mask in enumerate(APART):
        alone = lay_out([mask], size=SIZE).moved(warp)
        assert alone.boxes()[0].tolist() == together.boxes()[number].tolist()
        plane, code = together.places[number]
        assert ((together.planes[plane] == code) == (alone.planes[0] == 1)).all()
