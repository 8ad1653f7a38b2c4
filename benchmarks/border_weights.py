"""Whether border weights help to tell touching nuclei apart: the same U-Net with and without them, some seeds each.

Run ``python -m benchmarks.border_weights DATASET`` in the repository, with a dataset in which single objects are drawn
that touch, as dsb2018-fluorescence. All runs have the settings that Fovea proposes, except for fewer epochs. Beside the
score of the Data Science Bowl stands the same score of those objects alone that touch another one. Wanted: with border
weights at least as good on touching objects as without.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine import train
from engine.contract.config import MaskConfig, TaskName
from engine.contract.dataset import ImageRow, Split
from engine.contract.run_events import RunStatus
from engine.data.cache import ignore_progress, never_cancelled
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.dataset.pictures.regions.opening import opened_regions
from engine.evaluating.masks import count_pixel_confusion, score_confusion
from engine.model_store import LoadedRun, load_run
from engine.ops.instance_scores import match_instances
from engine.ops.means import mean_of_given
from engine.predicting.masks import predict_mask
from engine.tasks.mask_truth import MaskTruth, rows_with_masks
from engine.tasks.proposing import propose_config

Numbers = NDArray[np.int32]
GAP_PX = 1


@dataclass(frozen=True, slots=True)
class Weights:
    """One way to weigh borders: ``w_0`` and sigma of U-Net; what is reached with it, and what it costs."""

    w_0: float
    sigma_px: float

    @property
    def name(self) -> str:
        """As it stands in the table."""
        return f"w_0 = {self.w_0:g}, sigma = {self.sigma_px:g} px" if self.w_0 else "none"


@dataclass(frozen=True, slots=True)
class Scores:
    """What one run reached on the validation pictures; means over pictures, in [0, 1].

    Attributes:
        dice: of the class of the objects.
        score: of all objects, Data Science Bowl.
        touching: of those that touch another one.
        predicted: pixels taken for objects over those that are.
        training: processor seconds.
    """

    dice: float
    score: float
    touching: float
    predicted: float
    training: float


def touching_objects(objects: Numbers, *, gap_px: int = GAP_PX) -> NDArray[np.int64]:
    """Numbers of the objects (H, W) between which and another one lie at most ``gap_px`` pixels; 0 is no object."""
    window = 2 * gap_px + 3
    largest = ndimage.maximum_filter(objects, window)
    beyond = np.where(objects > 0, objects, np.iinfo(np.int32).max)
    smallest = ndimage.minimum_filter(beyond, window)
    is_near = (objects > 0) & ((largest != objects) | (smallest != objects))
    return np.unique(objects[is_near])


def score_touching(truth: Numbers, found: Numbers) -> float | None:
    """The Data Science Bowl score of the touching objects alone; None where none touch.

    A found object belongs to the true one of which it has most; those that belong to none are left out.
    """
    touching = touching_objects(truth)
    if not len(touching):
        return None
    is_common = (truth > 0) & (found > 0)
    table = np.zeros((int(found.max()) + 1, int(truth.max()) + 1), np.int64)
    np.add.at(table, (found[is_common], truth[is_common]), 1)
    is_kept = np.isin(table.argmax(axis=1), touching)
    is_kept[table.sum(axis=1) == 0] = False
    return match_instances(np.where(np.isin(truth, touching), truth, 0), np.where(is_kept[found], found, 0)).score


@dataclass(frozen=True, slots=True)
class Bench:
    """The dataset, and what is the same for all runs."""

    index: DatasetIndex
    home: Path
    epochs: int

    def learn(self, weights: Weights, seed: int) -> tuple[LoadedRun, float]:
        """Train, or take up what has been trained into the same folder before.

        Returns:
            The run and its processor seconds; those of a run of before are not known, and left out of the table.

        Raises:
            RuntimeError: the run did not finish.
        """
        place = self.home / f"{self.epochs}-epochs-{weights.w_0:g}-{weights.sigma_px:g}-{seed}"
        seconds = float("nan")
        if not place.exists():
            config, _ = propose_config(self.index, task=TaskName.SEMANTIC)
            training = config.training.model_copy(update={"epochs": self.epochs})
            masks = _weighted(config.masks, weights)
            started = time.process_time()
            changes = {"training": training, "masks": masks, "seed": seed}
            state = train.train(train.create_run(config.model_copy(update=changes), place))
            seconds = time.process_time() - started
            if state.status is not RunStatus.FINISHED:
                raise RuntimeError(f"{place} did not finish. Received: {state.reason}")
        return load_run(place), seconds

    def measure(self, run: LoadedRun, training: float) -> Scores:
        """Ask a run about all validation pictures."""
        rows = [row for row in rows_with_masks(self.index) if row.split is Split.VALIDATION]
        truth = MaskTruth.of(self.index, rows)
        found = np.array([self._of_picture(run, truth, row) for row in rows], np.float64)
        dice, score, touching, predicted = np.nanmean(found, axis=0).tolist()
        return Scores(dice, score, touching, predicted, training)

    def _of_picture(self, run: LoadedRun, truth: MaskTruth, row: ImageRow) -> tuple[float, ...]:
        with opened_regions(self.index.root / row.path, on_progress=ignore_progress) as source:
            said = predict_mask(run, source, name=row.path, on_progress=ignore_progress)
        if said.objects is None:
            raise RuntimeError(f"Objects are not told apart. Received: {run.path}.")
        classes, objects = truth.classes(row.path), truth.objects(row.path)
        overlaps = score_confusion(count_pixel_confusion(classes, said.classes, classes=len(run.classes))).classes
        scores = (
            mean_of_given(one.dice for one in overlaps[1:]),
            match_instances(objects, said.objects).score,
            score_touching(objects, said.objects),
            int((said.classes > 0).sum()) / max(1, int((classes > 0).sum())),
        )
        return tuple(np.nan if one is None else one for one in scores)


def _weighted(masks: MaskConfig, weights: Weights) -> MaskConfig:
    return masks.model_copy(update={"border_weight": weights.w_0, "border_sigma": weights.sigma_px})


def compare(bench: Bench, ways: Sequence[Weights], seeds: Sequence[int]) -> dict[str, list[Scores]]:
    """Train all ways with all seeds; each result is printed as soon as it is there."""
    found: dict[str, list[Scores]] = {}
    for seed in seeds:
        for way in ways:
            scores = bench.measure(*bench.learn(way, seed))
            found.setdefault(way.name, []).append(scores)
            print(f"{way.name}, seed {seed}: {scores}", flush=True)
            keras.backend.clear_session()
    return found


def print_table(found: dict[str, list[Scores]]) -> None:
    """Means over the seeds, with the smallest and the largest."""
    print("| border weights | touching objects | all objects | Dice | predicted / true pixels | processor s |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, scores in found.items():
        cells = {one.name: [getattr(each, one.name) for each in scores] for one in fields(Scores)}
        shown = [_spread(cells[part]) for part in ("touching", "score", "dice", "predicted")]
        print(f"| {name} | {' | '.join(shown)} | {np.nanmean(cells['training']):.0f} |")


def _spread(values: Sequence[float]) -> str:
    return f"{np.mean(values):.3f} ({min(values):.3f} to {max(values):.3f})"


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--seeds", type=int, nargs="+", default=(1, 2, 3))
    parser.add_argument("--w-0", type=float, nargs="+", default=(0.0, 10.0), help="0: no border weights")
    parser.add_argument("--sigma", type=float, default=5.0, help="in pixels")
    parser.add_argument("--home", type=Path, help="where runs are kept, and taken up; nowhere if left out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = given.home or Path(temporary)
        os.environ.setdefault("FOVEA_HOME", str(home))
        index = DatasetIndex(open_dataset(given.dataset, on_progress=ignore_progress, is_cancelled=never_cancelled))
        ways = [Weights(w_0, given.sigma) for w_0 in given.w_0]
        print_table(compare(Bench(index, home, given.epochs), ways, given.seeds))
        index.close()


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main()
