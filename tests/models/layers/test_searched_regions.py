"""Selective search inside a network: what it finds, how often it searches, and what learns through it."""

from pathlib import Path

import keras
import numpy as np
import pytest
from keras import ops

from models import nodes
from models.build import build_model
from models.graph import Graph, Node
from models.layers import searched_regions
from models.layers.searched_regions import RememberedRegions, SearchedRegions, stretched
from models.selective_search.proposing import SINGLE
from models.selective_search.searching import search_boxes


def picture(number: int) -> np.ndarray:
    """A red and a blue rectangle on light ground."""
    pixels = np.full((48, 64, 3), 255, np.uint8)
    pixels[8 : 24 + number, 8:30] = (200, 0, 0)
    pixels[26:44, 36:58] = (30, 60, 200)
    return pixels


PICTURES = np.stack([picture(0), picture(3)])
PREPARED = PICTURES.astype(np.float32) / 127.5 - 1


def network() -> Graph:
    """A network that reads its map in twelve searched regions."""
    made = (
        Node("picture", nodes.Input((48, 64, 3))),
        Node("map", nodes.Convolution(4, (3, 3), (4, 4)), ("picture",)),
        Node("regions", nodes.SearchedRegions(12, "single", 64), ("picture",)),
        Node("pooled", nodes.RoiPooling((2, 2), 4), ("map", "regions")),
    )
    return Graph("searching", made, ("pooled",))


def regions_of(model: keras.Model, prepared: np.ndarray) -> np.ndarray:
    return keras.Model(model.input, model.get_layer("regions").output).predict(prepared, verbose=0)


def test_a_compiled_network_finds_what_selective_search_finds() -> None:
    found = regions_of(build_model(network(), seed=1), PREPARED)

    assert found.shape == (2, 12, 4)
    for number in range(2):
        expected = search_boxes(PICTURES[number], mode=SINGLE, side_px=64, most=12)
        np.testing.assert_allclose(found[number, : len(expected)], expected)
        assert not found[number, len(expected) :].any()
    assert [8, 8, 30, 24] in found[0].tolist()
    assert [8, 8, 30, 27] in found[1].tolist()


@pytest.mark.parametrize(("scale", "offset"), [(1.0, 0.0), (1 / 255, 0.0), (0.02, -3.5)])
def test_the_scale_of_the_preparation_changes_nothing(scale: float, offset: float) -> None:
    prepared = PICTURES[0].astype(np.float32) * np.float32(scale) + np.float32(offset)

    np.testing.assert_array_equal(stretched(prepared), PICTURES[0])


@pytest.mark.parametrize("value", [0.0, 7.0, np.nan])
def test_a_picture_without_any_difference_has_regions_nowhere_or_everywhere(value: float) -> None:
    plain = np.full((1, 32, 48, 3), value, np.float32)

    found = SearchedRegions(5, "fast", 32).search_pictures(plain)

    assert found[0, 0].tolist() == [0, 0, 48, 32]
    assert not found[0, 1:].any()


def test_a_picture_is_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = []

    def noted(shown: np.ndarray, **how: object) -> np.ndarray:
        searched.append(shown.shape)
        return np.array([[1.0, 2.0, 3.0, 4.0]])

    monkeypatch.setattr(searched_regions, "search_boxes", noted)
    model = build_model(network(), seed=1)

    first = regions_of(model, PREPARED)
    second = regions_of(model, PREPARED[::-1])

    assert len(searched) == 2
    np.testing.assert_array_equal(first, second)


def test_the_regions_that_nobody_asked_for_longest_are_forgotten() -> None:
    remembered = RememberedRegions(2)
    remembered.add(b"one", np.zeros((1, 4)))
    remembered.add(b"two", np.ones((1, 4)))
    remembered.get(b"one")

    remembered.add(b"three", np.ones((2, 4)))

    assert remembered.get(b"two") is None
    assert [len(remembered.get(key)) for key in (b"one", b"three")] == [1, 2]


@pytest.mark.parametrize("policy", ["float32", "mixed_bfloat16"])
def test_corners_are_precise_and_only_the_map_learns(policy: str) -> None:
    model = build_model(network(), seed=1, dtype_policy=policy)
    assert keras.backend.standardize_dtype(model.get_layer("regions").output.dtype) == "float32"
    before = ops.convert_to_numpy(model.get_layer("map").kernel).copy()

    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(PREPARED, np.ones((2, 12, 2, 2, 4), np.float32), epochs=1, verbose=0)

    after = ops.convert_to_numpy(model.get_layer("map").kernel)
    assert np.isfinite(after).all()
    assert (after != before).any()


def test_it_survives_saving_in_safe_mode(tmp_path: Path) -> None:
    model = build_model(network(), seed=1)

    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras", compile=False, safe_mode=True)

    np.testing.assert_array_equal(regions_of(loaded, PREPARED), regions_of(model, PREPARED))
