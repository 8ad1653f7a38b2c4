"""What the folders of two runs tell, so that their answers can be joined. Free of Qt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, Literal, Protocol, TypeVar

from engine.contract.config import RunConfig
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.dataset.labels.relocated import relocated_pictures
from engine.dataset.splits.assigning import read_splits
from gui.pages.inspect.results import read_evaluation, read_results
from gui.pages.runs.pictures.joining import Joined, PictureSet, RunAnswers, common_pictures, join, splits_needed
from gui.runs.comparable import Comparison


class Comparable(Protocol):
    """Two runs whose answers are joined; knows which runs."""

    @property
    def runs(self) -> "RunsToCompare":
        """The two."""
        ...


Compared = TypeVar("Compared", bound=Comparable)


@dataclass(frozen=True, slots=True)
class PairedRun:
    """One of the two runs, as its folder describes it.

    Attributes:
        path: the run folder.
        config: its configuration.
        splits: the split of each picture when it was trained, by its path now.
    """

    path: Path
    config: RunConfig
    splits: dict[str, Split]

    @classmethod
    def read(cls, path: Path) -> "PairedRun":
        """Read the folder.

        Raises:
            UserError: there is no such run any more, or it does not say which pictures it was trained on.
        """
        folder = RunFolder(path)
        if path.is_file():
            raise UserError(f"{path.name} is a file: its pictures are not known.", "Choose a run in its place.")
        if not folder.config.exists():
            raise UserError(f"{path.name} is no longer there.", "Choose another run, or undo its deletion.")
        config = folder.read_config()
        splits = relocated_pictures(config.dataset.folder).by_present(read_splits(folder.split))
        return cls(path, config, splits)

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name

    @property
    def root(self) -> Path:
        """The folder of its pictures."""
        return self.config.dataset.folder

    def evaluation(self, split: Split) -> Path:
        """The folder of its evaluation on a split."""
        return RunFolder(self.path).evaluation / split.value

    def unevaluated(self, splits: Iterable[Split], evaluated_on: "EvaluatedOn") -> tuple[Split, ...]:
        """Those of some splits whose evaluation is missing, or older than the network."""
        return tuple(sorted(split for split in splits if not self._is_evaluated(split, evaluated_on)))

    def answers(self, splits: Iterable[Split]) -> RunAnswers:
        """What it said of the pictures of some splits."""
        results = {split: read_results(self.evaluation(split)) for split in splits}
        return RunAnswers(self.name, self.config.classes, self.splits, results)

    def _is_evaluated(self, split: Split, evaluated_on: "EvaluatedOn") -> bool:
        dataset = evaluated_on(self.evaluation(split))
        if dataset is None or Path(dataset) != Path(self.config.dataset.path):
            return False  # of another dataset: main.py evaluate --dataset writes into the same folder
        try:
            made = (self.evaluation(split) / "images.csv").stat().st_mtime_ns
            return made >= RunFolder(self.path).model.stat().st_mtime_ns
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class RunsToCompare:
    """Two runs that learned from the same dataset, and the pictures they are compared on.

    Attributes:
        first: run A.
        second: run B.
        split: which pictures.
        with_trained: whether pictures count that one of the runs has trained on.
        pictures: what the splits of both say.
    """

    first: PairedRun
    second: PairedRun
    split: Split
    with_trained: bool
    pictures: PictureSet

    @classmethod
    def read(cls, first: Path, second: Path, split: Split, *, with_trained: bool) -> "RunsToCompare":
        """Read both folders.

        Raises:
            UserError: why the two cannot be compared, and what to do.
        """
        one, other = PairedRun.read(first), PairedRun.read(second)
        _require_comparable(one, other)
        pictures = common_pictures(one.splits, other.splits, split)
        return cls(one, other, split, with_trained and pictures.fair != pictures.pictures, pictures)

    @property
    def paths(self) -> frozenset[Path]:
        """The folders of both runs, whichever is A."""
        return frozenset((self.first.path, self.second.path))

    @property
    def chosen(self) -> frozenset[str]:
        """Paths of the pictures that are compared."""
        return self.pictures.chosen(with_trained=self.with_trained)

    def needed(self) -> tuple[tuple[PairedRun, tuple[Split, ...]], ...]:
        """The splits on which each run has to be evaluated."""
        chosen = self.chosen
        return tuple((run, tuple(sorted(splits_needed(run.splits, chosen)))) for run in (self.first, self.second))

    def missing(self, evaluated_on: "EvaluatedOn") -> tuple[tuple[Path, Split], ...]:
        """The evaluations that have to be made first."""
        return tuple(
            (run.path, split) for run, splits in self.needed() for split in run.unevaluated(splits, evaluated_on)
        )


EvaluatedOn = Callable[[Path], str | None]
"""The dataset of an evaluation in a folder; None where there is none with all that a comparison takes."""


@dataclass(frozen=True, slots=True)
class PairWay(Generic[Compared]):
    """One way to compare two runs on pictures.

    Attributes:
        comparison: which runs it is for.
        no_runs: what is said where there are none.
        remembered_as: the setting that keeps the two runs of the last time.
        evaluated_on: whether an evaluation has what it takes.
        compare: joins what both runs said, once all evaluations are there.
    """

    comparison: Comparison
    no_runs: str
    remembered_as: Literal["compared_runs", "compared_detectors"]
    evaluated_on: EvaluatedOn
    compare: Callable[[RunsToCompare], Compared]


@dataclass(frozen=True, slots=True)
class ComparedRuns:
    """Two runs with their answers, and these joined picture by picture."""

    runs: RunsToCompare
    first: RunAnswers
    second: RunAnswers
    joined: Joined


def compare_answers(runs: RunsToCompare) -> ComparedRuns:
    """Join what both runs said of the pictures."""
    (first, first_splits), (second, second_splits) = runs.needed()
    answers = first.answers(first_splits), second.answers(second_splits)
    return ComparedRuns(runs, *answers, join(*answers, runs.chosen))


def answers_evaluated_on(folder: Path) -> str | None:
    """The dataset of an evaluation of answers; None where there is none."""
    evaluation = read_evaluation(folder)
    return None if evaluation is None else evaluation.dataset


ANSWERS: Final = PairWay(
    Comparison.ANSWERS,
    "Two classifiers that learned from the same pictures can be compared here. Train another one.",
    "compared_runs",
    answers_evaluated_on,
    compare_answers,
)


def look_up(
    first: Path, second: Path, split: Split, *, with_trained: bool, way: PairWay[Compared]
) -> "Compared | RunsToCompare | UserError":
    """Compare two runs, as far as their folders allow.

    It takes a second for tens of thousands of pictures.

    Args:
        first: folder of run A.
        second: folder of run B.
        split: of the pictures that count.
        with_trained: whether those count, too, that a run has trained on.
        way: how they are compared.

    Returns:
        The comparison; the two runs alone where evaluations are missing, or there are no pictures to compare them on;
        or why they cannot be compared.
    """
    try:
        runs = RunsToCompare.read(first, second, split, with_trained=with_trained)
    except UserError as error:
        return error
    return runs if runs.missing(way.evaluated_on) or not runs.chosen else way.compare(runs)


def why_nothing(runs: RunsToCompare) -> str:
    """Why there is no picture to compare two runs on, and what to do; empty where there is one."""
    if runs.chosen:
        return ""
    if not runs.pictures.pictures:
        return f"Neither run has {runs.split.value} pictures that both know. Choose other pictures above."
    return (
        f"There is none among {len(runs.pictures.pictures):,} {runs.split.value} pictures that neither run trained on. "
        "Choose other pictures above, or count those that one of them has trained on."
    )


def _require_comparable(first: PairedRun, second: PairedRun) -> None:
    if first.path == second.path:
        raise UserError(f"{first.name} stands on both sides.", "Choose another run for one of them.")
    if Path(first.config.dataset.path) != Path(second.config.dataset.path):
        raise UserError(
            f"{first.name} and {second.name} learned from different datasets: "
            f"{first.config.dataset.name} and {second.config.dataset.name}.",
            "Choose two runs of the same pictures.",
        )
    if not Path(first.config.dataset.path).exists():
        raise UserError(
            f"The pictures of both runs are no longer at {first.config.dataset.path}.", "Put the folder back there."
        )
