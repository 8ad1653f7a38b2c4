from pathlib import Path

import numpy as np
import pytest

from engine.inspect.embedding import pooled_activations
from engine.label_errors.looking import compared_layers, look
from engine.model_store import load_run
from tests.engine.sample_run import SIDE, write_run


def ignore_progress(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.mark.parametrize(
    ("network", "layers"),
    [("small-resnet-fast", ("stage3_block1_activation", "stage2_block1_activation")), ("linear", ("logits",))],
)
def test_layers_of_two_depths_are_compared_where_there_are_two(
    tmp_path: Path, colours: Path, network: str, layers: tuple[str, ...]
) -> None:
    run = load_run(write_run(tmp_path / "run", colours, network=network).path)

    assert compared_layers(run) == layers


def test_scores_and_vectors_are_those_of_the_network(tmp_path: Path, colours: Path) -> None:
    run = load_run(write_run(tmp_path / "run", colours, network="small-resnet-fast").path)
    pixels = np.random.default_rng(0).integers(0, 256, (40, SIDE, SIDE, 3), dtype=np.uint8)

    scores, vectors = look(run, pixels, ignore_progress)

    np.testing.assert_allclose(scores.sum(axis=1), 1)
    for layer, of_layer in zip(compared_layers(run), vectors, strict=True):
        expected = pooled_activations(run.model, run.prepare(pixels[39:]), layer)
        np.testing.assert_allclose(of_layer[39:], expected, atol=1e-4)
