"""Measures a picture of 20,000 x 20,000 pixels with its mask: memory above the engine's own, time, how fast it stops.

    nice -n 10 python -m benchmarks.large_evaluation [--side 20000]

Picture and mask are those of ``large_picture``, and so is the network, which is made sure of itself, so that much
speaks against the mask. Measured as ``main.py evaluate`` does it, but for the index of the dataset: a dataset takes no
pictures beyond 178 million pixels.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.large_picture import (
    CLASSES,
    FILE_TILE_PX,
    SIDE_PX,
    WANTED_BYTES,
    WANTED_STOP_SECONDS,
    Stopped,
    discs_in_rows,
    make_file,
    run_of_chance,
    verdict,
)
from benchmarks.ratios import describe_machine

PICTURE, MASK = "large.tif", "mask.png"
SURENESS = 100.0
WRONG = 2
STOPPED_AFTER_STEPS = (20, 400)
LONGEST_GAPS = 3


def make_mask(path: Path, side: int) -> None:
    """The discs as classes 1 to 3 on a ground of class 0, and a wrong corner, as a PNG file with a palette."""
    from engine.tiling.mask_png import MaskPng

    palette = np.repeat(np.arange(CLASSES, dtype=np.uint8)[:, None] * 60, 3, axis=1)
    with path.open("wb") as stream:
        png = MaskPng(stream, height=side, width=side, palette=palette)
        for number, top in enumerate(range(0, side, FILE_TILE_PX)):
            rows = discs_in_rows(top, side) * np.uint8(1 + number % (CLASSES - 1))
            if top < side // 4:
                rows[:, : side // 4] = WRONG
            png.write(rows)
        png.finish()


def truth_of(folder: Path, side: int, classes: tuple[str, ...]) -> Any:
    """What the index of a dataset would say of the mask."""
    from engine.contract.annotations import AnnotationKind, ClassMaskFile, IndexedAnnotation, MaskCodes
    from engine.contract.dataset import AnnotationCounts
    from engine.dataset.masks.values import read_mask
    from engine.dataset.writers.base import Picture, Source
    from engine.tasks.mask_truth import MaskTruth

    codes = MaskCodes("palette", tuple(enumerate(classes)))
    source = Source(folder, classes, codes, AnnotationCounts(masks=1), has_splits=False, read_mask=read_mask)
    geometry = ClassMaskFile(MASK)
    drawn = IndexedAnnotation(1, AnnotationKind.CLASS_MASK, classes[0], 0, None, None, geometry)
    return MaskTruth(source, {PICTURE: Picture(PICTURE, side, side, None, (drawn,))})


class Steps:
    """Remembers the seconds between two calls; on demand, stops the work just after it was asked to stop.

    Attributes:
        gaps: seconds.
    """

    def __init__(self, *, stopped_after: int | None = None) -> None:
        self.gaps: list[float] = []
        self._stopped_after = stopped_after
        self._last = time.perf_counter()

    def __call__(self) -> None:
        now = time.perf_counter()
        if self._stopped_after is not None and len(self.gaps) > self._stopped_after:
            raise Stopped
        self.gaps.append(now - self._last)
        self._last = now

    def seconds_since(self) -> float:
        """Since the last call."""
        return time.perf_counter() - self._last


def evaluate(folder: Path, side: int) -> dict[str, Any]:
    """Measure in this process; seconds and bytes."""
    from engine.contract.class_colours import ClassColours
    from engine.data.memory import peak_memory_bytes
    from engine.evaluating.mask_files import make_mask_folders, write_masks
    from engine.evaluating.measuring import measured_picture
    from engine.tasks.mask_truth import codes_among

    run = run_of_chance()
    *others, kernel, bias = run.model.get_weights()
    run.model.set_weights([*others, kernel * SURENESS, bias])
    truth, codes = truth_of(folder, side, run.classes), codes_among(run.classes, run.classes)
    make_mask_folders(folder)

    def measure(step: Callable[[], None]) -> dict[str, Any]:
        with measured_picture(run, folder, PICTURE, truth, codes=codes, step=step) as found:
            true, predicted = found.planes.true, found.planes.predicted
            write_masks(folder, 0, predicted=predicted, true=true, colours=ClassColours.of(run.classes), step=step)
        right = float(np.trace(found.confusion) / found.confusion.sum())
        areas = [(area.pixels, len(area.rings)) for area in found.areas]
        return {"right": right, "boundaries": found.boundaries, "trust": found.trust, "areas": areas}

    before = peak_memory_bytes()
    start, processor_start = time.perf_counter(), time.process_time()
    steps = Steps()
    found = measure(steps)
    seconds, processor_seconds = time.perf_counter() - start, time.process_time() - processor_start
    result = {"before": before, "peak": peak_memory_bytes(), "seconds": seconds, "found": found, "stops": []}
    result |= {"processor_seconds": processor_seconds, "gaps": sorted(steps.gaps)[-LONGEST_GAPS:]}
    for count in STOPPED_AFTER_STEPS:
        steps = Steps(stopped_after=count)
        with suppress(Stopped):
            measure(steps)
            raise RuntimeError(f"The work was too short to be stopped. Received: {count} steps. Use a larger side.")
        result["stops"].append(steps.seconds_since())
    return result


def print_result(side: int, result: dict[str, Any]) -> None:
    """What a person wants to know of it."""
    megapixels = side * side / 1e6
    above, stop = result["peak"] - result["before"], max(result["stops"])
    print(f"\nA picture of {side:,} x {side:,} pixels with its mask ({describe_machine()})")
    print(f"  memory before the work    {result['before'] / 1e6:8,.0f} MB")
    print(f"  at most above that        {above / 1e6:8,.0f} MB   {verdict(above, WANTED_BYTES, '2 GB')}")
    print(f"  seconds                   {result['seconds']:8.1f}, {result['seconds'] / megapixels:.2f} a megapixel")
    print(f"  of the processor          {result['processor_seconds']:8.1f}")
    print(f"  stops within              {stop:8.2f} s    {verdict(stop, WANTED_STOP_SECONDS, '1 s')}")
    # Keras compiles in one of them.
    print(f"  longest without a stop    {', '.join(f'{gap:.2f}' for gap in reversed(result['gaps']))} s")
    print(f"  found                     {result['found']}")


def main() -> None:
    """Make picture and mask, measure in a process of its own, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=SIDE_PX)
    parser.add_argument("--evaluate", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    side = arguments.side
    if arguments.evaluate:
        print(json.dumps(evaluate(arguments.evaluate, side)))
        return
    with tempfile.TemporaryDirectory(prefix="fovea-large-") as name:
        folder = Path(name)
        make_file(folder / PICTURE, side)
        make_mask(folder / MASK, side)
        command = [sys.executable, "-m", "benchmarks.large_evaluation", "--side", str(side), "--evaluate", name]
        environment = os.environ | {"FOVEA_HOME": str(folder / "home"), "TF_CPP_MIN_LOG_LEVEL": "3"}
        answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
        print_result(side, json.loads(answer.splitlines()[-1]))


if __name__ == "__main__":
    main()
