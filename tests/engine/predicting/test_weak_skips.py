"""A network whose skips can be made weaker says what a network that was built with weaker skips says."""

import numpy as np
import pytest

from engine.predicting.weak_skips import WeakenedModel, passed_in
from models.catalogue import architecture
from models.graph import Graph
from models.skips import skips, with_weaker_skips
from tests.models.sliding import random_model, with_weights_of
from tests.models.small_networks import NARROW, small_graph


def pictures(graph: Graph) -> np.ndarray:
    shape = graph.shapes()[graph.inputs[0]]
    return np.random.default_rng(4).normal(size=(2, *shape)).astype(np.float32)


@pytest.mark.parametrize("name", ["fcn-8s", "unet"])
@pytest.mark.parametrize("shares", [(0.0, 1.0), (0.3, 0.0), (1.0, 1.0)])
def test_shares_are_those_of_a_network_that_is_built_with_them(name: str, shares: tuple[float, ...]) -> None:
    graph = small_graph(name)
    model, found = random_model(graph), skips(graph)
    built = with_weights_of(with_weaker_skips(graph, dict(zip(found, shares, strict=True))), model, {})

    said = WeakenedModel(model, graph, found).predict(pictures(graph), shares)

    np.testing.assert_allclose(said, built.predict_on_batch(pictures(graph)), atol=1e-5)


def test_each_skip_matters_alone() -> None:
    graph = small_graph("unet")
    weakened = WeakenedModel(random_model(graph), graph, skips(graph))
    seen = pictures(graph)

    whole, first, second = (weakened.predict(seen, shares) for shares in ((1, 1), (0, 1), (1, 0)))

    assert np.abs(whole - first).max() > 1e-3
    assert np.abs(whole - second).max() > 1e-3
    assert np.abs(first - second).max() > 1e-3


def test_the_unpoolings_of_segnet_use_the_positions_of_its_poolings() -> None:
    passed = passed_in(architecture("segnet").graph((32, 32, 3), 3, **NARROW["segnet"]))

    assert len(passed) == 5
    assert passed[0] == ("stage5_pooling", "up5_enlarged")
    assert passed_in(small_graph("unet")) == ()
