"""How much of the machine's memory is in use. Free of Qt."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes in use and bytes there are."""

    used: int
    total: int


def read_memory() -> Memory | None:
    """The memory of this machine, None where the system does not tell it in a file."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    values = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines)}
    total, available = values.get("MemTotal", 0), values.get("MemAvailable", 0)
    return Memory(total - available, total) if total else None


def core_count() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
