from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.errors import UserError
from engine.inspect.probe import Probe
from engine.inspect.program import execute, program_of


def network_with_shared_layer() -> keras.Model:
    keras.utils.set_random_seed(1)
    entry = keras.Input((8, 8, 3))
    shared = layers.Conv2D(3, 3, padding="same", activation="relu", name="shared")
    x = layers.GlobalAveragePooling2D()(shared(shared(entry)))
    return keras.Model(entry, layers.Dense(2, name="logits")(x))


def network_with_nested_model() -> keras.Model:
    keras.utils.set_random_seed(2)
    inner_entry = keras.Input((8, 8, 3))
    inner = keras.Model(
        inner_entry, layers.Conv2D(4, 3, activation="relu", name="inside")(inner_entry), name="backbone"
    )
    entry = keras.Input((8, 8, 3))
    head = keras.Sequential(
        [layers.GlobalAveragePooling2D(), layers.Dense(2, activation="softmax", name="out")], name="head"
    )
    return keras.Model(entry, head(inner(layers.Rescaling(0.5)(entry))))


@pytest.mark.parametrize("make", [network_with_shared_layer, network_with_nested_model])
def test_a_program_computes_what_the_model_computes(make: Callable[[], keras.Model]) -> None:
    model = make()
    pictures = np.random.default_rng(0).uniform(size=(2, 8, 8, 3)).astype("float32")
    program = program_of(model)

    values = execute(program, [pictures], lambda _number, tensor: tensor)

    np.testing.assert_allclose(values[program.outputs[0]], model(pictures), atol=1e-6)


def test_calls_of_a_shared_layer_have_names_of_their_own() -> None:
    names = [call.name for call in program_of(network_with_shared_layer()).calls]

    assert names[:2] == ["shared", "shared:2"]


def test_the_second_call_of_a_shared_layer_is_seen_and_not_the_first() -> None:
    model = network_with_shared_layer()
    pictures = np.random.default_rng(0).uniform(size=(1, 8, 8, 3)).astype("float32")
    shared = model.get_layer("shared")

    seen = Probe(model, ("shared", "shared:2"))(pictures)

    np.testing.assert_allclose(seen.activations[0], shared(pictures), atol=1e-6)
    np.testing.assert_allclose(seen.activations[1], shared(shared(pictures)), atol=1e-6)


def test_layers_inside_a_nested_model_are_found_by_path_and_by_name() -> None:
    program = program_of(network_with_nested_model())

    assert program.value_of("backbone/inside") == program.value_of("inside") == program.value_of("backbone")


def test_an_unknown_layer_is_refused_with_the_names_there_are() -> None:
    program = program_of(network_with_shared_layer())

    with pytest.raises(UserError, match=r"Received: convolution.*shared:2"):
        program.value_of("convolution")


def test_a_model_without_a_graph_is_refused() -> None:
    class Opaque(keras.Model):
        def call(self, inputs: Any) -> Any:
            return inputs

    with pytest.raises(UserError, match="Received: Opaque"):
        program_of(Opaque())
