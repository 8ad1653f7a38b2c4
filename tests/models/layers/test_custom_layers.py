from pathlib import Path

import keras
import numpy as np
import pytest
from keras import ops

from models.build import build_model
from models.catalogue import architecture
from models.layers.scaled_tanh import scaled_tanh
from models.layers.sub_sampling import SubSampling
from models.layers.table_convolution import TableConvolution

LENET_1998 = {"activation": "scaled tanh", "pooling": "sub-sampling", "connections": "table"}


def test_scaled_tanh_maps_one_to_one() -> None:
    values = keras.ops.convert_to_numpy(scaled_tanh(np.array([-1.0, 0.0, 1.0], "float32")))

    assert values == pytest.approx([-1.0, 0.0, 1.0], abs=1e-4)


def test_sub_sampling_scales_means_and_adds_a_bias() -> None:
    layer = SubSampling()
    layer.build((None, 2, 4, 1))
    layer.set_weights([np.array([3.0]), np.array([0.5])])

    result = layer(np.array([[1, 2, 0, 0], [3, 6, 0, 4]], "float32").reshape(1, 2, 4, 1))

    assert np.ravel(result).tolist() == [9.5, 3.5]


def test_a_table_convolution_sums_only_over_its_connections() -> None:
    generator = np.random.default_rng(1)
    table = ((0, 2), (1,), (0, 1, 2))
    layer = TableConvolution(table, (2, 3))
    pictures = generator.random((2, 5, 6, 3), "float32")
    layer.build(pictures.shape)
    weights, bias = generator.random((2, 3, 6), "float32"), np.array([0.1, 0.2, 0.3], "float32")
    layer.set_weights([weights, bias])

    result = keras.ops.convert_to_numpy(layer(pictures))

    assert result == pytest.approx(table_convolution(pictures, table, weights, bias), abs=1e-5)


def table_convolution(
    pictures: np.ndarray, table: tuple[tuple[int, ...], ...], weights: np.ndarray, bias: np.ndarray
) -> np.ndarray:
    """The definition, one connection after the other."""
    patches = np.lib.stride_tricks.sliding_window_view(pictures, weights.shape[:2], axis=(1, 2))
    maps, connection = [], 0
    for row, offset in zip(table, bias, strict=True):
        kernels = weights[:, :, connection : connection + len(row)]
        maps.append(np.einsum("nijcuv,uvc->nij", patches[:, :, :, list(row)], kernels) + offset)
        connection += len(row)
    return np.stack(maps, axis=-1)


def test_custom_layers_survive_saving_in_safe_mode(tmp_path: Path) -> None:
    model = build_model(architecture("lenet5").graph((28, 28, 1), 3, **LENET_1998), seed=1)
    images = np.random.default_rng(1).random((2, 28, 28, 1), "float32")

    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras", compile=False, safe_mode=True)

    assert np.allclose(*map(ops.convert_to_numpy, (loaded(images), model(images))), atol=1e-6)


@pytest.mark.parametrize("policy", ["float32", "mixed_bfloat16"])
def test_custom_layers_follow_the_dtype_policy(policy: str) -> None:
    model = build_model(architecture("lenet5").graph((28, 28, 1), 3, **LENET_1998), seed=1, dtype_policy=policy)

    assert model.get_layer("c3").output.dtype == policy.removeprefix("mixed_")
    assert model.get_layer("s2").output.dtype == policy.removeprefix("mixed_")
