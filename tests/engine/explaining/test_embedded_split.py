from pathlib import Path

import numpy as np
import pytest

from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.explaining.embedded_split import LOOKING, embed_split
from engine.explaining.seen import see_picture
from engine.inspect.embedding import pooled_activations
from engine.model_store import load_run
from tests.engine.sample_run import write_run


def ignore_progress(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


class Told:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __call__(self, what: str, _done: int, _total: int) -> None:
        self.words.append(what)


@pytest.fixture
def run(tmp_path: Path, colours: Path) -> RunFolder:
    return write_run(tmp_path / "run", colours, network="small-resnet-fast")


def test_every_picture_of_the_split_becomes_the_layer_s_vector(run: RunFolder, colours: Path) -> None:
    loaded = load_run(run.path)

    vectors, plane = embed_split(loaded, "validation", None, "pca", ignore_progress)

    picture = see_picture(loaded, colours / vectors.images[2]).prepared
    expected = pooled_activations(loaded.model, picture[np.newaxis], vectors.layer)[0]
    np.testing.assert_allclose(vectors.values[2], expected, atol=1e-4)
    assert plane.points.shape == (len(vectors.images), 2)
    assert len(vectors.predicted) == len(vectors.images)


def test_pictures_are_looked_at_once_for_a_layer(run: RunFolder) -> None:
    loaded = load_run(run.path)
    first, again = Told(), Told()

    before, _ = embed_split(loaded, "train", None, "pca", first)
    after, plane = embed_split(loaded, "train", None, "t-sne", again)
    _, kept = embed_split(loaded, "train", None, "t-sne", again)

    assert LOOKING in first.words
    assert LOOKING not in again.words
    np.testing.assert_array_equal(before.values, after.values)
    np.testing.assert_array_equal(plane.points, kept.points)


def test_a_linear_network_is_embedded_by_a_vector(linear_run: RunFolder) -> None:
    vectors, _ = embed_split(load_run(linear_run.path), "validation", "logits", "pca", ignore_progress)

    assert vectors.values.shape == (6, 3)


def test_an_unknown_layer_cannot_be_embedded(linear_run: RunFolder) -> None:
    with pytest.raises(UserError, match="layer"):
        embed_split(load_run(linear_run.path), "validation", "nothing", "pca", ignore_progress)
