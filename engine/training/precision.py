"""Choose the number format of a training: by a short measurement, where the hardware gives a choice."""

import hashlib
import json
import time
from collections.abc import Callable

import keras
import numpy as np

from engine import devices
from engine.contract.config import RunConfig
from engine.contract.folders import cache_folder
from engine.contract.run_folder import write_atomically
from engine.devices import Precision
from engine.training.network import graph_of
from models.arithmetic import analyse

SMALLEST_BATCH_MULTIPLY_ADDS = 100e6
TRIAL_PICTURES = 8
TRIAL_ROUNDS = 3
BuildWith = Callable[..., keras.Model]


def choose_precision(config: RunConfig, build: BuildWith) -> Precision:
    """What the config says; for ``auto`` the faster format, measured once for each machine and network.

    A network so small that a step is over in a moment stays in float32: the trial would cost more than it gains.
    """
    wanted = config.training.precision
    if wanted != "auto":
        return wanted
    reduced = devices.reduced_precision()
    multiply_adds = analyse(graph_of(config)).multiply_adds * config.training.batch_size
    if reduced is None or multiply_adds < SMALLEST_BATCH_MULTIPLY_ADDS:
        return "float32"
    key = _key(config)
    known = _read_choices()
    if key not in known:
        known[key] = _faster(build, reduced, config)
        _write_choices(known)
    return known[key]


def _faster(build: BuildWith, reduced: Precision, config: RunConfig) -> Precision:
    shape = (TRIAL_PICTURES, config.input.height, config.input.width, config.input.channels)
    pictures = np.zeros(shape, np.float32)
    networks = {name: build(dtype_policy=devices.policy_name(name)) for name in ("float32", reduced)}
    for network in networks.values():
        network.predict_on_batch(pictures)
    seconds = dict.fromkeys(networks, float("inf"))
    for _ in range(TRIAL_ROUNDS):
        for name, network in networks.items():
            seconds[name] = min(seconds[name], _seconds_of(network, pictures))
    return min(seconds, key=seconds.__getitem__)


def _seconds_of(network: keras.Model, pictures: np.ndarray) -> float:
    started = time.perf_counter()
    network.predict_on_batch(pictures)
    return time.perf_counter() - started


def _key(config: RunConfig) -> str:
    machine = json.dumps([devices.list_devices()[0]["name"], devices.describe_device(), devices.versions()])
    network = json.dumps(config.network.graph, sort_keys=True)
    return hashlib.sha256(f"{machine}{network}".encode()).hexdigest()[:16]


def _read_choices() -> dict[str, Precision]:
    try:
        choices: dict[str, Precision] = json.loads((cache_folder() / "precision.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in choices.items() if value in devices.POLICIES}


def _write_choices(choices: dict[str, Precision]) -> None:
    cache_folder().mkdir(parents=True, exist_ok=True)
    write_atomically(cache_folder() / "precision.json", json.dumps(choices, indent=1))
