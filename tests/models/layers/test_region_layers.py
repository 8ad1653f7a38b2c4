"""Layers of detectors in two stages: saved, in any precision, and what learns through them."""

from pathlib import Path

import keras
import numpy as np
import pytest
from keras import ops

from models import nodes
from models.build import build_model
from models.graph import Graph, Node

SHAPES = ((60, 40), (30, 90))
PICTURES = np.random.default_rng(3).normal(size=(2, 96, 128, 3)).astype(np.float32)


def two_stages() -> Graph:
    """A network that proposes ten regions and reads its map in each of them, pooled and aligned."""
    made = (
        Node("picture", nodes.Input((96, 128, 3))),
        Node("map", nodes.Convolution(4, (3, 3), (8, 8)), ("picture",)),
        Node("logits", nodes.Convolution(2, (1, 1), initial_weights="glorot uniform"), ("map",)),
        Node("changes", nodes.Convolution(8, (1, 1), initial_weights="glorot uniform"), ("map",)),
        Node("anchors", nodes.AnchorRows(SHAPES, 8), ("logits", "changes")),
        Node("regions", nodes.RegionProposals(10, 50), ("anchors", "picture")),
        Node("pooled", nodes.RoiPooling((2, 2), 8), ("map", "regions")),
        Node("aligned", nodes.RoiAlignment((2, 2), 8), ("map", "regions")),
        Node("sum", nodes.Add(), ("pooled", "aligned")),
    )
    return Graph("two stages", made, ("sum",))


def values(model: keras.Model, *names: str) -> list[keras.KerasTensor]:
    return keras.Model(model.input, [model.get_layer(name).output for name in names])(PICTURES)


def test_layers_survive_saving_in_safe_mode(tmp_path: Path) -> None:
    model = build_model(two_stages(), seed=1)

    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras", compile=False, safe_mode=True)

    first, second = (ops.convert_to_numpy(each(PICTURES)) for each in (model, loaded))
    assert first.std() > 0
    assert (first == second).all()


@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16"])
def test_corners_stay_precise_where_the_map_is_not(policy: str) -> None:
    model = build_model(two_stages(), seed=1, dtype_policy=policy)

    regions, pooled, aligned = values(model, "regions", "pooled", "aligned")

    half = policy.removeprefix("mixed_")
    assert [keras.backend.standardize_dtype(each.dtype) for each in (regions, pooled, aligned)] == [
        "float32",
        half,
        half,
    ]
    assert (ops.convert_to_numpy(regions) % 1).std() > 0.2


def test_regions_lie_in_the_picture_best_first() -> None:
    model = build_model(two_stages(), seed=1)

    regions, anchors = (ops.convert_to_numpy(each) for each in values(model, "regions", "anchors"))

    assert anchors.shape == (2, 12 * 16 * 2, 9)
    assert regions.min() >= 0
    assert (regions <= [128, 96, 128, 96]).all()
    assert (regions[:, 0] != regions[:, 1]).any()


def test_only_the_map_learns_through_what_regions_read() -> None:
    model = build_model(two_stages(), seed=1)
    before = {weight.path: ops.convert_to_numpy(weight).copy() for weight in model.weights}

    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(PICTURES, np.ones((2, 10, 2, 2, 4), np.float32), epochs=1, verbose=0)

    moved = {weight.path for weight in model.weights if (ops.convert_to_numpy(weight) != before[weight.path]).any()}
    assert moved == {"map/kernel", "map/bias"}
