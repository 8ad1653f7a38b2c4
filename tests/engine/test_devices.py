"""The one place that knows the backend."""

import os
import subprocess
import sys

import keras
import pytest
import tensorflow as tf

from engine import devices
from engine.training import precision
from engine.training.precision import choose_precision
from tests.engine.training.small_run import small_config


def test_the_device_is_told_in_words() -> None:
    assert devices.describe_device().startswith(("CPU, ", "GPU, ", "2 GPUs"))


def test_there_is_at_least_one_device_with_a_name() -> None:
    assert all(device["name"] for device in devices.list_devices())


@pytest.mark.parametrize("error", [MemoryError(), tf.errors.ResourceExhaustedError(None, None, "OOM when allocating")])
def test_a_lack_of_memory_is_recognised(error: Exception) -> None:
    assert devices.is_out_of_memory(error)


def test_other_errors_are_not_a_lack_of_memory() -> None:
    assert not devices.is_out_of_memory(ValueError("OOM"))


@pytest.mark.skipif(not hasattr(os, "nice"), reason="the system has no niceness")
def test_priority_is_lowered_once() -> None:
    code = (
        "import os; before = os.getpriority(os.PRIO_PROCESS, 0)\n"
        "from engine import devices; devices.lower_priority(); devices.lower_priority()\n"
        "raise SystemExit(os.getpriority(os.PRIO_PROCESS, 0) != max(before, devices.TRAINING_NICENESS))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_the_config_says_is_not_measured() -> None:
    assert choose_precision(small_config(precision="bfloat16"), _must_not_build) == "bfloat16"


def test_a_tiny_network_stays_in_float32_without_a_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "reduced_precision", lambda: "bfloat16")
    assert choose_precision(small_config("linear", precision="auto"), _must_not_build) == "float32"


def test_the_faster_format_is_taken_and_remembered(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setattr(devices, "reduced_precision", lambda: "bfloat16")
    monkeypatch.setattr(precision, "SMALLEST_BATCH_MULTIPLY_ADDS", 1)
    monkeypatch.setattr(precision, "_seconds_of", lambda network, pictures: 1.0 if network.name == "slow" else 0.5)
    config = small_config(precision="auto")
    assert choose_precision(config, _build_with_slow_float32) == "bfloat16"
    assert choose_precision(config, _must_not_build) == "bfloat16"


def _must_not_build(**_: object) -> keras.Model:
    raise AssertionError("Nothing needs to be built.")


def _build_with_slow_float32(dtype_policy: str) -> keras.Model:
    pictures = keras.Input((16, 16, 1))
    return keras.Model(pictures, pictures + 1, name="slow" if dtype_policy == "float32" else "fast")
