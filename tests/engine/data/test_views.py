import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.contract.annotations import NO_CLASS
from engine.data.views import CodedPicture, GridPatches, RandomPatches, RareClasses, WholeViews, grid_windows


def coded(height: int, width: int, *, first: int = 0) -> CodedPicture:
    """A picture in which each pixel has its own number, and codes that repeat it."""
    numbers = (first + np.arange(height * width)).astype(np.uint8).reshape(height, width, 1)
    return CodedPicture(np.concatenate([numbers, 255 - numbers], axis=-1), numbers)


def of_codes(codes: np.ndarray) -> CodedPicture:
    return CodedPicture(np.zeros((*codes.shape, 3), np.uint8), codes.astype(np.uint8)[..., None])


def patches(pictures: list[CodedPicture], *, seed: int = 1, rare: RareClasses | None = None) -> RandomPatches:
    return RandomPatches(pictures, size=(6, 8), kept=(4, 4), seed=seed, rare=rare)


def test_whole_pictures_are_given_by_position() -> None:
    views = WholeViews([coded(3, 4), coded(3, 4, first=50)])

    assert views.count == 2
    assert np.array_equal(views.pictures(0, np.array([1, 0]))[1], coded(3, 4).pixels)
    assert np.array_equal(views.codes(9, np.array([1]))[0], coded(3, 4, first=50).codes)


def test_an_epoch_of_patches_shows_as_many_pixels_as_there_are() -> None:
    assert patches([coded(16, 12), coded(2, 2), coded(4, 8)]).count == 12 + 1 + 2


def test_patches_are_a_function_of_seed_epoch_and_position() -> None:
    pictures = [coded(12, 16)]
    wanted, positions = patches(pictures).pictures(3, np.arange(12)), np.array([7, 2])

    assert np.array_equal(patches(pictures).pictures(3, positions), wanted[positions])
    assert not np.array_equal(patches(pictures).pictures(4, np.arange(12)), wanted)
    assert not np.array_equal(patches(pictures, seed=2).pictures(3, np.arange(12)), wanted)


def test_a_negative_seed_is_a_seed() -> None:
    assert patches([coded(12, 16)], seed=-5).pictures(0, np.arange(2)).shape == (2, 6, 8, 2)


def test_codes_of_a_patch_lie_under_its_pixels() -> None:
    rare = RareClasses.of([of_codes(np.eye(12))], classes=2, balance=0.5, seed=1)
    for views in (patches([coded(12, 12)]), patches([coded(12, 12)], rare=rare)):
        assert np.array_equal(views.pictures(5, np.arange(9))[..., :1], views.codes(5, np.arange(9)))


def test_what_is_kept_of_a_patch_lies_within_its_picture() -> None:
    views = patches([coded(9, 11)])

    kept = [views.codes(epoch, np.arange(views.count))[:, 1:5, 2:6, 0] for epoch in range(100)]

    steps = np.concatenate(kept).astype(int)
    assert (np.diff(steps, axis=2) == 1).all()
    assert (np.diff(steps, axis=1) == 11).all()
    assert set(np.concatenate(kept)[:, 0, 0].tolist()) == {row * 11 + column for row in range(6) for column in range(8)}


def test_a_picture_smaller_than_the_patch_lies_in_its_middle_and_is_mirrored() -> None:
    [codes] = patches([coded(2, 2)]).codes(0, np.array([0]))

    assert codes[2:4, 3:5, 0].tolist() == [[0, 1], [2, 3]]
    assert codes[1, 3:5, 0].tolist() == [2, 3]


def test_rare_classes_come_up_as_often_as_asked() -> None:
    codes = np.zeros((40, 40))
    codes[7, 9] = 1
    pictures = [of_codes(codes), of_codes(np.zeros((40, 40)))]
    rare = RareClasses.of(pictures, classes=3, balance=1.0, seed=1)
    views = patches(pictures, rare=rare)

    centres = views.codes(2, np.arange(views.count))[:, 3, 4, 0]

    assert views.count == 200
    assert np.count_nonzero(centres == 1) == 100


def test_rare_patches_are_the_same_whatever_was_asked_before() -> None:
    codes = np.random.default_rng(0).integers(0, 3, (30, 30))
    rare = RareClasses.of([of_codes(codes)], classes=3, balance=0.7, seed=1)
    views, fresh = patches([of_codes(codes)], rare=rare), patches([of_codes(codes)], rare=rare)

    for epoch in (0, 1, 2, 3, 1, 0):
        assert np.array_equal(views.codes(epoch, np.arange(9)), fresh.codes(epoch, np.arange(9)))
        fresh = patches([of_codes(codes)], rare=rare)


def test_pixels_without_a_class_are_no_rare_class() -> None:
    codes = np.full((20, 20), NO_CLASS)
    codes[3, 3] = 0
    rare = RareClasses.of([of_codes(codes)], classes=2, balance=1.0, seed=1)
    views = patches([of_codes(codes)], rare=rare)

    assert set(views.codes(0, np.arange(views.count))[:, 3, 4, 0].tolist()) == {0}


@given(st.integers(1, 23), st.integers(1, 23), st.integers(1, 6), st.integers(0, 3))
def test_inner_parts_of_a_grid_cover_every_pixel(height: int, width: int, kept: int, margin: int) -> None:
    size = kept + 2 * margin
    seen = np.zeros((height, width), int)

    for window in grid_windows(seen, size=(size, size), kept=(kept, kept)):
        top, left = window.top + margin, window.left + margin
        seen[max(0, top) : top + kept, max(0, left) : left + kept] += 1
        assert top + kept <= height or height < kept
        assert left + kept <= width or width < kept

    assert seen.min() >= 1


def test_a_grid_has_no_more_patches_than_it_needs() -> None:
    assert len(grid_windows(np.zeros((12, 8)), size=(4, 4), kept=(4, 4))) == 6
    assert len(grid_windows(np.zeros((13, 8)), size=(4, 4), kept=(4, 4))) == 8


def test_a_grid_goes_over_all_pictures_in_order() -> None:
    views = GridPatches([coded(4, 8), coded(4, 4, first=100)], size=(4, 4), kept=(4, 4))

    assert views.count == 3
    assert np.array_equal(views.codes(0, np.arange(3))[:, 0, 0, 0], [0, 4, 100])
    assert np.array_equal(views.pictures(0, np.arange(3))[..., 0], views.codes(7, np.arange(3))[..., 0])


@pytest.mark.parametrize("side", [1, 3])
def test_a_small_picture_has_one_patch(side: int) -> None:
    views = GridPatches([coded(side, side)], size=(5, 5), kept=(5, 5))

    assert views.count == 1
    assert set(views.codes(0, np.array([0])).ravel().tolist()) == set(range(side * side))
