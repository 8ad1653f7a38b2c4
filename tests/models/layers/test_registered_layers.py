"""What every layer of our own can do: be saved, be opened in safe mode, and follow the precision."""

from pathlib import Path

import keras
import numpy as np
import pytest
from keras import ops

from models import nodes
from models.build import build_model
from models.graph import Graph, Node

POSITIONS = nodes.MaximumUnpooling((2, 2), "same")


def graph_of_own_layers() -> Graph:
    """A network with each layer that Keras does not have."""
    chain = [
        nodes.LocalResponseNormalisation(3), nodes.ChannelShuffle(2), nodes.ChannelSlice(1, 2),
        nodes.ChannelNormalisation(2.0), nodes.BedOfNails((1, 2)),
        nodes.TransposedConvolution(2, padding=(1, 0), activation="scaled tanh", initial_weights="bilinear"),
        nodes.DilatedPooling((2, 1), (1, 3)),
    ]  # fmt: skip
    made = [Node("picture", nodes.Input((9, 7, 4))), Node("pooled", nodes.MaximumPooling(padding="same"), ("picture",))]
    made.append(Node("unpooled", POSITIONS, ("pooled", "picture")))
    for number, operation in enumerate(chain):
        made.append(Node(f"layer{number}", operation, (made[-1].name,)))
    made.append(Node("cropped", nodes.CropTo((1, 2)), (made[-1].name, "picture")))
    return Graph("own layers", tuple(made), ("cropped",))


def test_layers_survive_saving_in_safe_mode(tmp_path: Path) -> None:
    model = build_model(graph_of_own_layers(), seed=1)
    pictures = np.random.default_rng(1).random((2, 9, 7, 4), "float32")

    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras", compile=False, safe_mode=True)

    first, second = (ops.convert_to_numpy(each(pictures)) for each in (model, loaded))
    assert first.std() > 0
    assert (first == second).all()


@pytest.mark.parametrize("policy", ["float32", "mixed_bfloat16", "mixed_float16"])
def test_layers_follow_the_dtype_policy(policy: str) -> None:
    model = build_model(graph_of_own_layers(), seed=1, dtype_policy=policy)
    names = [node.name for node in graph_of_own_layers().nodes if node.name not in ("picture", "cropped")]

    values = keras.Model(model.input, [model.get_layer(name).output for name in names])(np.ones((1, 9, 7, 4)))

    assert {keras.backend.standardize_dtype(value.dtype) for value in values} == {policy.removeprefix("mixed_")}


def test_gradients_pass_through_all_layers() -> None:
    model = build_model(graph_of_own_layers(), seed=1)
    weights_before = model.get_weights()
    pictures = np.random.default_rng(1).random((4, 9, 7, 4), "float32")

    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(pictures, np.zeros((4, 9, 7, 2), "float32"), epochs=1, verbose=0)

    assert all((after != before).any() for before, after in zip(weights_before, model.get_weights(), strict=True))
