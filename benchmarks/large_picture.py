"""Predicts a picture of 20,000 x 20,000 pixels by tiles: memory above the engine's own, time, and how fast it stops.

    nice -n 10 python -m benchmarks.large_picture [--side 20000] [--png]

The picture is made piece by piece, as a tiled TIFF or a PNG file, and predicted in a process of its own, as ``main.py
predict`` does it, by a small U-Net with weights of chance: what is measured does not depend on what it has learned.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.large_files import cut_into_tiles, write_png, write_tiled_tiff
from benchmarks.ratios import describe_machine

SIDE_PX, FILE_TILE_PX, PATCH_PX = 20_000, 256, 192
WANTED_BYTES, WANTED_STOP_SECONDS = 2 * 10**9, 1.0
CLASSES, WIDTH = 4, 8
POOLINGS = 2
STOPPED_AFTER_CALLS = 20


class Stopped(Exception):
    """Somebody has asked to stop."""


def picture_rows(side: int) -> Iterator[NDArray[np.uint8]]:
    """Rows of discs of many sizes on a grey ground with noise, as many at a time as a tile of the file has."""
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 40, (FILE_TILE_PX, side, 3), np.uint8)
    for top in range(0, side, FILE_TILE_PX):
        discs = discs_in_rows(top, side)
        yield np.roll(noise, top, axis=1)[: len(discs)] + 60 + 120 * discs[:, :, None]


def discs_in_rows(top: int, side: int) -> NDArray[np.uint8]:
    """(rows, side), 1 on the discs and 0 on the ground, for the rows of one yield."""
    columns, rows = np.arange(side)[None], np.arange(top, min(top + FILE_TILE_PX, side))[:, None]
    spacing = 60 + 40 * (rows // 4000 % 3)
    distances = (rows % spacing - spacing // 2) ** 2 + (columns % spacing - spacing // 2) ** 2
    return (distances < (spacing // 3) ** 2).astype(np.uint8)


def make_file(path: Path, side: int) -> None:
    """The picture as PNG or tiled TIFF, by the ending."""
    if path.suffix == ".png":
        write_png(path, picture_rows(side), height=side, width=side)
    else:
        tiles = cut_into_tiles(picture_rows(side), FILE_TILE_PX)
        write_tiled_tiff(path, tiles, height=side, width=side)


def run_of_chance() -> Any:
    """A run of a small U-Net for patches, with weights of chance, as a trained one is loaded."""
    from engine.contract.config import DatasetConfig, InputConfig, NetworkConfig, RunConfig, TaskName, TrainingConfig
    from engine.data.preparation import Preparation
    from engine.model_store import LoadedRun
    from models.build import build_model
    from models.catalogue import architecture

    shape, classes = (PATCH_PX, PATCH_PX, 3), tuple(f"class {number}" for number in range(CLASSES))
    graph = architecture("unet").graph(input_shape=shape, classes=CLASSES, width=WIDTH, depth=POOLINGS)
    config = RunConfig(
        task=TaskName.SEMANTIC,
        dataset=DatasetConfig(path="/nowhere"),
        network=NetworkConfig(name="unet", graph=graph.to_json()),
        input=InputConfig(height=PATCH_PX, width=PATCH_PX, channels=3, fit="patches"),
        training=TrainingConfig(mirror_at_prediction=False),
        classes=classes,
    )
    preparation = Preparation(np.full(3, 1 / 128, np.float32), np.full(3, -1, np.float32))
    return LoadedRun("run", build_model(graph, seed=1), classes, config.input, preparation, config, ())


class Watch:
    """Remembers the time between two calls, by kind of work; on demand, stops it just after it was asked to stop.

    Attributes:
        gaps: seconds and seconds of the processor, by kind of work.
    """

    def __init__(self, *, stopped_in: str = "") -> None:
        self.gaps: dict[str, list[tuple[float, float]]] = {}
        self._stopped_in = stopped_in
        self._last, self._last_processor = time.perf_counter(), time.process_time()

    def __call__(self, what: str, _done: int, _total: int) -> None:
        """Progress of the work; the worst moment to ask it to stop is right after a call."""
        now, processor = time.perf_counter(), time.process_time()
        gaps = self.gaps.setdefault(what, [])
        if what == self._stopped_in and len(gaps) > STOPPED_AFTER_CALLS:
            raise Stopped
        gaps.append((now - self._last, processor - self._last_processor))
        self._last, self._last_processor = now, processor

    def seconds_since(self) -> float:
        """Since the last call."""
        return time.perf_counter() - self._last


def predict(path: Path, folder: Path) -> dict[str, Any]:
    """Predict in this process; seconds and bytes."""
    from engine.data.memory import peak_memory_bytes
    from engine.predicting.mask_files import MASK_ENDING, Wanted, write_masks

    model = run_of_chance()

    def run(watch: Watch, name: str) -> None:
        problems: dict[str, str] = {}
        names = [f"{name}.png"]
        list(write_masks(model, [path], names, folder, problems, wanted=Wanted(), on_progress=watch))
        if problems:
            raise RuntimeError(f"The picture could not be read. Received: {problems}.")

    before = peak_memory_bytes()
    start, processor_start = time.perf_counter(), time.process_time()
    watch = Watch()
    run(watch, "mask")
    seconds, processor_seconds = time.perf_counter() - start, time.process_time() - processor_start
    result = {"before": before, "peak": peak_memory_bytes(), "seconds": seconds, "gaps": watch.gaps, "stops": {}}
    result |= {"processor_seconds": processor_seconds, "mask_bytes": (folder / f"mask{MASK_ENDING}").stat().st_size}
    for what in watch.gaps:
        watch = Watch(stopped_in=what)
        with suppress(Stopped):
            run(watch, "stopped")
            raise RuntimeError(f"The work was too short to be stopped. Received: {what}. Use a larger side.")
        result["stops"][what] = watch.seconds_since()
    return result


def print_result(kind: str, side: int, file_bytes: int, result: dict[str, Any]) -> None:
    """What a person wants to know of it."""
    megapixels = side * side / 1e6
    above, stop = result["peak"] - result["before"], max(result["stops"].values())
    print(f"\n{kind} of {side:,} x {side:,} pixels, {file_bytes / 1e6:,.0f} MB ({describe_machine()})")
    print(f"  memory before the work    {result['before'] / 1e6:8,.0f} MB")
    print(f"  at most above that        {above / 1e6:8,.0f} MB   {verdict(above, WANTED_BYTES, '2 GB')}")
    print(f"  seconds                   {result['seconds']:8.1f}, {result['seconds'] / megapixels:.2f} a megapixel")
    print(f"  of the processor          {result['processor_seconds']:8.1f}")
    print(f"  stops within              {stop:8.2f} s    {verdict(stop, WANTED_STOP_SECONDS, '1 s')}")
    for what, gaps in result["gaps"].items():
        # Among the first ones, Keras compiles.
        longest, longest_processor = (max(each) for each in zip(*gaps[STOPPED_AFTER_CALLS:], strict=True))
        words = f"could stop every {longest:.2f} s at the latest, {longest_processor:.2f} s of the processor"
        print(f"  {what:<26}{sum(wall for wall, _ in gaps):8.1f} s    {words}")
    print(f"  class mask                {result['mask_bytes'] / 1e6:8.1f} MB")


def main() -> None:
    """Make the picture, predict it in a process of its own, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=SIDE_PX)
    parser.add_argument("--png", action="store_true")
    parser.add_argument("--predict", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.predict:
        print(json.dumps(predict(*arguments.predict)))
        return
    with tempfile.TemporaryDirectory(prefix="fovea-large-") as name:
        folder = Path(name)
        path = folder / ("large.png" if arguments.png else "large.tif")
        make_file(path, arguments.side)
        command = [sys.executable, "-m", "benchmarks.large_picture", "--predict", str(path), str(folder)]
        environment = os.environ | {"FOVEA_HOME": str(folder / "home"), "TF_CPP_MIN_LOG_LEVEL": "3"}
        answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
        result = json.loads(answer.splitlines()[-1])
        print_result("PNG" if arguments.png else "Tiled TIFF", arguments.side, path.stat().st_size, result)


def verdict(value: float, most: float, words: str) -> str:
    """Whether a measured value is as small as it was wanted."""
    return f"wanted {words}: {'reached' if value <= most else 'MISSED'}"


if __name__ == "__main__":
    main()
