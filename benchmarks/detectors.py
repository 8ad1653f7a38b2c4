"""The history of detection in one table: how well each method finds objects, and what a picture costs it.

Run ``python -m benchmarks.detectors`` in the repository. Sliding windows, R-CNN, Fast and Faster R-CNN, YOLO, SSD and
Fovea's default detector learn the same pictures and are measured on the same others. ``--networks`` chooses among
those behind R-CNN. ``--by-heart [NETWORK ...]`` instead asks whether each can learn eight pictures at all.

Wanted: from sliding windows over R-CNN and Fast R-CNN to Faster R-CNN a picture takes less and less time, at a mAP50
that does not fall (by more than 0.02, which is chance with so few pictures).

Fast R-CNN gets what R-CNN has: as many regions, and pictures twice as large, since small objects fill too few cells of
its map otherwise; the paper, too, enlarges pictures, to 600 px.

Time is that of the processor, from the file to the boxes, one picture at a time: reading, proposals, network, decoding,
suppression. Pictures are new to the network, so that no region is remembered. Windows that go through the network crop
by crop are those of its convolutional form, with the same scores; so a few pictures are enough to time them.
"""

import argparse
import contextlib
import io
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from benchmarks.detectors_by_heart import print_by_heart
from engine.cli.app import run_command
from engine.contract.run_folder import RunFolder
from engine.model_store import LoadedRun, load_run
from engine.network_plan import graph_of
from engine.predicting.boxes import FoundInPicture, find_in_pictures
from models.arithmetic import analyse
from models.nodes.regions import regions_in

PICTURES, SIDE_PX, CROP_PX = 300, 96, 32
CLASSIFIER, CLASSIFIER_EPOCHS, EPOCHS, BATCH = "small-resnet-fast", 7, 60, 4
SEARCHED_PX = 2 * SIDE_PX
"""Of selective search, for R-CNN and Fast R-CNN alike."""
TIMED, TIMED_BY_CROPS = 10, 2
STEPS = ("sliding window, crop by crop", "r-cnn", "small-fast-rcnn", "small-faster-rcnn")
LEAST_GAIN = -0.02
NETWORKS: Mapping[str, Mapping[str, object]] = {
    "small-fast-rcnn": {
        "network.options.searched_px": SEARCHED_PX, "network.options.proposals": 400, "augmentation.versions": 4,
        "training.precision": "float32",
    },
    "small-faster-rcnn": {},
    "yolo-grid": {},
    "small-yolo-v1": {"training.learning_rate": 5e-4},
    "small-ssd": {},
    "dense-detector": {},
}  # fmt: skip
"""With what is chosen otherwise than Fovea proposes."""
LONGER = {"small-yolo-v1": 2, "yolo-grid": 2, "small-ssd": 2}
"""Times as many epochs, of networks whose plain trunks learn slowly; the table says what that costs."""
TRUNKS = {"small-yolo-v1": "yolo-grid"}
"""Whose convolutions a network begins with: those of YOLO v1 have learned before in the paper, too (section 2.2), since
its dense layers learn each place by itself."""
SHOWN_PX = {CLASSIFIER: CROP_PX, "small-fast-rcnn": SEARCHED_PX}
"""Side of the pictures as a network sees them, where it is not that of the pictures to find objects in."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a method is worth.

    Attributes:
        name: of it.
        quality: mAP50 and mAP on the validation pictures.
        milliseconds: of one core for a picture.
        evaluations: what the network, or its head, is asked about in a picture.
        multiply_adds: of all networks for a picture.
        learning_seconds: of one core, that of a classifier included.
    """

    name: str
    quality: tuple[float, float]
    milliseconds: float
    evaluations: str
    multiply_adds: float
    learning_seconds: float

    def row(self) -> str:
        """A line of the table."""
        best, mean = self.quality
        return (
            f"| {self.name} | {best:.3f} | {mean:.3f} | {self.milliseconds:,.0f} | {self.evaluations} "
            f"| {self.multiply_adds / 1e6:,.0f} | {self.learning_seconds:,.0f} |"
        )


