"""What finished runs said of the pictures of a dataset, as filters of its gallery. Free of Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.contract.folders import runs_folder
from engine.contract.predictions import Evaluation
from engine.contract.run_folder import RunFolder
from gui.pages.inspect.results import read_evaluation, read_results

_NEWEST: Final = 12


@dataclass(frozen=True, slots=True)
class RunEvaluation:
    """An evaluation of a run on the dataset.

    Attributes:
        folder: where its pictures are listed.
        title: the run and the split, for people.
        numbers: what was measured.
    """

    folder: Path
    title: str
    numbers: Evaluation

    @property
    def predictions(self) -> tuple["Prediction", ...]:
        """What can be chosen: the wrong ones, then every class that was predicted."""
        confusion = self.numbers.confusion
        right = sum(row[place] for place, row in enumerate(confusion))
        wrong = Prediction(self.folder, self.title, None, sum(map(sum, confusion)) - right)
        predicted = (sum(column) for column in zip(*confusion, strict=True))
        named = (
            Prediction(self.folder, self.title, result.name, count)
            for result, count in zip(self.numbers.per_class, predicted, strict=False)
        )
        return (wrong, *(prediction for prediction in named if prediction.count))


@dataclass(frozen=True, slots=True)
class Prediction:
    """Pictures of which a run said the same.

    Attributes:
        folder: of the evaluation.
        title: the run and the split.
        predicted: the class; None for every wrong prediction.
        count: how many pictures there were.
    """

    folder: Path
    title: str
    predicted: str | None
    count: int

    @property
    def words(self) -> str:
        """What a chip shows."""
        return f"{'wrong' if self.predicted is None else self.predicted}, {self.title}"

    def paths(self) -> tuple[str, ...]:
        """The pictures, relative to the dataset; none where the evaluation is gone."""
        return tuple(
            result.image
            for result in read_results(self.folder)
            if (result.predicted == self.predicted if self.predicted is not None else result.predicted != result.truth)
        )


def evaluations_of(dataset: Path) -> list[RunEvaluation]:
    """The newest evaluations of runs on a dataset, newest first."""
    found = sorted(_evaluations(dataset), key=_made, reverse=True)
    return [evaluation for _, evaluation in found[:_NEWEST]]


def _evaluations(dataset: Path) -> Iterator[tuple[float, RunEvaluation]]:
    for metrics in runs_folder().glob("*/evaluation/*/metrics.json"):
        numbers = read_evaluation(metrics.parent)
        if numbers is not None and Path(numbers.dataset) == dataset:
            run = RunFolder(metrics.parents[2]).path.name
            yield metrics.stat().st_mtime, RunEvaluation(metrics.parent, f"{run}, {numbers.split}", numbers)


def _made(entry: tuple[float, RunEvaluation]) -> float:
    return entry[0]
