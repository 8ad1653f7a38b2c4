"""Every way to a class for each pixel on the same pictures: how much overlaps, how well borders lie, what it costs.

Run ``python -m benchmarks.segmentation`` in the repository. Each network has the options that Fovea proposes for it and
each training sees the same pictures equally often. Networks on one trunk are stages, as in the paper: the direct heat
map is the answer of a classifier, painted; FCN-32s starts with its weights, FCN-16s with those of FCN-32s and FCN-8s
with those of FCN-16s. Each stage learns for as many epochs as the other networks, or for ``--stages N`` more, and its
processor time is that of all stages up to it. ``--longer`` adds the direct heat map learning for as long as FCN-32s has
with all its stages, to tell what is owed to the enlarging from what is owed to the epochs. Shift-and-stitch is the run
of the direct heat map, asked another way. Wanted: FCN-8s above FCN-16s above FCN-32s above the direct heat map in
boundary F1, and shift-and-stitch above the direct heat map in mIoU.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from engine import train
from engine.contract.config import RunConfig, TaskName, WeightsSource
from engine.contract.dataset import Split
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.data.cache import ignore_progress, never_cancelled
from engine.data.synthetic.writing import write_sample
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.dataset.pictures.regions.opening import opened_regions
from engine.evaluating.masks import boundary_f1, boundary_tolerance, count_pixel_confusion, score_confusion
from engine.model_store import load_run
from engine.ops.means import mean_of_given
from engine.predicting.mask_network import MaskNetwork, mask_network
from engine.predicting.masks import predict_mask
from engine.predicting.stitched import stitched_network
from engine.tasks.mask_truth import MaskTruth, rows_with_masks
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes
from models.catalogue import ARCHITECTURES

COARSE, LONGER, STITCHED = "direct-heat-map", "direct-heat-map, longer", "shift-and-stitch"
BEFORE = {"fcn-32s": COARSE, "fcn-16s": "fcn-32s", "fcn-8s": "fcn-16s", LONGER: COARSE}
SEGMENTERS = tuple(name for name, entry in ARCHITECTURES.items() if TaskName.SEMANTIC in entry.tasks)
WAYS = (COARSE, "fcn-32s", "fcn-16s", "fcn-8s", *(name for name in SEGMENTERS if name != COARSE and "fcn" not in name))
WANTED = (
    ("boundary_f1", "fcn-8s", "fcn-16s"),
    ("boundary_f1", "fcn-16s", "fcn-32s"),
    ("boundary_f1", "fcn-32s", COARSE),
    ("mean_iou", STITCHED, COARSE),
)


MEASURES = ("mean_iou", "boundary_f1")


@dataclass(frozen=True, slots=True)
class Scores:
    """What one way reached with one seed, on the validation pictures in their original size.

    Attributes:
        mean_iou: over all pixels together, in [0, 1].
        boundary_f1: mean over classes of the mean over pictures, in [0, 1].
        parameters: of the network.
        training: processor seconds, from reading the pictures to the last checkpoint, with the stages before.
        asking: processor seconds for one picture.
    """

    mean_iou: float
    boundary_f1: float
    parameters: int
    training: float
    asking: float


@dataclass(frozen=True, slots=True)
class Bench:
    """The pictures, and what is the same for all ways."""

    index: DatasetIndex
    home: Path
    epochs: int
    stages: int
    settings: dict[str, Any]

    def learn(self, way: str, seed: int) -> tuple[RunFolder, float]:
        """Train one network; its stage before has to be there.

        Returns:
            The run and its processor seconds.

        Raises:
            RuntimeError: the run did not finish.
        """
        before = BEFORE.get(way)
        weights = WeightsSource(origin="run", path=str(self.place(before, seed))) if before else None
        network = COARSE if way == LONGER else way
        config, _ = propose_config(self.index, Wishes(network=network, weights=weights), task=TaskName.SEMANTIC)
        started = time.process_time()
        run = train.create_run(self._config(config, seed, staged=before is not None), self.place(way, seed))
        state = train.train(run)
        if state.status is not RunStatus.FINISHED:
            raise RuntimeError(f"{way} did not finish. Received: {state.reason}")
        return run, time.process_time() - started

    def place(self, way: str | None, seed: int) -> Path:
        """The folder of a run."""
        return self.home / f"{way}-{seed}"

    def _config(self, config: RunConfig, seed: int, *, staged: bool) -> RunConfig:
        changes = {**self.settings, "epochs": self.stages if staged else self.epochs, "precision": "float32"}
        training = config.training.model_copy(update=changes)
        return config.model_copy(update={"training": training, "seed": seed})

    def measure(self, network: MaskNetwork, training: float) -> Scores:
        """Ask a network of a run about all validation pictures."""
        rows = [row for row in rows_with_masks(self.index) if row.split is Split.VALIDATION]
        truth, count = MaskTruth.of(self.index, rows), len(network.run.classes)
        confusion, boundaries = np.zeros((count, count), np.int64), []
        started = time.process_time()
        predicted = []
        for row in rows:
            with opened_regions(self.index.root / row.path, on_progress=ignore_progress) as source:
                said = predict_mask(network.run, source, name=row.path, on_progress=ignore_progress, network=network)
            predicted.append(said.classes)
        asking = (time.process_time() - started) / len(rows)
        for row, classes in zip(rows, predicted, strict=True):
            true = truth.classes(row.path)
            tolerance = max(1.5, boundary_tolerance(height=true.shape[0], width=true.shape[1]))
            confusion += count_pixel_confusion(true, classes, classes=count)
            boundaries.append(boundary_f1(true, classes, classes=count, tolerance_px=tolerance))
        by_class = [mean_of_given(picture[number] for picture in boundaries) for number in range(count)]
        return Scores(
            mean_iou=score_confusion(confusion).mean_iou or 0.0,
            boundary_f1=float(mean_of_given(by_class) or 0.0),
            parameters=network.run.model.count_params(),
            training=training,
            asking=asking,
        )


def compare(bench: Bench, ways: Sequence[str], seeds: Sequence[int]) -> dict[str, list[Scores]]:
    """Train all ways with all seeds; each result is printed as soon as it is there."""
    found: dict[str, list[Scores]] = {}
    for seed in seeds:
        spent: dict[str | None, float] = {None: 0.0}
        for way in ways:
            folder, last_stage = bench.learn(way, seed)
            seconds = spent[way] = last_stage + spent[BEFORE.get(way)]
            run = load_run(folder.path)
            networks = {way: mask_network(run), **({STITCHED: stitched_network(run)} if way == COARSE else {})}
            for name, network in networks.items():
                scores = bench.measure(network, seconds)
                found.setdefault(name, []).append(scores)
                print(f"{name}, seed {seed}: {scores}", flush=True)
            keras.backend.clear_session()
    return found


def print_table(found: dict[str, list[Scores]]) -> None:
    """Means over the seeds with those of each seed, best borders first, and whether the order is the wanted one."""
    mean = {
        (name, field): float(np.mean([getattr(one, field) for one in scores]))
        for name, scores in found.items()
        for field in Scores.__dataclass_fields__
    }
    print("| way | mIoU | boundary F1 | parameters | training, processor s | one picture, processor ms |")
    print("|---|---|---|---|---|---|")
    for name in sorted(found, key=lambda name: -mean[name, "boundary_f1"]):
        iou, borders = (" ".join(f"{getattr(one, field):.3f}" for one in found[name]) for field in MEASURES)
        print(
            f"| {name} | {mean[name, 'mean_iou']:.3f} ({iou}) | {mean[name, 'boundary_f1']:.3f} ({borders}) "
            f"| {mean[name, 'parameters']:,.0f} | {mean[name, 'training']:.0f} | {1000 * mean[name, 'asking']:.0f} |"
        )
    for field, better, worse in WANTED:
        if better in found and worse in found:
            is_met = mean[better, field] > mean[worse, field]
            pairs = zip(found[better], found[worse], strict=True)
            seeds = sum(getattr(one, field) > getattr(other, field) for one, other in pairs)
            word = "yes" if is_met else "NO"
            print(f"{field}: {better} above {worse}: {word}, with {seeds} of {len(found[worse])} seeds")


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--size", type=int, default=128, help="side of the pictures in pixels")
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--stages", type=int, help="epochs of each FCN; as many as all others have if left out")
    parser.add_argument("--seeds", type=int, nargs="+", default=(1, 2))
    parser.add_argument(
        "--batch-size", type=int, default=4, help="pictures per step: few, so that there are many steps"
    )
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--longer", action="store_true", help="also a direct heat map that learns as long as FCN-32s")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["FOVEA_HOME"] = home
        folder = Path(home) / "sample"
        write_sample("semantic", folder, count=given.pictures, seed=1, size_px=given.size)
        index = DatasetIndex(open_dataset(folder, on_progress=ignore_progress, is_cancelled=never_cancelled))
        settings = {"batch_size": given.batch_size}
        bench = Bench(index, Path(home), given.epochs, given.stages or given.epochs, settings)
        print_table(compare(bench, [*given.ways, *([LONGER] if given.longer else [])], given.seeds))
        index.close()


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main()