def main() -> None:
    """Print the table, or that of pictures learned by heart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--by-heart", nargs="*", metavar="NETWORK")
    parser.add_argument("--pictures", type=int, default=PICTURES)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--networks", nargs="*", default=list(NETWORKS))
    arguments = parser.parse_args()
    if arguments.by_heart is not None:
        print_by_heart(arguments.by_heart)
        return
    print("| method | mAP50 | mAP | core-ms a picture | evaluations | million multiply-adds | core-s to learn |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        found = _measure_all(Path(folder), arguments)
    if {*STEPS} <= {one.name for one in found}:
        print(f"\nThe history is as told: {'yes' if is_as_told(found) else 'NO'}.")


def is_as_told(found: Sequence[Measured]) -> bool:
    """Whether each step of the history is faster than the one before, and not worse."""
    named = {one.name: one for one in found}
    pairs = [(named[before], named[after]) for before, after in pairwise(STEPS)]
    return all(
        after.milliseconds < before.milliseconds and after.quality[0] - before.quality[0] >= LEAST_GAIN
        for before, after in pairs
    )


def _measure_all(folder: Path, arguments: argparse.Namespace) -> list[Measured]:
    place = folder / "shapes"
    _run("sample", "detection", place, "--count", arguments.pictures, "--size", SIDE_PX)
    classifier = _run("data", "crops", place, folder / "crops", "--size", CROP_PX)
    shortly = {"training.epochs": CLASSIFIER_EPOCHS}
    classifier += _train(folder / "crops", folder / "classifier", CLASSIFIER, shortly)
    found = [*_windows(place, folder / "classifier", classifier), _r_cnn(place, folder / "classifier", classifier)]
    learned: dict[str, Measured] = {}
    for name in arguments.networks:
        trunk = learned.get(TRUNKS.get(name, ""))
        learned[name] = _told(_network(folder, name, arguments.epochs * LONGER.get(name, 1), trunk))
    return [*found, *learned.values()]


def _network(folder: Path, name: str, epochs: int, trunk: Measured | None) -> Measured:
    """One of those behind R-CNN; what its trunk took to learn before counts."""
    settings = {"training.epochs": epochs, "training.batch_size": BATCH} | NETWORKS[name]
    begin = () if trunk is None else ("--from", folder / trunk.name)
    seconds = _train(folder / "shapes", folder / name, name, settings, *begin)
    return _measure(name, folder / name, seconds + (trunk.learning_seconds if trunk else 0.0))


def _windows(place: Path, classifier: Path, seconds: float) -> list[Measured]:
    run = place.parent / "windows"
    seconds += _run("train", place, "--run", run, "--model", "sliding-window", "--from", classifier)
    measured = _measure("sliding window, fully convolutional", run, seconds)
    loaded = load_run(run)
    assert loaded.config is not None
    assert loaded.config.detector is not None
    by_crops = loaded.config.detector.model_copy(update={"evaluation": "crops"})
    asked = replace(loaded, config=loaded.config.model_copy(update={"detector": by_crops}))
    spent, found = _time(asked, TIMED_BY_CROPS)
    alone = sum(each.effort.alone for each in found if each.effort) / len(found)
    slow = replace(measured, name=STEPS[0], milliseconds=spent, multiply_adds=alone)
    return [_told(slow), _told(measured)]


def _r_cnn(place: Path, classifier: Path, seconds: float) -> Measured:
    run, wish = place.parent / "r-cnn", f"detector.side_px={SEARCHED_PX}"
    seconds += _run("train", place, "--run", run, "--model", "r-cnn", "--from", classifier, "--set", wish)
    return _told(_measure("r-cnn", run, seconds))


def _told(measured: Measured) -> Measured:
    print(measured.row(), flush=True)
    return measured


def _train(place: Path, run: Path, name: str, settings: Mapping[str, object], *begin: object) -> float:
    words = [word for path, value in settings.items() for word in ("--set", f"{path}={value}")]
    side_px = SHOWN_PX.get(name, SIDE_PX)
    return _run("train", place, "--run", run, "--model", name, "--image-size", side_px, *begin, *words)


def _run(*words: object) -> float:
    """Core-seconds that a command takes."""
    started = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()) as said:
        if run_command([*map(str, words)]):
            raise SystemExit(f"This did not work: {' '.join(map(str, words))}\n{said.getvalue()}")
    return time.process_time() - started


def _measure(name: str, run: Path, seconds: float) -> Measured:
    loaded = load_run(run)
    spent, found = _time(loaded, TIMED)  # Before all are looked at: regions of known pictures would be remembered.
    _run("evaluate", run, "--split", "validation")
    metrics = json.loads((RunFolder(run).path / "evaluation" / "validation" / "metrics.json").read_text())["metrics"]
    efforts = [each.effort for each in found if each.effort]
    if efforts:
        evaluations = f"{sum(one.windows for one in efforts) / len(efforts):,.0f} networks"
        work = sum(one.multiply_adds for one in efforts) / len(efforts)
    else:
        evaluations, work = _of_network(loaded)
    return Measured(name, (metrics["mAP50"], metrics["mAP"]), spent, evaluations, work, seconds)


def _of_network(run: LoadedRun) -> tuple[str, float]:
    assert run.config is not None
    graph = graph_of(run.config)
    shapes = graph.shapes()
    heads = f", {regions_in('', shapes['proposals'])} heads" if "proposals" in shapes else ""
    return f"1 network{heads}", float(analyse(graph).multiply_adds)


def _time(run: LoadedRun, count: int) -> tuple[float, list[FoundInPicture]]:
    """Core-milliseconds for a picture, of pictures that the network has not seen, and what was found."""
    assert run.config is not None
    root = Path(run.config.dataset.path)
    first, *pictures = sorted((root / "validation").iterdir())[: count + 1]
    find_in_pictures(run, [first], on_progress=_ignore)  # compiles
    started = time.process_time()
    found = [find_in_pictures(run, [picture], on_progress=_ignore)[0][0] for picture in pictures]
    return 1000 * (time.process_time() - started) / len(pictures), found


def _ignore(what: str, done: int, total: int) -> None:
    """Show no progress."""


if __name__ == "__main__":
    main()
