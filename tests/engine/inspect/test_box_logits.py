"""What explanations of boxes start from, against the scores that the heads of the same networks read."""

import numpy as np
import pytest
from keras import ops

from engine.detectors.registry import head_of
from engine.inspect.heads import find_default_layer, says_boxes
from engine.inspect.logits import compute_logits, find_logits
from engine.inspect.probe import scores_of
from engine.inspect.program import program_of
from models.build import build_model
from tests.models.small_networks import small_graph

NETWORKS = ["small-yolo-v1", "yolo-grid", "small-ssd", "small-fast-rcnn", "small-faster-rcnn", "small-mask-rcnn"]


@pytest.mark.parametrize("name", NETWORKS)
def test_the_score_of_a_class_is_that_of_its_surest_box(name: str) -> None:
    graph = small_graph(name, shape=(64, 96, 3), classes=3)
    model = build_model(graph, seed=1)
    answer = np.random.default_rng(2).uniform(0.05, 0.95, (2, *graph.shapes()[graph.outputs[0]])).astype(np.float32)

    logits = find_logits(program_of(model))
    found = compute_logits(logits, {logits.value: ops.convert_to_tensor(answer)})

    expected = ops.convert_to_numpy(head_of(graph).read(answer).scores).max(axis=1)
    np.testing.assert_allclose(scores_of(ops.convert_to_numpy(found), is_independent=True), expected, rtol=1e-3)
    assert says_boxes(model)


@pytest.mark.parametrize("name", NETWORKS)
def test_any_answer_has_finite_logits(name: str) -> None:
    graph = small_graph(name, shape=(64, 64, 3), classes=1)
    logits = find_logits(program_of(build_model(graph, seed=1)))
    answer = 1e4 * np.random.default_rng(3).normal(size=(1, *graph.shapes()[graph.outputs[0]])).astype(np.float32)

    found = compute_logits(logits, {logits.value: ops.convert_to_tensor(answer)})

    assert np.isfinite(ops.convert_to_numpy(found)).all()


def test_ssd_is_looked_at_where_places_can_be_told_apart() -> None:
    graph = small_graph("small-ssd", shape=(128, 128, 3), classes=3)
    model = build_model(graph, seed=1)

    name = find_default_layer(model)

    assert min(model.get_layer(name).output.shape[1:3]) == 4
