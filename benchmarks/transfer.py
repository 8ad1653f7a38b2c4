"""Few pictures of new classes: a backbone that learned other classes against training from scratch.

Run ``python -m benchmarks.transfer CHARACTERS`` in the repository, with the folder of ``omniglot-small1``: 136
handwritten characters. LeNet-5 learns half of the characters from all their 20 pictures. Then 10 pictures of each of
the other half are learned by the same network from scratch, with that one as a backbone whose convolutions are frozen,
and with them unfrozen after half of the epochs; the other 10 pictures of each say how well. Everything else, the number
of epochs too, is what Fovea proposes for the pictures from scratch. Wanted: the frozen backbone is better with every
seed.
"""

import argparse
import statistics
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from engine import train
from engine.contract.config import RunConfig, SplitConfig, WeightsSource
from engine.contract.run_events import RunStatus
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.evaluate import evaluate
from engine.model_store import load_run
from engine.network_plan import freeze_until
from engine.tasks.proposing import propose_config
from engine.tasks.wishes import Wishes

NETWORK, FROZEN_UNTIL = "lenet5", "s4"
SIDE_PX = 32
PICTURES_OF_A_CLASS = 10
PICTURES_OF_A_KNOWN_CLASS = 20
BACKBONE_EPOCHS = 80
UNFROZEN_RATE = 0.3
WAYS = ("from scratch", "frozen backbone", "unfrozen later")


def main() -> None:
    """Print accuracies as a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("characters", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    print(f"| seed | {' | '.join(WAYS)} |")
    print(f"|---|{'---|' * len(WAYS)}")
    rows = []
    for seed in range(1, arguments.seeds + 1):
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(Datasets.make(arguments.characters, Path(folder), seed), Path(folder)))
        print(table_row(str(seed), rows[-1]), flush=True)
    print(table_row("mean", [statistics.mean(column) for column in zip(*rows, strict=True)]))
    is_as_wanted = all(frozen > scratch for scratch, frozen, _ in rows)
    print(f"\nA frozen backbone is better with every seed: {'yes' if is_as_wanted else 'NO'}.")


def table_row(seed: str, accuracies: Sequence[float]) -> str:
    """A line of the table."""
    return f"| {seed} | {' | '.join(f'{accuracy:.3f}' for accuracy in accuracies)} |"


@dataclass(frozen=True, slots=True)
class Datasets:
    """What one seed learns from.

    Attributes:
        new: a few pictures of the new classes.
        backbone: run that has learned the other classes.
        seed: of the choice of pictures and of all runs.
    """

    new: Path
    backbone: Path
    seed: int

    @classmethod
    def make(cls, characters: Path, folder: Path, seed: int) -> "Datasets":
        """Choose the pictures, and train the backbone."""
        rng = np.random.default_rng(seed)
        classes = sorted({picture.parent for picture in characters.rglob("*.png")})
        order = [classes[place] for place in rng.permutation(len(classes))]
        half = len(order) // 2
        known = copy_classes(order[:half], folder / "known", rng, count=PICTURES_OF_A_KNOWN_CLASS)
        new = copy_classes(order[half:], folder / "new", rng, count=PICTURES_OF_A_CLASS)
        config = with_training(proposed(known, seed, None), epochs=BACKBONE_EPOCHS)
        return cls(new, learn(config, folder / "backbone"), seed)


def measure(datasets: Datasets, folder: Path) -> list[float]:
    """Accuracies on the test pictures of the new classes, for each of ``WAYS``."""
    scratch = proposed(datasets.new, datasets.seed, None)
    source = WeightsSource(origin="run", path=str(datasets.backbone))
    frozen = freeze_until(proposed(datasets.new, datasets.seed, source), FROZEN_UNTIL)
    frozen = frozen.model_copy(update={"training": scratch.training})
    half = scratch.training.epochs // 2
    later = with_training(frozen, unfreeze_epoch=half, unfreeze_rate=UNFROZEN_RATE)
    runs = (learn(config, folder / f"run{number}") for number, config in enumerate((scratch, frozen, later)))
    return [accuracy_of(run) for run in runs]


def copy_classes(classes: Iterable[Path], folder: Path, rng: np.random.Generator, *, count: int) -> Path:
    """A dataset of small pictures: ``count`` of each class to learn from, the others to measure with."""
    for source in classes:
        pictures = sorted(source.glob("*.png"))
        for place, number in enumerate(rng.permutation(len(pictures))):
            split = "train" if place < count else "test"
            target = folder / split / f"{source.parent.name} {source.name}" / pictures[number].name
            target.parent.mkdir(parents=True, exist_ok=True)
            with Image.open(pictures[number]) as picture:
                picture.convert("L").resize((SIDE_PX, SIDE_PX), Image.Resampling.BOX).save(target)
    return folder


def proposed(dataset: Path, seed: int, source: WeightsSource | None) -> RunConfig:
    """What Fovea proposes for a dataset, without pictures for validation: there are too few."""
    index_path = open_dataset(dataset, on_progress=lambda *_: None, is_cancelled=lambda: False)
    with DatasetIndex(index_path) as index:
        config, _ = propose_config(index, Wishes(network=None if source else NETWORK, weights=source))
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
