"""What is known of single classes goes to the network that tells them apart as well."""

import numpy as np

from engine.kept_classes import ClassRows, keep_classes
from engine.kept_weights import keep_weights
from models.build import build_model
from models.catalogue import architecture
from models.graph import Graph
from models.heads import class_columns
from tests.models.small_networks import small_graph

BEFORE, AFTER = ("cat", "dog", "owl"), ("owl", "cow", "cat", "ant")
ROWS = ClassRows(AFTER, BEFORE)


def test_classes_are_found_by_name_and_others_stay_as_drawn() -> None:
    drawn = [np.zeros((2, 4)), np.zeros(4)]
    learned = [np.array([[1, 2, 3], [4, 5, 6]]), np.array([7, 8, 9])]

    mixed = ROWS.mix(drawn, learned, values=1, others=0)

    assert mixed is not None
    assert mixed[0].tolist() == [[3, 0, 1, 0], [6, 0, 4, 0]]
    assert mixed[1].tolist() == [9, 0, 7, 0]
    assert not drawn[0].any()


def test_classes_may_have_several_values_and_a_background_behind_them() -> None:
    learned = np.arange(8)[None]  # three classes and the background, two values each

    mixed = ROWS.mix([np.full((1, 10), -1)], [learned], values=2, others=1)

    assert mixed is not None
    assert mixed[0].tolist() == [[4, 5, -1, -1, 0, 1, -1, -1, 6, 7]]


def test_layers_that_differ_in_more_than_classes_are_left_alone() -> None:
    assert ROWS.mix([np.zeros((2, 4))], [np.zeros((3, 3))], values=1, others=0) is None
    assert ROWS.mix([np.zeros((2, 5))], [np.zeros((2, 3))], values=1, others=0) is None


def models(name: str) -> tuple[Graph, object, object]:
    graph = small_graph(name, shape=(64, 64, 3), classes=len(AFTER))
    source = small_graph(name, shape=(64, 64, 3), classes=len(BEFORE))
    return graph, build_model(graph, seed=1), build_model(source, seed=2)


def test_a_dense_detector_keeps_boxes_and_the_classes_that_it_knows() -> None:
    graph, model, source = models("dense-detector")
    source.get_layer("class_logits").set_weights(
        [np.random.default_rng(1).normal(size=one.shape) for one in source.get_layer("class_logits").get_weights()]
    )
    columns = class_columns(graph)
    drawn = {name: model.get_layer(name).get_weights() for name in columns}

    keep_weights(model, source)
    kept, changed = keep_classes(model, source, drawn, ROWS, columns)

    assert kept == changed == ("class_logits",)
    new, old = (each.get_layer("class_logits").get_weights() for each in (model, source))
    for one, other in zip(new, old, strict=True):
        np.testing.assert_array_equal(one[..., [0, 2]], other[..., [2, 0]])
        assert not one[..., [1, 3]].any()
    np.testing.assert_array_equal(*(each.get_layer("side_convolution").get_weights()[0] for each in (model, source)))


def test_regions_keep_the_background_and_the_changes_of_known_classes() -> None:
    graph, model, source = models("small-faster-rcnn")
    columns = class_columns(graph)
    drawn = {name: model.get_layer(name).get_weights() for name in columns}

    kept, _ = keep_classes(model, source, drawn, ROWS, columns)

    assert set(kept) == set(columns)
    for name, (values, _others) in columns.items():
        new, old = (each.get_layer(name).get_weights()[0] for each in (model, source))
        np.testing.assert_array_equal(new[:, -values:], old[:, -values:])
        np.testing.assert_array_equal(new[:, :values], old[:, 2 * values : 3 * values])


def test_classes_of_equal_number_are_not_mistaken_for_each_other() -> None:
    graph = architecture("dense-detector").graph((64, 64, 3), 2, width=4, depth=1, head_filters=8)
    model, source = build_model(graph, seed=1), build_model(graph, seed=2)
    source.get_layer("class_logits").bias.assign([5.0, 7.0])
    columns = class_columns(graph)
    drawn = {name: model.get_layer(name).get_weights() for name in columns}

    keep_weights(model, source)
    keep_classes(model, source, drawn, ClassRows(("dog", "cow"), ("cat", "dog")), columns)

    assert np.asarray(model.get_layer("class_logits").bias).tolist() == [7.0, 0.0]
