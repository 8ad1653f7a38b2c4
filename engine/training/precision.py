"""Choose the number format of a training: by a short measurement, where the hardware gives a choice."""

import functools
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
from engine.network_plan import graph_of
from models.arithmetic import analyse
from models.build import build_model
from models.catalogue import architecture
from models.graph import Graph

SMALLEST_BATCH_MULTIPLY_ADDS = 100e6
SHORT_RUN_MULTIPLY_ADDS = 3e12
TRIAL_NETWORK = "small-resnet-fast"
TRIAL_MULTIPLY_ADDS = 1e9
MOST_TRIAL_PICTURES = 64
TRIAL_ROUNDS = 3
PASSES_PER_STEP = 3  # one forward, two backward
BuildWith = Callable[..., keras.Model]


def choose_precision(config: RunConfig, build: BuildWith, *, training_images: int) -> Precision:
    """What the config says; for ``auto`` the faster format, measured once for each machine and network.

    A network so small that a step is over in a moment stays in float32. A run so short that a trial of its own would
    cost more than it gains takes what the machine's trial said, if there was one (``measure_machine``).
    """
    training = config.training
    if training.precision != "auto":
        return training.precision
    reduced = devices.reduced_precision()
    graph = graph_of(config)
    of_batch = analyse(graph).multiply_adds * training.batch_size
    if reduced is None or of_batch < SMALLEST_BATCH_MULTIPLY_ADDS:
        return "float32"
    steps = training.epochs * training_images / training.batch_size
    known, key = _read_choices(), _key(graph)
    if key not in known and of_batch * steps * PASSES_PER_STEP < SHORT_RUN_MULTIPLY_ADDS:
        return known.get(_key(None), "float32")
    return known.get(key) or _measure(key, build, reduced, graph)


def measure_machine() -> Precision:
    """The faster format for an ordinary small network on this machine; takes a second once, then it is known."""
    reduced, key = devices.reduced_precision(), _key(None)
    if reduced is None:
        return "float32"
    graph = architecture(TRIAL_NETWORK).graph()
    return _read_choices().get(key) or _measure(key, functools.partial(build_model, graph, seed=0), reduced, graph)


def _measure(key: str, build: BuildWith, reduced: Precision, graph: Graph) -> Precision:
    choice = _faster(build, reduced, graph)
    _write_choices({**_read_choices(), key: choice})
    return choice


def _faster(build: BuildWith, reduced: Precision, graph: Graph) -> Precision:
    count = min(MOST_TRIAL_PICTURES, max(1, round(TRIAL_MULTIPLY_ADDS / analyse(graph).multiply_adds)))
    pictures = np.zeros((count, *graph.shapes()[graph.inputs[0]]), np.float32)
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


def _key(graph: Graph | None) -> str:
    """The name of a trial on this machine: of one network, or, for None, of the machine's own."""
    machine = json.dumps([devices.list_devices()[0]["name"], devices.describe_device(), devices.versions()])
    network = json.dumps(graph.to_json(), sort_keys=True) if graph else ""
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
