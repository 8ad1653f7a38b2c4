import keras
import numpy as np
import pytest

from models.build import build_model
from models.graph import Graph, Node
from models.nodes import DepthwiseConvolution, Input


@pytest.mark.parametrize(("initial_weights", "gain"), [("he normal", 2.0), ("glorot uniform", 1.0)])
def test_a_fresh_depthwise_convolution_keeps_the_strength_of_signals(initial_weights: str, gain: float) -> None:
    nodes = (
        Node("input", Input((16, 16, 256))),
        Node("depthwise", DepthwiseConvolution(padding="valid", initial_weights=initial_weights), ("input",)),
    )
    model = build_model(Graph("depthwise", nodes, ("depthwise",)), seed=1)
    pictures = np.random.default_rng(1).standard_normal((2, 16, 16, 256)).astype("float32")

    strength = float(np.var(keras.ops.convert_to_numpy(model(pictures))))

    assert strength == pytest.approx(gain, rel=0.1)
