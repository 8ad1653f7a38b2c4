"""Times alternatives in turns within one process and prints their ratios.

A machine that does other things makes seconds meaningless and ratios of far-apart runs as well. Alternatives that take
turns meet the same disturbances; the median over the turns is what is reported. Processor time of all threads is
printed beside it: it shows the work itself, also while other programs hold the cores.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds of every turn of every alternative.

    Attributes:
        seconds: by name of the alternative, one entry per turn.
        processor_seconds: the same, processor time of all threads of this process.
        load: what else the machine did: its load averages over 1 minute before and after.
    """

    seconds: Mapping[str, tuple[float, ...]]
    processor_seconds: Mapping[str, tuple[float, ...]]
    load: tuple[float, float]

    def median(self, name: str) -> float:
        """Seconds of the middle turn."""
        return statistics.median(self.seconds[name])

    def speed(self, name: str, *, against: str) -> float:
        """How fast ``name`` is relative to ``against``, the median over the turns; above one is faster."""
        return _median_ratio(self.seconds[against], self.seconds[name])

    def thrift(self, name: str, *, against: str) -> float:
        """The same for processor time: above one needs less work."""
        return _median_ratio(self.processor_seconds[against], self.processor_seconds[name])


def time_alternately(alternatives: Mapping[str, Callable[[], object]], *, turns: int, warm_ups: int = 1) -> Timings:
    """Run the alternatives in turns.

    Every second turn runs in the opposite order, so that none always comes after the same other.

    Args:
        alternatives: by name, what to time.
        turns: timed rounds.
        warm_ups: rounds before, for caches and compilation.
    """
    for _ in range(warm_ups):
        for run in alternatives.values():
            run()
    seconds: dict[str, list[float]] = {name: [] for name in alternatives}
    processor_seconds: dict[str, list[float]] = {name: [] for name in alternatives}
    load_before = _load()
    for turn in range(turns):
        names = list(alternatives)
        for name in names if turn % 2 == 0 else reversed(names):
            start, processor_start = time.perf_counter(), time.process_time()
            alternatives[name]()
            seconds[name].append(time.perf_counter() - start)
            processor_seconds[name].append(time.process_time() - processor_start)
    return Timings(_frozen(seconds), _frozen(processor_seconds), (load_before, _load()))


def print_speeds(title: str, timings: Timings, *, against: str, wanted: Mapping[str, float] | None = None) -> None:
    """Print seconds and speed of each alternative relative to ``against``.

    Args:
        title: what was measured.
        timings: of ``time_alternately``.
        against: the alternative that counts as one.
        wanted: the least speed that is accepted, by name.
    """
    print(f"\n{title}")
    for name in timings.seconds:
        line = f"  {name:<28}{timings.median(name) * 1e3:10.1f} ms"
        if name != against:
            speed = timings.speed(name, against=against)
            line += f"{speed:8.3f} of {against} (processor time {timings.thrift(name, against=against):.3f})"
            line += _verdict(speed, (wanted or {}).get(name))
        print(line)
    print(f"  {describe_machine()}, load {timings.load[0]:.1f} before, {timings.load[1]:.1f} after")


def describe_machine() -> str:
    """Cores and system, which every printed result is to be read with."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _median_ratio(reference: Sequence[float], own: Sequence[float]) -> float:
    return statistics.median(one / other for one, other in zip(reference, own, strict=True))


def _frozen(values: Mapping[str, list[float]]) -> dict[str, tuple[float, ...]]:
    return {name: tuple(one) for name, one in values.items()}


def _verdict(speed: float, wanted: float | None) -> str:
    if wanted is None:
        return ""
    return f"   wanted {wanted:.2f}: {'reached' if speed >= wanted else 'MISSED'}"


def _load() -> float:
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
