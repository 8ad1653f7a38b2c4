"""The only place that knows the Keras backend: device, threads, memory, compiler, precision."""

import functools
import os
from pathlib import Path
from typing import Literal

import keras
import tensorflow as tf

Precision = Literal["float32", "bfloat16", "float16"]
POLICIES: dict[Precision, str] = {"float32": "float32", "bfloat16": "mixed_bfloat16", "float16": "mixed_float16"}
FAST_BFLOAT16_FLAGS = frozenset({"avx512_bf16", "amx_bf16"})
TRAINING_NICENESS = 5


@functools.cache
def prepare_devices() -> None:
    """Settings that must be made before the first computation; further calls do nothing.

    Memory of a GPU is taken as it is needed, so that several engines share it.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    for device in tf.config.list_physical_devices("GPU"):
        try:
            tf.config.experimental.set_memory_growth(device, True)
        except RuntimeError:  # a computation has come first: the setting stays as it was
            return


def lower_priority() -> None:
    """Let windows and other programs go first; a process becomes nicer only once."""
    if hasattr(os, "nice") and os.getpriority(os.PRIO_PROCESS, 0) < TRAINING_NICENESS:
        os.nice(TRAINING_NICENESS - os.getpriority(os.PRIO_PROCESS, 0))


def usable_cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def has_gpu() -> bool:
    """Whether Keras computes on a GPU."""
    return bool(tf.config.list_physical_devices("GPU"))


def describe_device() -> str:
    """The device in words for a status bar: "CPU, 2 cores"."""
    gpus = tf.config.list_physical_devices("GPU")
    if not gpus:
        cores = usable_cores()
        return f"CPU, {cores} core{'s' if cores > 1 else ''}"
    name = tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU")
    return f"GPU, {name}" if len(gpus) == 1 else f"{len(gpus)} GPUs, {name}"


def list_devices() -> list[dict[str, str | int | None]]:
    """All devices with kind, name and memory in bytes, None where unknown."""
    found: list[dict[str, str | int | None]] = [
        {"kind": "CPU", "name": _processor_name(), "memory_bytes": _main_memory_bytes()}
    ]
    for gpu in tf.config.list_physical_devices("GPU"):
        name = tf.config.experimental.get_device_details(gpu).get("device_name", gpu.name)
        found.append({"kind": "GPU", "name": name, "memory_bytes": None})
    return found


def jit_compile() -> bool | Literal["auto"]:
    """XLA: Keras' choice on a GPU; off on a CPU, where it measured 0.06 to 0.7 of the speed."""
    return "auto" if has_gpu() else False


def reduced_precision() -> Precision | None:
    """The 16-bit format that the hardware computes in, None where it has none worth a trial."""
    if has_gpu():
        return _gpu_precision()
    return "bfloat16" if FAST_BFLOAT16_FLAGS & _processor_flags() else None


def policy_name(precision: Precision) -> str:
    """The Keras dtype policy: 16-bit computation, 32-bit weights."""
    return POLICIES[precision]


def untuned(dataset: tf.data.Dataset) -> tf.data.Dataset:
    """``dataset`` without the thread that tunes its buffers."""
    options = tf.data.Options()
    options.autotune.enabled = False
    return dataset.with_options(options)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory was not enough."""
    return isinstance(error, MemoryError | tf.errors.ResourceExhaustedError)


def versions() -> dict[str, str]:
    """Versions of the programs that decide about the numbers of a run."""
    return {"keras": keras.__version__, "backend": keras.backend.backend(), "tensorflow": tf.__version__}


def _gpu_precision() -> Precision | None:
    details = tf.config.experimental.get_device_details(tf.config.list_physical_devices("GPU")[0])
    major, _ = details.get("compute_capability", (0, 0))
    if major >= 8:
        return "bfloat16"
    return "float16" if major == 7 else None


@functools.cache
def _processor_flags() -> frozenset[str]:
    return frozenset(_processor_line("flags").split())


def _processor_name() -> str:
    return _processor_line("model name") or "CPU"


def _processor_line(key: str) -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _main_memory_bytes() -> int | None:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return None
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
