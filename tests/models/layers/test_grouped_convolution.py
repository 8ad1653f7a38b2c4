import keras
import numpy as np
import pytest
from keras import layers

from models.build import build_model
from models.graph import Graph, Node
from models.layers.grouped_convolution import speed_up_groups
from models.nodes import Convolution, Input


def model_of(layer: layers.Layer) -> keras.Model:
    start = layers.Input((9, 8, 6))
    return keras.Model(start, layer(start))


def pictures() -> np.ndarray:
    return np.random.default_rng(1).standard_normal((2, 9, 8, 6)).astype("float32")


@pytest.mark.parametrize(
    "options",
    [{"padding": "same"}, {"strides": 2, "padding": "same"}, {"dilation_rate": 2}, {"use_bias": False}],
    ids=str,
)
def test_group_by_group_computes_what_keras_computes(options: dict[str, object]) -> None:
    model = model_of(layers.Conv2D(12, 3, groups=3, bias_initializer="glorot_uniform", **options))
    wanted = model.predict_on_batch(pictures())

    speed_up_groups(model)
    model.make_predict_function(force=True)

    assert np.ptp(wanted) > 0.1
    assert np.allclose(model.predict_on_batch(pictures()), wanted, atol=1e-5)


def test_layers_of_nested_models_are_quick_too() -> None:
    inner = model_of(layers.Conv2D(4, 3, groups=2, name="grouped"))
    outer = model_of(inner)

    speed_up_groups(outer)

    assert "convolution_op" in vars(inner.get_layer("grouped"))


def test_a_network_with_groups_is_saved_with_the_layers_of_keras(tmp_path: object) -> None:
    nodes = (Node("input", Input((9, 8, 6))), Node("grouped", Convolution(4, groups=2), ("input",)))
    model = build_model(Graph("groups", nodes, ("grouped",)), seed=1)
    model.save(f"{tmp_path}/model.keras")

    again = keras.saving.load_model(f"{tmp_path}/model.keras", compile=False, safe_mode=True)

    assert type(again.get_layer("grouped")) is layers.Conv2D
    assert np.allclose(again.predict_on_batch(pictures()), model.predict_on_batch(pictures()), atol=1e-5)


def test_other_backends_are_left_alone_and_not_asked_for_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_of(layers.Conv2D(4, 3, groups=2, name="grouped"))
    before = model.get_layer("grouped").convolution_op
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    monkeypatch.setattr(keras.distribution, "list_devices", _unavailable)

    speed_up_groups(model)

    assert model.get_layer("grouped").convolution_op == before


def _unavailable(kind: str) -> list[str]:
    raise RuntimeError(f"Unknown backend: '{kind}' requested")
