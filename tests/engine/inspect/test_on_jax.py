"""Explanations hold on another backend: their tests run once more, in a process where Keras computes with JAX."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_data import REPOSITORY

FOLDER = Path(__file__).parent
HELD = (
    "test_activation_maximisation.py", "test_attribution.py", "test_cam.py", "test_gradients.py",
    "test_logits.py", "test_occlusion.py", "test_probe.py", "test_score_cam.py", "test_targets.py",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="JAX is not installed: pip install jax")
def test_explanations_hold_on_jax(tmp_path: Path) -> None:
    quick_to_compile = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
    backend = {"KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu", "XLA_FLAGS": quick_to_compile}
    environment = {**os.environ, **backend, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(str(FOLDER / name) for name in HELD)]

    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
