"""Skips are found where maps meet that were and were not enlarged, and can be switched off without new weights."""

import keras
import numpy as np
import pytest

from models.catalogue import architecture
from models.graph import Graph
from models.kept_weights import weights_kept
from models.skips import Skip, skips, with_weaker_skips
from tests.models.sliding import random_model, with_weights_of
from tests.models.small_networks import small_graph


def test_the_skips_of_fcn_are_the_scores_of_its_poolings() -> None:
    assert skips(architecture("fcn-8s").graph()) == (
        Skip("fuse_pool4", "score_pool4_crop"), Skip("fuse_pool3", "score_pool3_crop"),
    )  # fmt: skip
    assert skips(small_graph("fcn-32s")) == ()


@pytest.mark.parametrize("padding", ["same", "valid"])
def test_the_skips_of_unet_are_its_early_maps(padding: str) -> None:
    found = skips(architecture("unet").graph((572, 572, 1), 2, padding=padding))

    assert [skip.merge for skip in found] == ["up4_joined", "up3_joined", "up2_joined", "up1_joined"]
    assert {skip.source.rpartition("_")[2] for skip in found} == {"crop" if padding == "valid" else "activation"}


def test_shortcuts_of_a_backbone_are_no_skips() -> None:
    graph = small_graph("unet-backbone", shape=(64, 64, 3), backbone="resnet18")

    assert [skip.merge for skip in skips(graph)] == [f"up{level}_joined" for level in range(5, 0, -1)]


@pytest.mark.parametrize("name", ["segnet", "deeplab", "direct-heat-map", "full-resolution", "resnet18"])
def test_other_networks_have_no_skips(name: str) -> None:
    assert skips(small_graph(name)) == ()


def test_a_switched_off_skip_adds_nothing_and_needs_no_weights() -> None:
    graph = small_graph("fcn-16s")
    (skip,) = skips(graph)
    model = random_model(graph)
    picture = np.random.default_rng(1).normal(size=(1, 32, 32, 3)).astype("float32")

    off = with_weaker_skips(graph, {skip: 0.0})
    fused = answer(off, model, "fuse_pool4", picture)

    assert weights_kept(off, graph).new == ()
    assert np.ptp(fused) > 1e-3
    np.testing.assert_array_equal(fused, answer(graph, model, "upscore_stride16", picture))
    assert np.abs(fused - answer(graph, model, "fuse_pool4", picture)).max() > 1e-3


def test_a_whole_share_changes_nothing() -> None:
    graph = small_graph("unet")
    model = random_model(graph)
    picture = np.random.default_rng(1).normal(size=(1, 32, 32, 3)).astype("float32")

    same = with_weaker_skips(graph, dict.fromkeys(skips(graph), 1.0))

    expected = answer(graph, model, "logits", picture)
    np.testing.assert_allclose(answer(same, model, "logits", picture), expected, atol=1e-6)


def answer(graph: Graph, model: keras.Model, layer: str, picture: np.ndarray) -> np.ndarray:
    """What a layer of ``graph`` says with the weights of ``model``."""
    made = with_weights_of(graph, model, {})
    return np.asarray(keras.Model(made.input, made.get_layer(layer).output)(picture))
