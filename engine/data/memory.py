"""How much memory may be used for pictures that are kept ready."""

import os
import sys
from pathlib import Path

STATUS_TABLE = Path("/proc/self/status")
MEMORY_TABLE = Path("/proc/meminfo")
GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
GROUP_USE = Path("/sys/fs/cgroup/memory.current")
FALLBACK_BYTES = 2 * 2**30
SHARE = 0.5


def memory_budget_bytes() -> int:
    """Half of the memory that is free now, for this process and for its container if there is one."""
    return int(free_memory_bytes() * SHARE)


def free_memory_bytes() -> int:
    """Memory that a new process could take now, within its container if there is one."""
    return min((limit for limit in (_system_free(), _container_free()) if limit is not None), default=FALLBACK_BYTES)


def peak_memory_bytes() -> int:
    """Most main memory that this process had at any time; 0 where the system does not tell.

    ``ru_maxrss`` is not asked where there is a table: a new process inherits it from the one that started it.
    """
    try:
        lines = STATUS_TABLE.read_text().splitlines()
        peak = next(line for line in lines if line.startswith("VmHWM:"))
        return int(peak.split()[1]) * 1024
    except (OSError, StopIteration, ValueError):
        return _peak_by_usage()


def _peak_by_usage() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


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
