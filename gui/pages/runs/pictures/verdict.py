"""What a comparison of two runs says in words. Free of Qt."""

from dataclasses import dataclass
from typing import Final

from engine.contract.dataset import Split
from engine.ops.mcnemar import mcnemar_exact
from gui.pages.runs.pictures.joining import Joined, Outcome, PictureSet, RunAnswers
from gui.words import percent, plural

_JUDGEMENTS: Final = (
    (0.01, "This is hardly chance."),
    (0.05, "This is probably not chance."),
    (0.2, "This may be chance."),
)
_MAY_BE_CHANCE: Final = "This may well be chance."
_SMALLEST_SAID: Final = 0.001


@dataclass(frozen=True, slots=True)
class Verdict:
    """A headline, and the sentences that explain it."""

    headline: str
    reasons: str


def verdict_on(joined: Joined, first: str, second: str) -> Verdict:
    """Which of two runs, given by name, is better, and whether that may be chance."""
    only_first, only_second = joined.counts[Outcome.ONLY_FIRST], joined.counts[Outcome.ONLY_SECOND]
    apart = only_first + only_second
    if not apart:
        return Verdict("Neither is better", "Both are right on the same pictures: none of them tells the runs apart.")
    tell = "tells" if apart == 1 else "tell"
    basis = f"{plural(apart, 'picture')} {tell} the runs apart, because only one of them is right."
    if only_first == only_second:
        return Verdict("Neither is better", f"{basis} Each run is right on half of them.")
    better = first if only_first > only_second else second
    p_value = mcnemar_exact(only_first=only_first, only_second=only_second)
    headline = f"{better} is right on {plural(abs(only_first - only_second), 'picture')} more"
    return Verdict(headline, f"{_judgement(p_value)} {basis} {_explanation(p_value)}")


def set_words(pictures: PictureSet, split: Split, names: tuple[str, str], *, with_trained: bool) -> str:
    """On which pictures the runs, given by name, are compared, and whether that is fair."""
    trained = [
        f"{name} has trained on {len(paths):,}"
        for name, paths in zip(names, (pictures.trained_by_first, pictures.trained_by_second), strict=True)
        if paths
    ]
    total = plural(len(pictures.pictures), f"{split.value} picture")
    if not trained:
        return f"{total}. Neither run has trained on any of them."
    divided = f"The runs divide the pictures differently: of {total} of either run, {' and '.join(trained)}."
    if with_trained:
        return f"{divided} A run does better where it has trained: fair is only what neither has trained on."
    return f"{divided} Those are left out: fair is only what neither has trained on, {len(pictures.fair):,} here."


def left_out_words(joined: Joined, first: RunAnswers, second: RunAnswers) -> str:
    """Which classes and pictures could not be compared, and why; empty where all could."""
    sentences = [
        f"{one.name} does not know {_listed(missing)}."
        for one, other in ((first, second), (second, first))
        if (missing := [name for name in other.classes if name not in one.classes])
    ]
    if sentences:
        sentences.insert(0, "Classes are matched by name.")
    if joined.unanswered:
        sentences.append(f"{plural(joined.unanswered, 'picture')} left out: not known to both, or not readable.")
    if joined.relabelled:
        sentences.append(f"{plural(joined.relabelled, 'picture')} left out: relabelled since. Evaluate both again.")
    return " ".join(sentences)


def _judgement(p_value: float) -> str:
    return next((words for limit, words in _JUDGEMENTS if p_value < limit), _MAY_BE_CHANCE)


def _explanation(p_value: float) -> str:
    often = f"less than {percent(_SMALLEST_SAID)}" if p_value < _SMALLEST_SAID else percent(p_value)
    return f"Two equally good runs would differ at least as much in {often} of such comparisons (McNemar's exact test)."


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3:,} more classes" if len(names) > 3 else shown
