"""What options of training are worth to the default detector, on the sample, with equal epochs.

Run ``python -m benchmarks.detector_options`` in the repository; ``--option NAME`` measures some only. 300 pictures of
the sample are drawn small, and each option learns them for the same epochs with each seed. What is printed is the mAP50
and mAP of the best epoch on the pictures for validation, as the network sees them, and the core-seconds of the whole
training: other programs make it longer on the clock, not dearer. Wanted: nothing; a default changes only if an option
is better with every seed.
"""

import argparse
import csv
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fovea_process import run_fovea
from engine.contract.run_folder import RunFolder

PICTURES, SIDE_PX, EPOCHS = 300, 128, 25
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "default": (),
    "mosaic 0.5": ("augmentation.mosaic=0.5",),
    "mosaic 1": ("augmentation.mosaic=1",),
    "mix-up 0.3": ("augmentation.mixup=0.3",),
    "multi-scale 0.5": ("training.multi_scale=0.5",),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What one training reached and cost."""

    map50: float
    map: float
    core_seconds: float


def main() -> None:
    """Print a table in Markdown, line by line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--option", action="append", choices=OPTIONS)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args()
    print("| option | seed | mAP50 | mAP | core-seconds |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        dataset = Path(place) / "shapes"
        run_fovea("sample", "detection", dataset, "--count", PICTURES, "--size", SIDE_PX)
        for seed in range(1, arguments.seeds + 1):
            for number, name in enumerate(arguments.option or OPTIONS):
                run = Path(place) / f"run{seed}-{number}"
                found = measure(dataset, run, *OPTIONS[name], f"seed={seed}", f"training.epochs={arguments.epochs}")
                cells = (name, str(seed), f"{found.map50:.3f}", f"{found.map:.3f}", f"{found.core_seconds:.0f}")
                print(f"| {' | '.join(cells)} |", flush=True)


def measure(dataset: Path, run: Path, *settings: str) -> Measured:
    """Train once in a process of its own."""
    given = (part for one in settings for part in ("--set", one))
    core_seconds = run_fovea("train", dataset, "--run", run, *given)
    with RunFolder(run).history.open(encoding="utf-8") as table:
        best = max(csv.DictReader(table), key=lambda epoch: float(epoch["val_map"]))
    return Measured(float(best["val_map50"]), float(best["val_map"]), core_seconds)


if __name__ == "__main__":
    main()
