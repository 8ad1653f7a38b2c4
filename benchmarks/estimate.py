"""What a dry step says a training costs, against the training itself: peak memory and seconds of an epoch.

Run ``python -m benchmarks.estimate`` in the repository. For each network dry steps and runs, each in a process of its
own, take turns, so that whatever else the machine does meets all of them; the medians over the turns are compared, as
in ``ratios.py``. Wanted: within 20 % of the measured memory and time. A run's epoch is measured from the end of the
second one: the first compiles training and validation, and what is kept of the pinned pictures is compiled behind its
end. What arithmetic alone says beforehand, with the calibration of the networks before, is
printed beside it.
"""

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.contract.config import RunConfig
from engine.contract.dataset import Split
from engine.contract.event_log import EventLogReader
from engine.contract.run_events import EpochDone
from engine.contract.run_folder import RunFolder
from engine.data.synthetic.writing import write_sample
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.estimating.arithmetic import Cost, Workload, estimate_cost
from engine.estimating.calibration import Calibration, read_calibration
from engine.estimating.measuring import MAIN, measure
from engine.network_plan import graph_of
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from models.arithmetic import analyse

WANTED = 0.2
EPOCHS = 5
COMPILING = 1
"""Epochs counted by their end that something is compiled behind."""
POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Case:
    """A network at a size."""

    network: str
    side_px: int
    batch_size: int


CASES = (
    Case("lenet5", 32, 32),
    Case("small-resnet-fast", 64, 32),
    Case("small-resnet-accurate", 96, 32),
    Case("small-nin", 32, 64),
    Case("small-densenet", 32, 32),
    Case("small-resnet", 32, 64),
    Case("mobilenet", 96, 32),
    Case("resnet18", 96, 32),
)

HEADING = (
    "| network | memory, MB: estimated | measured | off | seconds an epoch: estimated | measured | off "
    "| arithmetic alone: memory, time off | within 20 % |\n|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Memory and time of a training."""

    memory_bytes: float
    seconds_per_epoch: float

    def error(self, real: "Numbers") -> tuple[float, float]:
        """Return how far these are from the real ones, as shares."""
        return (
            self.memory_bytes / real.memory_bytes - 1,
            self.seconds_per_epoch / real.seconds_per_epoch - 1,
        )


def measure_run(config: RunConfig, folder: Path) -> Numbers:
    """Train in a new process, and watch its memory."""
    path = folder / "config.json"
    path.write_text(config.model_dump_json(), encoding="utf-8")
    run = RunFolder(folder / "run")
    command = [sys.executable, str(MAIN), "run", str(path), "--run", str(run.path)]
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while child.poll() is None:
            peak = max(peak, _peak_of(child.pid))
            time.sleep(POLL_SECONDS)
    ends = [event.time for event in _events(run) if isinstance(event, EpochDone)]
    if len(ends) < COMPILING + 2:
        raise RuntimeError(f"The run did not finish. Received: {run.read_state().reason}")
    seconds = [after - before for before, after in itertools.pairwise(ends[COMPILING:])]
    return Numbers(peak, statistics.mean(seconds))


def _events(run: RunFolder) -> list[object]:
    reader, found = EventLogReader(run.events), []
    while not (batch := reader.read()).is_at_end:
        found.extend(batch.events)
    return [*found, *batch.events]


def _peak_of(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def compare(case: Case, index: DatasetIndex, calibration: Calibration, *, turns: int) -> Calibration:
    """Estimate and train in turns, print a row, and return what was learned of the machine."""
    side = (case.side_px, case.side_px)
    config, _ = propose_config(index, Wishes(network=case.network, image_size=side))
    changes = {"epochs": EPOCHS, "batch_size": case.batch_size}
    config = config.model_copy(update={"training": config.training.model_copy(update=changes)})
    counts = [len(index.rows(split)) for split in (Split.TRAIN, Split.VALIDATION)]
    workload = Workload(config, analyse(graph_of(config)), *counts)
    before = _numbers(estimate_cost(workload, calibration), workload)
    dry, real = [], []
    for _ in range(turns):
        cost, calibration, _ = measure(workload, calibration, on_wait=_nothing)
        dry.append(_numbers(cost, workload))
        with tempfile.TemporaryDirectory() as folder:
            real.append(measure_run(config, Path(folder)))
    print(_row(case, before=before, estimated=_median(dry), real=_median(real)), flush=True)
    return calibration


def _median(turns: Sequence[Numbers]) -> Numbers:
    return Numbers(
        statistics.median(turn.memory_bytes for turn in turns),
        statistics.median(turn.seconds_per_epoch for turn in turns),
    )


def _numbers(cost: Cost, workload: Workload) -> Numbers:
    return Numbers(cost.memory_bytes(workload.batch_size), cost.seconds_per_epoch)


def _row(case: Case, *, before: Numbers, estimated: Numbers, real: Numbers) -> str:
    memory, seconds = estimated.error(real)
    is_within = max(abs(memory), abs(seconds)) <= WANTED
    sums = before.error(real)
    return (
        f"| {case.network}, {case.side_px} px, batch {case.batch_size} "
        f"| {estimated.memory_bytes / 1e6:,.0f} | {real.memory_bytes / 1e6:,.0f} | {memory:+.0%} "
        f"| {estimated.seconds_per_epoch:.2f} | {real.seconds_per_epoch:.2f} | {seconds:+.0%} "
        f"| {sums[0]:+.0%}, {sums[1]:+.0%} | {'yes' if is_within else 'NO'} |"
    )


def _nothing() -> None:
    """Nobody cancels a benchmark."""


def compare_all(cases: Sequence[Case], folder: Path, *, turns: int) -> None:
    """Compare one network after the other; each calibrates the arithmetic for the next."""
    calibration = read_calibration()
    with DatasetIndex(open_dataset(folder, on_progress=lambda *_: None, is_cancelled=lambda: False)) as index:
        for case in cases:
            calibration = compare(case, index, calibration, turns=turns)


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=2400)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--networks", nargs="*", help="only these")
    given = parser.parse_args()
    cases = [case for case in CASES if not given.networks or case.network in given.networks]
    with tempfile.TemporaryDirectory() as home:
        os.environ["FOVEA_HOME"] = home
        folder = Path(home) / "sample"
        write_sample("classification", folder, count=given.pictures, seed=1)
        print(HEADING, flush=True)
        compare_all(cases, folder, turns=given.turns)
    print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main()
