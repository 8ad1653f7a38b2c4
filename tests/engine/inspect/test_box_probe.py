"""Looking inside a detector: a class has the logit of its surest cell, and a score of its own."""

import keras
import numpy as np
import pytest

from engine.inspect.cam import gradcam
from engine.inspect.heads import find_cam_head, find_class_map, find_default_layer, says_boxes
from engine.inspect.probe import PREDICTED, Probe
from models.build import build_model
from models.catalogue import architecture
from models.graph import Graph

CLASSES = 3
PICTURES = np.random.default_rng(2).uniform(0, 1, (2, 64, 64, 3)).astype(np.float32)


@pytest.fixture(scope="module")
def network() -> keras.Model:
    graph: Graph = architecture("dense-detector").graph((64, 64, 3), CLASSES, width=8, depth=1, head_filters=16)
    model = build_model(graph, seed=3, dtype_policy="float32")
    logits = model.get_layer("class_logits")
    logits.kernel.assign(np.random.default_rng(4).normal(size=logits.kernel.shape))
    return model


def test_it_says_boxes_and_no_class_map(network: keras.Model) -> None:
    assert says_boxes(network)
    assert find_class_map(network) is None
    assert find_cam_head(network) is None


def test_a_class_has_the_logit_of_its_surest_cell(network: keras.Model) -> None:
    maps = np.asarray(network(PICTURES, training=False))

    probed = Probe(network, with_gradients=False)(PICTURES)

    best = maps[..., :CLASSES].max(axis=(1, 2))
    np.testing.assert_allclose(probed.logits, best, rtol=1e-5)
    np.testing.assert_allclose(probed.scores, 1 / (1 + np.exp(-best)), rtol=1e-5)
    assert probed.targets.tolist() == best.argmax(axis=1).tolist()


def test_it_is_explained_at_the_coarsest_maps_that_tell_places_apart(network: keras.Model) -> None:
    layer = find_default_layer(network)
    assert layer is not None

    found = gradcam(network, PICTURES[:1], np.array([PREDICTED]), layer=layer)

    assert found.maps.shape[1:] == (4, 4)
