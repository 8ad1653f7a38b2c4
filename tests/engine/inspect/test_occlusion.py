import keras
import numpy as np
import pytest

from engine.contract.errors import UserError
from engine.inspect.occlusion import occlude


def test_occlusion_of_a_linear_network_sums_what_each_window_covers(
    linear_network: keras.Model, pictures: np.ndarray
) -> None:
    kernel = np.asarray(linear_network.get_layer("logits").kernel)[:, 1].reshape(16, 20, 3)
    shares = (kernel * pictures[0]).sum(axis=-1)

    *_, last = occlude(linear_network, pictures[0], 1, window=4, stride=4)

    sums = shares.reshape(4, 4, 5, 4).sum(axis=(1, 3))
    np.testing.assert_allclose(last.values, sums.repeat(4, axis=0).repeat(4, axis=1), atol=1e-4)
    assert last.done == last.total == 20


def test_overlapping_windows_are_averaged(linear_network: keras.Model, pictures: np.ndarray) -> None:
    kernel = np.asarray(linear_network.get_layer("logits").kernel)[:, 0].reshape(16, 20, 3)
    shares = (kernel * (pictures[0] - 0.5)).sum(axis=-1)

    *_, last = occlude(linear_network, pictures[0], 0, window=6, stride=3, baseline=0.5)

    covering = [
        shares[row : row + 6, column : column + 6].sum()
        for row in (0, 3, 6, 9, 10)
        for column in (0, 3, 6, 9, 12, 14)
        if row <= 7 < row + 6 and column <= 8 < column + 6
    ]
    np.testing.assert_allclose(last.values[7, 8], np.mean(covering), atol=1e-4)


def test_a_coarse_map_comes_first(flat_network: keras.Model, pictures: np.ndarray) -> None:
    stages = list(occlude(flat_network, pictures[0], 0, window=4, stride=2))

    assert [stage.done for stage in stages] == sorted({stage.done for stage in stages})
    assert len(stages) > 2
    first_rows = np.flatnonzero(np.abs(stages[0].values).sum(axis=1))
    assert first_rows.max() >= 12


@pytest.mark.parametrize(("window", "stride"), [(17, 4), (4, 5), (0, 0)])
def test_a_window_that_does_not_fit_is_refused(
    linear_network: keras.Model, pictures: np.ndarray, window: int, stride: int
) -> None:
    with pytest.raises(UserError, match="Occlusion cannot work so"):
        list(occlude(linear_network, pictures[0], 0, window=window, stride=stride))
