import numpy as np
import pytest

from engine.data.augment.cutout import hide_squares
from tests.engine.data.augment.settings import chance, only


def test_hidden_squares_show_the_mean_colour_and_stay_below_the_chosen_size() -> None:
    original = np.random.default_rng(1).uniform(0, 255, (200, 40, 40, 3)).astype(np.float32)
    pictures = original.copy()

    hide_squares(pictures, only(cutout=0.5), chance(200))

    changed = (pictures != original).any(axis=-1)
    assert changed.any(axis=1).sum(axis=1).max() <= 21
    assert changed.any(axis=2).sum(axis=1).max() <= 21
    assert changed.mean() > 0.02
    hidden = pictures[0][changed[0]]
    assert hidden == pytest.approx(np.broadcast_to(original[0].mean(axis=(0, 1)), hidden.shape), abs=1e-3)


def test_zero_hides_nothing() -> None:
    pictures = np.ones((2, 8, 8, 1), np.float32)
    pictures[:, :4] = 7

    hide_squares(pictures, only(cutout=0.0), chance(2))

    assert (pictures[:, :4] == 7).all()
