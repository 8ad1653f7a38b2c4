import keras
import numpy as np
from keras import layers

from engine.kept_weights import keep_weights
from models.build import build_model
from models.catalogue import architecture
from models.fully_convolutional import fully_convolutional


def network(*, units: int = 4, head: str = "head") -> keras.Model:
    entry = keras.Input((8, 8, 3))
    x = layers.BatchNormalization(name="norm")(layers.Conv2D(units, 3, name="convolution")(entry))
    x = layers.Dropout(0.5, name="dropout")(layers.GlobalAveragePooling2D(name="pool")(x))
    return keras.Model(entry, layers.Dense(2, name=head)(x))


def test_all_weights_of_the_same_network_are_kept() -> None:
    source, model = network(), network()

    kept = keep_weights(model, source)

    assert kept.sentence == "kept 3, new 0, dropped 0"
    for one, two in zip(model.get_weights(), source.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)


def test_a_layer_of_another_shape_starts_anew_with_all_that_follow_from_it() -> None:
    source, model = network(), network(units=5)
    before = model.get_layer("head").get_weights()

    kept = keep_weights(model, source)

    assert (kept.kept, kept.new) == ((), ("convolution", "norm", "head"))
    np.testing.assert_array_equal(model.get_layer("head").get_weights()[0], before[0])


def test_a_layer_with_another_name_is_new_and_the_old_one_dropped() -> None:
    kept = keep_weights(network(head="other"), network())

    assert (kept.kept, kept.new, kept.dropped) == (("convolution", "norm"), ("other",), ("head",))


def test_layers_of_nested_models_have_the_names_of_their_nodes() -> None:
    inner = network()
    entry = keras.Input((8, 8, 3))
    inner.name = "inner"
    outer = keras.Model(entry, layers.Dense(3, name="scores")(inner(entry)))

    kept = keep_weights(outer, outer)

    assert kept.kept == ("inner_convolution", "inner_norm", "inner_head", "scores")


def test_a_shared_layer_counts_once() -> None:
    entry, shared = keras.Input((4,)), layers.Dense(4, name="shared")
    model = keras.Model(entry, shared(shared(entry)))

    assert keep_weights(model, model).kept == ("shared",)


def test_a_convolution_keeps_the_weights_of_the_dense_layer_that_it_was() -> None:
    graph = architecture("lenet5").graph()
    source = build_model(graph, seed=1)
    model = build_model(fully_convolutional(graph).graph, seed=2)

    kept = keep_weights(model, source)

    pictures = np.random.default_rng(0).random((2, 32, 32, 1)).astype("float32")
    assert (kept.new, kept.dropped) == ((), ())
    np.testing.assert_allclose(np.asarray(model(pictures))[:, 0, 0], source(pictures), atol=1e-6)
