import numpy as np
import pytest

from engine.data.augment.jpeg import compress_pictures
from tests.engine.data.augment.settings import chance, only


def photos(channels: int) -> np.ndarray:
    rows, columns = np.mgrid[0:32, 0:40]
    waves = 128 + 100 * np.sin(rows / 3) * np.cos(columns / 4)
    return np.repeat(waves[None, ..., None], channels, axis=-1).repeat(20, axis=0).astype(np.float32)


@pytest.mark.parametrize("channels", [1, 3])
def test_compression_leaves_traces_but_not_many(channels: int) -> None:
    pictures = photos(channels)

    compress_pictures(pictures, only(jpeg=0.7), chance(20))

    difference = np.abs(pictures - photos(channels))
    assert pictures.shape == photos(channels).shape
    assert difference.mean() > 0.3
    assert difference.mean() < 6


def test_more_may_be_lost_with_a_larger_strength() -> None:
    weak, strong = photos(3), photos(3)

    compress_pictures(weak, only(jpeg=0.3), chance(20))
    compress_pictures(strong, only(jpeg=0.95), chance(20))

    assert np.abs(strong - photos(3)).mean() > 1.5 * np.abs(weak - photos(3)).mean()
