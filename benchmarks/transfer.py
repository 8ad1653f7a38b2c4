"""Few pictures of new classes: a backbone that learned other classes against training from scratch.

Run ``python -m benchmarks.transfer DIGITS`` in the repository; ``DIGITS`` has folders ``train`` and ``test`` with one
folder for each digit. LeNet-5 learns the digits 0 to 4 from all their pictures. Then 10 pictures of each digit from 5
to 9 are learned by the same network from scratch, with that one as a backbone whose convolutions are frozen, and with
them unfrozen after half of the epochs; all pictures of these digits in ``test`` say how well. Everything else is
Fovea's default for either, once with its augmentation and once without. Wanted: the frozen backbone is better than
scratch with every seed.
"""

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine import train
from engine.contract.config import RunConfig, SplitConfig, WeightsSource
from engine.contract.run_events import RunStatus
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.evaluate import evaluate
from engine.model_store import load_run
from engine.network_plan import freeze_until
from engine.tasks.defaults import propose_config

NETWORK, FROZEN_UNTIL = "lenet5", "s4"
KNOWN, NEW = "01234", "56789"
PICTURES_OF_A_CLASS = 10
UNFROZEN_RATE = 0.3
WAYS = ("from scratch", "frozen backbone", "unfrozen later")


def main() -> None:
    """Print accuracies as a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("digits", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    print(f"| augmentation | seed | {' | '.join(WAYS)} |")
    print(f"|---|---|{'---|' * len(WAYS)}")
    rows: dict[str, list[list[float]]] = {"default": [], "none": []}
    for seed in range(1, arguments.seeds + 1):
        with tempfile.TemporaryDirectory() as folder:
            datasets = Datasets.make(arguments.digits, Path(folder), seed)
            for augmentation, found in rows.items():
                found.append(measure(datasets, is_augmented=augmentation == "default"))
                print(table_row(augmentation, str(seed), found[-1]), flush=True)
    for augmentation, found in rows.items():
        print(table_row(augmentation, "mean", [statistics.mean(column) for column in zip(*found, strict=True)]))
    is_as_wanted = all(frozen > scratch for found in rows.values() for scratch, frozen, _ in found)
    print(f"\nA frozen backbone is better with every seed: {'yes' if is_as_wanted else 'NO'}.")


def table_row(augmentation: str, seed: str, accuracies: Sequence[float]) -> str:
    """A line of the table."""
    return f"| {augmentation} | {seed} | {' | '.join(f'{accuracy:.3f}' for accuracy in accuracies)} |"


@dataclass(frozen=True, slots=True)
class Datasets:
    """What one seed learns from.

    Attributes:
        new: a few pictures of the new classes.
        backbone: run that has learned the other classes.
        seed: of the pictures and of all runs.
    """

    new: Path
    backbone: Path
    seed: int

    @classmethod
    def make(cls, digits: Path, folder: Path, seed: int) -> "Datasets":
        """Choose the pictures, and train the backbone."""
        known = copy_classes(digits, folder / "known", KNOWN, count=None, seed=seed)
        new = copy_classes(digits, folder / "new", NEW, count=PICTURES_OF_A_CLASS, seed=seed)
        return cls(new, learn(proposed(known, seed, None), folder / "backbone"), seed)


def measure(datasets: Datasets, *, is_augmented: bool) -> list[float]:
    """Accuracies on all test pictures of the new classes, for each of ``WAYS``."""
    scratch = proposed(datasets.new, datasets.seed, None)
    source = WeightsSource(origin="run", path=str(datasets.backbone))
    frozen = freeze_until(proposed(datasets.new, datasets.seed, source), FROZEN_UNTIL)
    half = frozen.training.epochs // 2
    later = with_training(frozen, unfreeze_epoch=half, unfreeze_rate=UNFROZEN_RATE)
    accuracies = []
    for config in (scratch, frozen, later):
        augmentation = config.augmentation.model_copy(update={"enabled": is_augmented})
        with tempfile.TemporaryDirectory() as folder:
            run = learn(config.model_copy(update={"augmentation": augmentation}), Path(folder) / "run")
            accuracies.append(accuracy_of(run))
    return accuracies


def copy_classes(digits: Path, folder: Path, names: str, *, count: int | None, seed: int) -> Path:
    """A dataset with all test pictures of some digits, and ``count`` training pictures of each; None: all."""
    for name in names:
        shutil.copytree(digits / "test" / name, folder / "test" / name)
        pictures = sorted((digits / "train" / name).iterdir())
        chosen = np.random.default_rng(seed).permutation(len(pictures))[:count]
        (folder / "train" / name).mkdir(parents=True)
        for number in chosen:
            shutil.copy(pictures[number], folder / "train" / name)
    return folder


def proposed(dataset: Path, seed: int, source: WeightsSource | None) -> RunConfig:
    """What Fovea proposes for a dataset, without pictures for validation: there are too few."""
    index_path = open_dataset(dataset, on_progress=lambda *_: None, is_cancelled=lambda: False)
    with DatasetIndex(index_path) as index:
        config, _ = propose_config(index, network=None if source else NETWORK, weights=source)
    split = SplitConfig(validation_fraction=0.0)
    return with_training(config.model_copy(update={"seed": seed, "split": split}), precision="float32")


def with_training(config: RunConfig, **changes: object) -> RunConfig:
    """``config`` with other settings of the training."""
    return config.model_copy(update={"training": config.training.model_copy(update=changes)})


def learn(config: RunConfig, path: Path) -> Path:
    """Train a run to its end and return its folder.

    Raises:
        RuntimeError: it failed.
    """
    state = train.train(train.create_run(config, path))
    if state.status is not RunStatus.FINISHED:
        raise RuntimeError(f"The run failed: {state.reason}")
    return path


def accuracy_of(run: Path) -> float:
    """Accuracy on the test pictures."""
    found, _ = evaluate(
        load_run(run), split="test", dataset=None, on_progress=lambda *_: None, is_cancelled=lambda: False
    )
    return float(found.metrics["accuracy"])


if __name__ == "__main__":
    main()
