import numpy as np
import pytest

from engine.dataset.doctor.near_duplicates import NearPair, find_near_duplicates
from tests.engine.dataset.doctor.clouds import Pixels, cloud, sizes, table


def find(*pictures: Pixels) -> list[NearPair]:
    return find_near_duplicates(table(*pictures), sizes(*pictures), on_done=lambda done: None)


def test_no_pictures_have_no_duplicates() -> None:
    assert not find_near_duplicates(np.zeros((0, 458), np.uint8), np.zeros((0, 2), np.float32), lambda done: None)


def test_different_pictures_are_no_near_duplicates() -> None:
    assert not find(*map(cloud, range(30)))


def test_a_copy_of_another_size_is_found_once() -> None:
    small = cloud(1)[::2, ::2]

    assert find(cloud(0), cloud(1), cloud(2), small) == [NearPair(1, 3, is_crop=False)]


def test_a_crop_is_told_from_its_original() -> None:
    pictures = [cloud(0), cloud(1)[6:-6, 10:-4], cloud(1)]

    assert find(*pictures) == [NearPair(2, 1, is_crop=True)]


def test_a_brighter_copy_is_found() -> None:
    bright = np.clip(cloud(1).astype(float) * 1.2 + 10, 0, 255).astype(np.uint8)

    assert find(cloud(1), bright) == [NearPair(0, 1, is_crop=False)]


def test_a_negative_is_no_copy() -> None:
    assert not find(cloud(1), 255 - cloud(1))


def test_a_mirrored_picture_is_no_copy() -> None:
    assert not find(cloud(1), np.ascontiguousarray(cloud(1)[:, ::-1]))


def test_the_same_shape_in_another_colour_is_no_copy() -> None:
    grey = cloud(1)[:, :, :1].astype(float)
    red, blue = (
        np.clip(grey * np.array(factors), 0, 255).astype(np.uint8) for factors in ((1.2, 0.6, 0.3), (0.1, 0.7, 1.6))
    )

    assert not find(red, blue)


def test_uniform_pictures_are_no_near_duplicates() -> None:
    assert not find(*(np.full((50, 50, 3), level, np.uint8) for level in (0, 1, 128, 255)))


def test_small_pictures_must_agree_closely() -> None:
    small = cloud(1)[:40, :40]
    shifted = cloud(1)[:40, 3:43]

    assert not find(small, shifted)
    assert find(small, np.clip(small.astype(int) + 2, 0, 255).astype(np.uint8)) == [NearPair(0, 1, is_crop=False)]


def test_a_stopped_search_ends_at_once() -> None:
    def stop(done: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        find_near_duplicates(table(cloud(1), cloud(2)), sizes(cloud(1), cloud(2)), on_done=stop)
