"""The pictures that excite a unit most, kept in bounded memory."""

import keras
import numpy as np

from engine.inspect.exciting import KEPT, NO_PICTURE, TopActivations, find_exciting
from engine.inspect.probe import probe_of


def test_the_strongest_activations_are_kept_whatever_the_batches(pooled_network: keras.Model) -> None:
    pictures = np.random.default_rng(0).uniform(-1, 1, (25, 16, 20, 3)).astype("float32")

    found = find_exciting(pooled_network, np.split(pictures, [4, 11, 12]))["last"]

    (maps,) = probe_of(pooled_network, ("last",), with_gradients=False)(pictures).activations
    strongest = maps.max(axis=(1, 2))
    order = np.argsort(-strongest, axis=0, kind="stable")[:KEPT]
    np.testing.assert_allclose(found.values, np.take_along_axis(strongest, order, axis=0), rtol=1e-5)
    is_alive = found.values[0] > 0
    np.testing.assert_array_equal(found.pictures[0, is_alive], order[0, is_alive])
    place = np.unravel_index(found.places[0, is_alive][0], maps.shape[1:3])
    assert maps[(found.pictures[0, is_alive][0], *place, np.flatnonzero(is_alive)[0])] == found.values[0, is_alive][0]


def test_vectors_have_units_too(pooled_network: keras.Model) -> None:
    pictures = np.random.default_rng(0).uniform(-1, 1, (3, 16, 20, 3)).astype("float32")

    found = find_exciting(pooled_network, [pictures])["logits"]

    assert found.values.shape == (KEPT, 4)
    assert (found.places == 0).all()


def test_with_few_pictures_or_broken_values_the_other_places_stay_empty() -> None:
    top = TopActivations(2)

    top.add(np.array([[1.0, np.nan], [3.0, 2.0]], np.float32), np.array([[5, 6], [7, 8]], np.int32), first=10)

    assert top.pictures[:3].tolist() == [[11, 11], [10, NO_PICTURE], [NO_PICTURE, NO_PICTURE]]
    assert top.places[0].tolist() == [7, 8]
    assert top.values[0].tolist() == [3.0, 2.0]
