"""How much memory may be used for pictures that are kept ready."""

import os
from pathlib import Path

MEMORY_TABLE = Path("/proc/meminfo")
GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
GROUP_USE = Path("/sys/fs/cgroup/memory.current")
FALLBACK_BYTES = 2 * 2**30
SHARE = 0.5


def memory_budget_bytes() -> int:
    """Half of the memory that is free now, for this process and for its container if there is one."""
    free = min((limit for limit in (_system_free(), _container_free()) if limit is not None), default=FALLBACK_BYTES)
    return int(free * SHARE)


def _system_free() -> int | None:
    try:
        lines = MEMORY_TABLE.read_text().splitlines()
        available = next(line for line in lines if line.startswith("MemAvailable:"))
        return int(available.split()[1]) * 1024
    except (OSError, StopIteration, ValueError):
        return _half_of_physical()


def _half_of_physical() -> int | None:
    """Systems without the table tell only how much is built in."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, OSError, ValueError):
        return None


def _container_free() -> int | None:
    try:
        return int(GROUP_LIMIT.read_text()) - int(GROUP_USE.read_text())
    except (OSError, ValueError):  # No such group, or the limit is the word "max".
        return None
