"""Whether a broken dataset was opened as it should be."""

from collections import Counter
from collections.abc import Iterable, Iterator

from engine.contract.dataset import ProblemCode
from tests.engine.dataset.fuzz.outcome import Outcome, SeenProblem
from tests.engine.dataset.fuzz.running import LIMIT_SECONDS
from tests.engine.dataset.fuzz.variant import EVERY_PICTURE, FIRST_PICTURE, Variant

# What follows from losing labels, and is not the fault itself.
_FOLLOWING = frozenset((ProblemCode.SINGLE_CLASS, ProblemCode.CLASS_NOT_IN_SPLIT, ProblemCode.EMPTY_CLASS))


def causes(problems: Iterable[SeenProblem]) -> list[SeenProblem]:
    """Problems apart from those that only follow from others."""
    return [problem for problem in problems if problem.code not in _FOLLOWING]


def faults_of(variant: Variant, outcome: Outcome, sound: Outcome) -> list[str]:
    """What went wrong, in sentences; empty where everything is as it should be.

    Args:
        variant: that was opened.
        outcome: of it.
        sound: outcome of the same dataset before it was broken.
    """
    if outcome.crash:
        return [outcome.crash]
    found = [f"It read {path}." for path in outcome.reads_outside]
    if outcome.seconds >= LIMIT_SECONDS:
        found.append(f"It took {outcome.seconds:.1f} s.")
    if outcome.refusal:
        return found if variant.may_be_refused else [*found, f"It was refused: {outcome.refusal}"]
    return [*found, *_of_problems(variant, outcome, sound), *_of_pictures(variant, outcome, sound)]


def _of_problems(variant: Variant, outcome: Outcome, sound: Outcome) -> Iterator[str]:
    told = Counter((problem.code, problem.path, problem.place) for problem in outcome.problems)
    for problem, number in told.items():
        if number > 1:
            yield f"{problem} is told {number} times."
    known = {(problem.code, problem.path, problem.place) for problem in sound.problems}
    new = [problem for problem in outcome.problems if (problem.code, problem.path, problem.place) not in known]
    found = causes(new)
    if variant.is_told and not found:
        yield "The fault is not told."
    if variant.most_problems is not None and len(found) > variant.most_problems:
        yield f"One fault is told as {len(found)} problems: {found}."


def _of_pictures(variant: Variant, outcome: Outcome, sound: Outcome) -> Iterator[str]:
    """Pictures and labels that the damage had no part in, and that are gone or changed."""
    if variant.touched == EVERY_PICTURE:
        return
    labels = {picture.name: picture for picture in outcome.pictures}
    renamed = next((picture for picture in outcome.pictures if picture.path.endswith(f"{variant.renamed}")), None)
    for picture in sound.pictures:
        if picture.name in variant.touched:
            continue
        is_renamed = variant.renamed is not None and picture.name in FIRST_PICTURE
        now = renamed if is_renamed else labels.get(picture.name)
        if now is None:
            yield f"{picture.path} is gone."
        elif now.labels != picture.labels:
            yield f"{picture.path} has the labels {now.labels} in place of {picture.labels}."
        elif now.status != picture.status:
            yield f"{picture.path} is {now.status}."
