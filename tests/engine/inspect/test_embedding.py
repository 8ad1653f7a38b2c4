import keras
import numpy as np
import pytest

from engine.contract.errors import UserError
from engine.inspect.embedding import lay_out, pooled_activations
from engine.ops.neighbours import nearest


def groups() -> tuple[np.ndarray, np.ndarray]:
    """Three well separated groups of twenty vectors."""
    chance = np.random.default_rng(0)
    centres = chance.normal(size=(3, 16)) * 10
    labels = np.repeat(np.arange(3), 20)
    return (centres[labels] + chance.normal(size=(60, 16))).astype("float32"), labels


def purity(points: np.ndarray, labels: np.ndarray) -> float:
    """Share of points whose nearest point has the same label."""
    distances = np.linalg.norm(points[:, None] - points[None], axis=-1) + 1e9 * np.eye(len(points))
    return float((labels[distances.argmin(axis=1)] == labels).mean())


def test_channels_are_averaged_over_positions(flat_network: keras.Model, pictures: np.ndarray) -> None:
    found = pooled_activations(flat_network, pictures, "second")

    maps = np.asarray(keras.Model(flat_network.input, flat_network.get_layer("second").output)(pictures))
    np.testing.assert_allclose(found, maps.mean(axis=(1, 2)), atol=1e-5)
    assert pooled_activations(flat_network, pictures, "hidden").shape == (3, 12)


def test_the_axes_of_pca_are_those_of_the_largest_variance() -> None:
    vectors, labels = groups()

    found = lay_out(vectors, "pca")

    values = np.linalg.svd(vectors - vectors.mean(axis=0), compute_uv=False) ** 2
    np.testing.assert_allclose(found.shares, values[:2] / values.sum(), rtol=1e-4)
    assert purity(found.points, labels) == 1.0


def test_tsne_keeps_neighbours_and_repeats_itself() -> None:
    vectors, labels = groups()

    found, again = (lay_out(vectors, "t-sne", seed=1) for _ in range(2))

    assert purity(found.points, labels) == 1.0
    np.testing.assert_array_equal(found.points, again.points)
    assert found.shares is None


def test_neighbours_are_ordered_by_cosine_similarity() -> None:
    vectors = np.array([[1, 0], [2, 0.1], [0, 1], [-1, 0]], "float32")

    places, similarities = nearest(vectors, 0, count=9)

    assert places.tolist() == [1, 2, 3]
    assert similarities[-1] == pytest.approx(-1.0)


def test_too_few_pictures_are_refused() -> None:
    with pytest.raises(UserError, match="too few pictures"):
        lay_out(np.ones((4, 3), "float32"), "t-sne")
