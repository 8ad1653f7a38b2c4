"""The one place that knows the backend."""

import os
import subprocess
import sys

import pytest
import tensorflow as tf

from engine import devices


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
