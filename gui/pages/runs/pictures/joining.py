"""Two runs joined picture by picture: who is right where, and on which pictures that is fair. Free of Qt."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from engine.contract.dataset import Split
from engine.contract.predictions import ImageResult


class Outcome(Enum):
    """What both runs make of a picture: a cell of the 2 x 2 table."""

    BOTH_RIGHT = "both right"
    ONLY_FIRST = "only the first one right"
    ONLY_SECOND = "only the second one right"
    BOTH_WRONG = "both wrong"


@dataclass(frozen=True, slots=True)
class RunAnswers:
    """What one run said of the pictures of its dataset.

    Attributes:
        name: of the run.
        classes: names in the order of its scores.
        splits: the split of each picture, by its path, when the run was trained; empty where nobody knows.
        results: the pictures of its evaluations, by split.
    """

    name: str
    classes: tuple[str, ...]
    splits: Mapping[str, Split]
    results: Mapping[Split, Sequence[ImageResult]]

    def by_picture(self) -> dict[str, ImageResult]:
        """Its answers by the path of the picture."""
        return {result.image: result for results in self.results.values() for result in results}


@dataclass(frozen=True, slots=True)
class ComparedPicture:
    """A picture with the answers of both runs, and who of them is right."""

    path: str
    truth: str
    first: ImageResult
    second: ImageResult
    outcome: Outcome

    @property
    def has_two_answers(self) -> bool:
        """Whether the runs predict different classes."""
        return self.first.predicted != self.second.predicted

    @property
    def score_gap(self) -> float:
        """How far apart the runs are in the score of the truth, in [0, 1]."""
        return abs(self.first.truth_score - self.second.truth_score)


@dataclass(frozen=True, slots=True)
class ClassDifference:
    """The pictures of one class, and how many of them each run gets right."""

    name: str
    pictures: int
    first_right: int
    second_right: int

    @property
    def difference(self) -> int:
        """How many more the second run gets right."""
        return self.second_right - self.first_right


@dataclass(frozen=True, slots=True)
class PictureSet:
    """Which pictures of a split could be compared, by their paths, and who has trained on which of them.

    Attributes:
        pictures: those that at least one run has in the split, and both know.
        trained_by_first: those of them that the first run has trained on.
        trained_by_second: those of them that the second run has trained on.
    """

    pictures: frozenset[str]
    trained_by_first: frozenset[str]
    trained_by_second: frozenset[str]

    @property
    def fair(self) -> frozenset[str]:
        """Those that neither run has trained on."""
        return self.pictures - self.trained_by_first - self.trained_by_second

    def chosen(self, *, with_trained: bool) -> frozenset[str]:
        """All of them, or only the fair ones."""
        return self.pictures if with_trained else self.fair


@dataclass(frozen=True, slots=True)
class Joined:
    """Two runs on the same pictures, disagreements first.

    Attributes:
        pictures: in the order of disagreement.
        classes: those first where the runs differ by most pictures.
        counts: how many pictures are in each cell of the 2 x 2 table.
        relabelled: how many were left out, because their label changed between the evaluations.
        unanswered: how many were left out, because a run could not read them or does not know their class.
    """

    pictures: tuple[ComparedPicture, ...]
    classes: tuple[ClassDifference, ...]
    counts: Mapping[Outcome, int]
    relabelled: int = 0
    unanswered: int = 0

    def of(self, outcome: Outcome) -> tuple[ComparedPicture, ...]:
        """The pictures of a cell of the 2 x 2 table."""
        return tuple(picture for picture in self.pictures if picture.outcome is outcome)

    def of_class(self, name: str) -> tuple[ComparedPicture, ...]:
        """The pictures with a label."""
        return tuple(picture for picture in self.pictures if picture.truth == name)

    @property
    def accuracies(self) -> tuple[float, float] | None:
        """The share of right answers of both runs; None without pictures."""
        if not self.pictures:
            return None
        both, total = self.counts[Outcome.BOTH_RIGHT], len(self.pictures)
        return (both + self.counts[Outcome.ONLY_FIRST]) / total, (both + self.counts[Outcome.ONLY_SECOND]) / total


def common_pictures(first: Mapping[str, Split], second: Mapping[str, Split], split: Split) -> PictureSet:
    """The pictures that are in a split for at least one run, and known to both.

    The order of the runs changes nothing but who is called first.
    """
    shared = first.keys() & second.keys()
    pictures = frozenset(path for path in shared if split in (first[path], second[path]))
    return PictureSet(
        pictures,
        frozenset(path for path in pictures if first[path] is Split.TRAIN),
        frozenset(path for path in pictures if second[path] is Split.TRAIN),
    )


def splits_needed(own: Mapping[str, Split], pictures: Iterable[str]) -> frozenset[Split]:
    """The splits on which a run must be evaluated so that its answers to these pictures are known."""
    return frozenset(own[path] for path in pictures)


def join(first: RunAnswers, second: RunAnswers, paths: Iterable[str]) -> Joined:
    """Both runs' answers to some pictures, joined by their paths; classes are matched by name.

    Different predictions come first, then the rest; in both parts those first where the scores of the truth are
    furthest apart.
    """
    answers, others = first.by_picture(), second.by_picture()
    wanted = sorted(paths)
    pairs = [(path, answers[path], others[path]) for path in wanted if path in answers and path in others]
    pictures = [ComparedPicture(path, a.truth, a, b, _outcome(a, b)) for path, a, b in pairs if a.truth == b.truth]
    pictures.sort(key=_by_disagreement)
    return Joined(
        tuple(pictures),
        _classes(pictures),
        dict.fromkeys(Outcome, 0) | Counter(picture.outcome for picture in pictures),
        relabelled=len(pairs) - len(pictures),
        unanswered=len(wanted) - len(pairs),
    )


def _outcome(first: ImageResult, second: ImageResult) -> Outcome:
    match first.predicted == first.truth, second.predicted == second.truth:
        case (True, True):
            return Outcome.BOTH_RIGHT
        case (True, False):
            return Outcome.ONLY_FIRST
        case (False, True):
            return Outcome.ONLY_SECOND
        case _:
            return Outcome.BOTH_WRONG


def _classes(pictures: Sequence[ComparedPicture]) -> tuple[ClassDifference, ...]:
    by_class: dict[str, list[ComparedPicture]] = {}
    for picture in pictures:
        by_class.setdefault(picture.truth, []).append(picture)
    return tuple(sorted((_difference(name, by_class[name]) for name in sorted(by_class)), key=_by_size))


def _difference(name: str, pictures: Sequence[ComparedPicture]) -> ClassDifference:
    outcomes = Counter(picture.outcome for picture in pictures)
    both = outcomes[Outcome.BOTH_RIGHT]
    first, second = both + outcomes[Outcome.ONLY_FIRST], both + outcomes[Outcome.ONLY_SECOND]
    return ClassDifference(name, len(pictures), first, second)


def _by_disagreement(picture: ComparedPicture) -> tuple[bool, float]:
    return not picture.has_two_answers, -picture.score_gap


def _by_size(difference: ClassDifference) -> int:
    return -abs(difference.difference)
