import keras
import numpy as np
import pytest

from engine.inspect.attribution import input_gradient
from engine.inspect.faithfulness import (
    Curve,
    centre_map,
    follow,
    likeness,
    likeness_when_randomised,
    random_map,
    randomised_weights,
    shuffled,
)
from engine.inspect.probe import probe_of

BLACK = np.zeros((16, 20, 3), "float32")


def products(network: keras.Model, picture: np.ndarray, target: int) -> np.ndarray:
    """What each pixel of a linear network really gives to a class beyond the mean of the others."""
    kernel = np.asarray(network.get_layer("logits").kernel).reshape(16, 20, 3, 4)
    others = np.delete(kernel, target, axis=-1).mean(axis=-1)
    return ((kernel[..., target] - others) * picture).sum(axis=-1)


def test_curves_begin_and_end_with_the_scores_of_both_pictures(flat_network: keras.Model, pictures: np.ndarray) -> None:
    found = follow(flat_network, pictures[0], 2, centre_map(16, 20), way="deletion", black=BLACK, steps=20)

    ends = np.asarray(flat_network(np.stack([pictures[0], BLACK])))[:, 2]
    np.testing.assert_allclose(found.scores[[0, -1]], ends, atol=1e-5)
    assert found.shares[[0, -1]].tolist() == [0.0, 1.0]
    assert len(found.scores) == 21


def test_the_true_order_deletes_faster_and_inserts_sooner_than_chance(
    linear_network: keras.Model, pictures: np.ndarray
) -> None:
    true = products(linear_network, pictures[0], 1)
    blind = random_map(16, 20, seed=0)

    deletions = [follow(linear_network, pictures[0], 1, m, way="deletion", black=BLACK).area for m in (true, blind)]

    assert deletions[0] < deletions[1]
    assert follow(linear_network, pictures[0], 1, -true, way="deletion", black=BLACK).area > deletions[1]


def test_a_shuffled_map_has_the_same_values_in_other_cells() -> None:
    values = np.arange(12, dtype=np.float32).reshape(3, 4)

    found = shuffled(values, seed=1)

    assert found.shape == values.shape
    assert sorted(found.ravel()) == sorted(values.ravel())
    assert not np.array_equal(found, values)


def test_the_area_of_a_straight_line_is_its_mean() -> None:
    assert Curve(np.array([0, 0.5, 1], "float32"), np.array([1, 0.5, 0], "float32")).area == pytest.approx(0.5)


def test_randomised_weights_come_back(flat_network: keras.Model, pictures: np.ndarray) -> None:
    before = probe_of(flat_network, with_gradients=False)(pictures).logits

    with randomised_weights(flat_network, seed=1):
        between = probe_of(flat_network, with_gradients=False)(pictures).logits

    assert np.abs(between - before).max() > 0.01
    np.testing.assert_array_equal(probe_of(flat_network, with_gradients=False)(pictures).logits, before)


def test_randomised_weights_come_back_after_an_error(flat_network: keras.Model) -> None:
    before = flat_network.get_weights()

    with pytest.raises(KeyError), randomised_weights(flat_network, seed=1):
        raise KeyError

    for weight, expected in zip(flat_network.get_weights(), before, strict=True):
        np.testing.assert_array_equal(weight, expected)


def test_a_gradient_looks_different_when_weights_are_randomised(
    linear_network: keras.Model, pictures: np.ndarray
) -> None:
    found = likeness_when_randomised(
        linear_network, lambda: input_gradient(linear_network, pictures[0], 1).values.sum(axis=-1), seed=0
    )

    assert abs(found) < 0.3


def test_likeness_knows_order_alone() -> None:
    values = np.random.default_rng(0).random((5, 6)).astype("float32")

    assert likeness(values, np.exp(3 * values)) == pytest.approx(1.0)
    assert likeness(values, -values) == pytest.approx(-1.0)
    assert likeness(values, np.ones((5, 6), "float32")) == 0.0
