"""How busy the processor is. Free of Qt."""

import os
from pathlib import Path

_STAT = Path("/proc/stat")


class CpuMeter:
    """Measures the processor between two looks at it."""

    def __init__(self) -> None:
        self._ticks: tuple[int, int] | None = None

    def read(self) -> float | None:
        """Cores in use on average since the last call; None at the first one, and where the system does not tell."""
        ticks = _read_ticks()
        before, self._ticks = self._ticks, ticks
        if ticks is None or before is None or ticks[1] <= before[1]:
            return None
        busy, total = ticks[0] - before[0], ticks[1] - before[1]
        return (os.cpu_count() or 1) * busy / total


def _read_ticks() -> tuple[int, int] | None:
    """Busy and all clock ticks of all cores since the machine started."""
    try:
        first = _STAT.read_text(encoding="ascii").partition("\n")[0]
    except OSError:
        return None
    ticks = [int(field) for field in first.split()[1:9]]
    idle = ticks[3] + ticks[4]
    return sum(ticks) - idle, sum(ticks)
