"""Which number format a training computes in."""

from pathlib import Path

import keras
import pytest

from engine import devices
from engine.training import precision
from engine.training.precision import choose_precision, measure_machine
from tests.engine.training.small_run import small_config

LONG, SHORT = 10**9, 10


@pytest.fixture(autouse=True)
def processor_with_bfloat16(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path))
    monkeypatch.setattr(devices, "reduced_precision", lambda: "bfloat16")
    monkeypatch.setattr(precision, "SMALLEST_BATCH_MULTIPLY_ADDS", 1e6)
    monkeypatch.setattr(precision, "_seconds_of", lambda network, pictures: 1.0 if network.name == "slow" else 0.5)


def must_not_build(**_: object) -> keras.Model:
    raise AssertionError("Nothing needs to be built.")


def build_with_slow_float32(dtype_policy: str) -> keras.Model:
    pictures = keras.Input((16, 16, 1))
    return keras.Model(pictures, pictures + 1, name="slow" if dtype_policy == "float32" else "fast")


def test_what_the_config_says_is_not_measured() -> None:
    config = small_config(precision="float16")
    assert choose_precision(config, must_not_build, training_images=LONG) == "float16"


def test_a_tiny_network_stays_in_float32() -> None:
    config = small_config("linear", precision="auto")
    assert choose_precision(config, must_not_build, training_images=LONG) == "float32"


def test_the_faster_format_is_taken_and_remembered() -> None:
    config = small_config(precision="auto")
    assert choose_precision(config, build_with_slow_float32, training_images=LONG) == "bfloat16"
    assert choose_precision(config, must_not_build, training_images=LONG) == "bfloat16"


def test_a_short_run_has_no_trial_of_its_own() -> None:
    config = small_config(precision="auto")
    assert choose_precision(config, must_not_build, training_images=SHORT) == "float32"


def test_a_short_run_takes_what_the_machine_said(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = {"float32": 2.0, "mixed_bfloat16": 1.0}
    monkeypatch.setattr(precision, "_seconds_of", lambda network, _: seconds[network.layers[1].dtype_policy.name])
    assert measure_machine() == "bfloat16"
    config = small_config(precision="auto")
    assert choose_precision(config, must_not_build, training_images=SHORT) == "bfloat16"


def test_without_16_bit_hardware_nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "reduced_precision", lambda: None)
    assert measure_machine() == "float32"
    assert choose_precision(small_config(precision="auto"), must_not_build, training_images=LONG) == "float32"
