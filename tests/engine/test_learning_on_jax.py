"""What networks learn by holds on another backend: its tests run once more where Keras computes with JAX."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_data import REPOSITORY

HELD = ("losses", "metrics", "ops/boxes")


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="JAX is not installed: pip install jax")
def test_pixels_and_boxes_are_learned_and_measured_alike_on_jax(tmp_path: Path) -> None:
    environment = {**os.environ, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu", "TMPDIR": str(tmp_path)}
    folders = (str(Path(__file__).parent / name) for name in HELD)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *folders]

    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
