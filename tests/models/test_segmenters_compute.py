"""Networks that say the class of every pixel compute, on each backend, and learn."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.models.drawn_masks import learn_masks
from tests.models.sliding import random_model
from tests.models.small_networks import SEGMENTERS, small_graph
from tests.shared_data import REPOSITORY

ON_JAX = (
    "models/test_segmenters_compute.py", "models/layers/test_decoder_layers.py",
    "engine/inspect/test_shift_and_stitch.py",
)  # fmt: skip


@pytest.mark.parametrize("name", SEGMENTERS)
def test_every_pixel_gets_scores_that_add_up_to_one(name: str) -> None:
    model = random_model(small_graph(name, shape=(37, 32, 3), classes=4))
    pictures = np.random.default_rng(1).normal(size=(2, 37, 32, 3)).astype("float32")

    scores = np.asarray(model(pictures, training=False))

    assert scores.shape == (2, 37, 32, 4)
    assert scores.sum(axis=-1) == pytest.approx(1, abs=1e-5)
    assert np.ptp(scores, axis=(0, 1, 2)).max() > 1e-3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "options", "least"),
    [
        ("direct-heat-map", {"width": 8, "dense_units": 32, "layers": "VGG-11", "depth": 3}, 0.6),
        (
            "fcn-8s",
            {"width": 8, "dense_units": 32, "layers": "VGG-11", "dropout": 0.0, "batch_normalisation": True},
            0.85,
        ),
        ("segnet", {"width": 8, "depth": 3}, 0.6),
        ("unet", {"width": 8, "batch_normalisation": True}, 0.85),
        ("deeplab", {"width": 8, "width_factor": 0.5, "dropout": 0.0}, 0.85),
    ],
)
def test_a_segmenter_learns_masks(name: str, options: dict[str, Any], least: float) -> None:
    assert learn_masks(small_graph(name, shape=(48, 48, 3), classes=3, **options), steps=60) > least


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="JAX is not installed: pip install jax")
def test_segmenters_and_their_layers_compute_on_jax(tmp_path: Path) -> None:
    environment = {**os.environ, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu", "TMPDIR": str(tmp_path)}
    environment.pop("CI", None)
    files = [str(Path(__file__).parent.parent / name) for name in ON_JAX]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files]

    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
