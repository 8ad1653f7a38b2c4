"""What can be done about a problem with one click. Free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.contract.dataset import ProblemCode, ProblemRow, Split

_OF_TWO_PICTURES = (ProblemCode.SPLIT_LEAK, ProblemCode.DUPLICATE_PICTURE, ProblemCode.NEAR_DUPLICATE)


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair that loses nothing and can be undone.

    Attributes:
        text: words of the button.
        tip: what happens, in a sentence.
        moved: the split that pictures are put into, by path; empty: the split is divided anew.
    """

    text: str
    tip: str
    moved: tuple[tuple[str, Split], ...] = ()


def repairs_of(problem: ProblemRow, splits: Mapping[str, Split | None]) -> tuple[Repair, ...]:
    """The safe repairs of a problem, the best first.

    Args:
        problem: what is wrong.
        splits: the present split of the pictures that it is about, by path.
    """
    if problem.code is ProblemCode.CLASS_NOT_IN_SPLIT:
        return (Repair("Divide anew …", "Choose how pictures are divided, so that every split gets every class."),)
    related = problem.related
    if problem.code not in _OF_TWO_PICTURES or related is None:
        return ()
    found = {splits.get(problem.path), splits.get(related)}
    if len(found) < 2 or None in found:
        return ()
    return tuple(
        Repair(
            f"Move both into {split.value}",
            f"Put both pictures into the {split.value} split, so that nothing is learned that is asked later.",
            ((problem.path, split), (related, split)),
        )
        for split in Split
        if split in found
    )
