"""Fovea's default detector against YOLO11n and YOLOv8n of Ultralytics, from scratch, on equal pictures in equal time.

Run ``python -m benchmarks.against_ultralytics DATASET`` in the repository, or without a dataset for the sample: 500
pictures of 256 px to learn from, 125 to measure on. Fovea trains with nothing but what it proposes; the processor time
that it took is what each of the others gets. They run in an environment of their own, into which ultralytics is
installed (about 1.5 GB, in ``--home``), with their own defaults, the longest side of Fovea's pictures, and the same
split. The best epoch on validation pictures is measured on the test pictures, where there are some. All boxes, also
those of Ultralytics, are scored by the same code in pixels of the original (``engine.ops.detections``, equal to
pycocotools). What ``--home`` holds of an earlier call with this seed is not trained again. Wanted: Fovea ahead of both.
"""

import argparse
import json
import os
import tempfile
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fovea_process import ROOT, run_command, run_fovea
from engine.contract.config import RunConfig
from engine.contract.dataset import ImageRow, Split
from engine.data.cache import ignore_progress, never_cancelled
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.ops.detections.average_precision import DetectionScores, score_detections
from engine.ops.detections.objects import FoundBoxes, compare_boxes, found_boxes, true_boxes
from engine.tasks.box_truth import boxes_of, rows_with_truth

NETWORKS = ("yolo11n", "yolov8n")
SAMPLE_PICTURES, SAMPLE_PX = 625, 256


@dataclass(frozen=True, slots=True)
class Reached:
    """What one network reached, in how many epochs and seconds of the processor."""

    name: str
    epochs: int
    seconds: float
    scores: DetectionScores

    def is_ahead_of(self, other: "Reached") -> bool:
        """Whether both mAP and mAP50 are above those of another one."""
        ours, others = ((one.mean or 0.0, one.at(0.5) or 0.0) for one in (self.scores, other.scores))
        return all(one > another for one, another in zip(ours, others, strict=True))

    def row(self) -> str:
        """A line of the table."""
        numbers = [self.scores.at(0.5), self.scores.at(0.75), self.scores.mean]
        shown = " | ".join(f"{one or 0.0:.3f}" for one in numbers)
        return f"| {self.name} | {shown} | {self.epochs} | {self.seconds / 60:.1f} |"


@dataclass(frozen=True, slots=True)
class Bench:
    """A dataset in the format that both sides read, and the pictures of it that are measured on."""

    index: DatasetIndex
    rows: tuple[ImageRow, ...]
    home: Path
    seed: int

    @classmethod
    def of(cls, dataset: Path, home: Path, seed: int) -> "Bench":
        """Write a dataset in the format of YOLO, unless that was done before, and open it."""
        place = home / "yolo"
        if not place.exists():
            run_fovea("data", "convert", dataset, place, "--to", "yolo", "--link")
        index = DatasetIndex(open_dataset(place, on_progress=ignore_progress, is_cancelled=never_cancelled))
        of_splits = {split: tuple(row for row in rows_with_truth(index) if row.split is split) for split in Split}
        return cls(index, of_splits[Split.TEST] or of_splits[Split.VALIDATION], home, seed)

    def fovea(self) -> tuple[Reached, RunConfig]:
        """Train and ask, with nothing given but a dataset and a seed."""
        from engine.model_store import load_run
        from engine.predicting.boxes import find_in_pictures

        run, spent = self.home / f"fovea-{self.seed}", self.home / f"fovea-{self.seed}-seconds.json"
        if not spent.exists():
            seconds = run_fovea("train", self.index.root, "--run", run, "--task", "detection", "--seed", self.seed)
            spent.write_text(json.dumps(seconds), encoding="utf-8")
        seconds = json.loads(spent.read_text(encoding="utf-8"))
        loaded = load_run(run)
        found, _ = find_in_pictures(loaded, self._paths(), on_progress=ignore_progress)
        config = RunConfig.model_validate_json((run / "config.json").read_text(encoding="utf-8"))
        scores = self._scores({each.image: each.found for each in found})
        return Reached("Fovea", config.training.epochs, seconds, scores), config

    def ultralytics(self, python: Path, network: str, *, seconds: float, side: int) -> Reached:
        """Train one of the others for as long, and ask it."""
        out, paths = self.home / f"{network}-{self.seed}", self.home / "pictures.txt"
        paths.write_text("\n".join(map(str, self._paths())), encoding="utf-8")
        script, data = ROOT / "benchmarks" / "ultralytics_run.py", self.index.root / "data.yaml"
        wanted = ("--processor-seconds", seconds, "--side", side, "--seed", self.seed)
        if not (out / "boxes.json").exists():
            run_command(python, script, f"{network}.yaml", data, paths, out, *wanted)
        answer = json.loads((out / "boxes.json").read_text(encoding="utf-8"))
        numbers = [self.index.classes().index(name) for name in answer["classes"]]
        found = {
            path: found_boxes(boxes, [numbers[int(one)] for one in classes], scores)
            for path, (boxes, classes, scores) in answer["boxes"].items()
        }
        return Reached(network, answer["epochs"], answer["seconds"], self._scores(found))

    def _paths(self) -> list[Path]:
        return [self.index.root / row.path for row in self.rows]

    def _scores(self, found: Mapping[str, FoundBoxes]) -> DetectionScores:
        classes = self.index.classes()
        truth = boxes_of(self.index, self.rows, classes)
        pictures = []
        for row in self.rows:
            each = truth[row.path]
            true = true_boxes(each.boxes_xyxy, each.classes, is_crowd=each.is_crowd, areas_px=each.areas_px)
            pictures.append(compare_boxes(true, found[str(self.index.root / row.path)]))
        return score_detections(pictures, classes=len(classes))


def environment(home: Path) -> Path:
    """The Python of an environment with ultralytics, which is made where there is none."""
    place = home / "environment"
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        run_command(python, "-m", "pip", "install", "--quiet", "ultralytics")
    return python


def compare(dataset: Path | None, home: Path, *, seed: int, networks: Sequence[str]) -> bool:
    """Print the table, a line as soon as it is known; whether Fovea is ahead of all others in mAP and mAP50."""
    if dataset is None:
        dataset = home / "sample"
        if not dataset.exists():
            run_fovea("sample", "detection", dataset, "--count", SAMPLE_PICTURES, "--size", SAMPLE_PX)
    python = environment(home)
    bench = Bench.of(dataset, home, seed)
    print(f"{len(bench.rows)} pictures, seed {seed}, load {os.getloadavg()[0]:.1f}\n")
    print("| network | mAP50 | mAP75 | mAP | epochs | processor minutes |\n|---|---|---|---|---|---|")
    ours, config = bench.fovea()
    print(ours.row(), flush=True)
    side, is_ahead = max(config.input.height, config.input.width), True
    for network in networks:
        other = bench.ultralytics(python, network, seconds=ours.seconds, side=side)
        print(other.row(), flush=True)
        is_ahead &= ours.is_ahead_of(other)
    return is_ahead


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path, nargs="?", help="the sample if left out")
    parser.add_argument("--home", type=Path, help="where the environment and the runs are kept; nowhere if left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--networks", nargs="*", default=NETWORKS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = given.home or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("FOVEA_HOME", str(home / "fovea-home"))
        is_ahead = compare(given.dataset, home, seed=given.seed, networks=given.networks)
    print(f"\nFovea is ahead: {'yes' if is_ahead else 'NO'}.")


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main()
