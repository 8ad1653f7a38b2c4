from itertools import permutations

import keras
import numpy as np
import pytest
from keras import layers

from engine.inspect.attribution import input_gradient
from engine.inspect.faithfulness import (
    Curve,
    cell_ranks,
    centre_map,
    follow,
    likeness,
    likeness_when_randomised,
    random_map,
    randomised_weights,
    shuffled,
)
from engine.inspect.probe import probe_of

SPOTS = ((3, 4), (8, 15), (12, 2))


def products(network: keras.Model, picture: np.ndarray, target: int) -> np.ndarray:
    """What each pixel of a linear network really gives to a class beyond the mean of the others."""
    kernel = np.asarray(network.get_layer("logits").kernel).reshape(16, 20, 3, 4)
    others = np.delete(kernel, target, axis=-1).mean(axis=-1)
    return ((kernel[..., target] - others) * picture).sum(axis=-1)


@pytest.fixture(scope="module")
def spotted() -> tuple[keras.Model, np.ndarray]:
    """A network that adds up a grey picture's spots, and one with three of them: their logits are 3, 2 and 1."""
    inputs = keras.Input((16, 20, 1))
    logits = layers.Dense(2, name="logits")(layers.Flatten()(inputs))
    network = keras.Model(inputs, layers.Softmax()(logits))
    kernel = np.zeros((16, 20, 2), np.float32)
    picture = np.zeros((16, 20, 1), np.float32)
    for (row, column), weight in zip(SPOTS, (3.0, 1.0, 0.5), strict=True):
        kernel[row, column, 0] = weight
    picture[tuple(np.array(SPOTS).T)] = np.array([[1.0], [2.0], [2.0]])
    network.get_layer("logits").set_weights([kernel.reshape(320, 2), np.zeros(2, np.float32)])
    return network, picture


def map_of_spots(*values: float) -> np.ndarray:
    found = np.zeros((16, 20), np.float32)
    found[tuple(np.array(SPOTS).T)] = values
    return found


def test_deletion_takes_from_a_sum_what_each_part_gives(spotted: tuple[keras.Model, np.ndarray]) -> None:
    found = follow(*spotted, 0, map_of_spots(3, 2, 1), way="deletion", steps=320)

    by_hand = 1 / (1 + np.exp(-np.array([6.0, 3.0, 1.0, 0.0])))  # a spot is filled with the grey around it
    np.testing.assert_allclose(found.scores[:4], by_hand, atol=0.01)


def test_the_order_of_what_is_given_is_the_best_of_all(spotted: tuple[keras.Model, np.ndarray]) -> None:
    areas = {
        order: follow(*spotted, 0, map_of_spots(*order), way="deletion", steps=320).area
        for order in permutations((3.0, 2.0, 1.0))
    }

    assert min(areas, key=areas.__getitem__) == (3.0, 2.0, 1.0)
    assert max(areas, key=areas.__getitem__) == (1.0, 2.0, 3.0)


def test_curves_begin_with_the_picture_and_end_with_its_mean_colour(
    flat_network: keras.Model, pictures: np.ndarray
) -> None:
    found = follow(flat_network, pictures[0], 2, centre_map(16, 20), way="deletion", steps=20)

    mean = np.broadcast_to(pictures[0].mean(axis=(0, 1)), pictures[0].shape)
    ends = np.asarray(flat_network(np.stack([pictures[0], mean])))[:, 2]
    assert found.scores[0] == pytest.approx(ends[0], abs=1e-5)
    assert found.scores[-1] == pytest.approx(ends[1], abs=0.02)  # there is a little noise on what is filled in
    assert found.shares[[0, -1]].tolist() == [0.0, 1.0]
    assert len(found.scores) == 21


def test_the_true_order_deletes_faster_and_inserts_sooner_than_chance(
    linear_network: keras.Model, pictures: np.ndarray
) -> None:
    true = products(linear_network, pictures[0], 1)
    orders = (true, random_map(16, 20, seed=0), -true)

    deletions = [follow(linear_network, pictures[0], 1, order, way="deletion").area for order in orders]
    insertions = [follow(linear_network, pictures[0], 1, order, way="insertion").area for order in orders]

    assert deletions == sorted(deletions)
    assert insertions == sorted(insertions, reverse=True)


def test_cells_are_squares_ranked_by_their_mean() -> None:
    values = np.zeros((32, 34), np.float32)
    values[2:4, 0:2] = 1.0
    values[30:32, 32:34] = [[5.0, 0.0], [0.0, 0.0]]

    ranks = cell_ranks(values)

    assert (ranks[30:32, 32:34] == 0).all()
    assert (ranks[2:4, 0:2] == 1).all()
    assert np.unique(ranks, return_counts=True)[1].tolist() == [4] * (16 * 17)


def test_cells_at_the_edges_may_be_smaller() -> None:
    assert np.bincount(cell_ranks(np.zeros((33, 35), np.float32)).ravel())[-1] == 1


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
