"""What the views of the Errors tab look at: an evaluated split of a run, and pictures chosen from it. Free of Qt."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.contract.predictions import Evaluation, ImageResult
from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.results import mistakes

NOTHING: Final = "There are no pictures here."


@dataclass(frozen=True, slots=True)
class EvaluatedSplit:
    """A split of a run with everything that was found when it was evaluated.

    Attributes:
        run: where it was found; knows the configuration and the folder of the pictures.
        split: ``validation``, ``test`` or ``train``.
        evaluation: its numbers.
        results: its pictures, in the order of the evaluation.
    """

    run: InspectedRun
    split: str
    evaluation: Evaluation
    results: tuple[ImageResult, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the network."""
        return tuple(result.name for result in self.evaluation.per_class)

    @property
    def folder(self) -> Path:
        """Where the evaluation is kept."""
        return self.run.evaluation_folder(self.split)


def evaluated_split(run: InspectedRun, split: str) -> EvaluatedSplit | None:
    """An evaluation that tells whole pictures apart; None where there is none."""
    evaluation = run.evaluation(split)
    return None if evaluation is None else EvaluatedSplit(run, split, evaluation, run.results(split))


@dataclass(frozen=True, slots=True)
class ShownPictures:
    """What a view wants to be seen below it.

    Attributes:
        title: what they have in common.
        results: the pictures.
        is_choice: whether something was chosen in the view, which can be undone.
        has_own_order: whether they stand in an order of the view's own; else the user chooses one.
        has_suggestions: whether what is predicted is suggested as the label.
        nothing: the sentence that stands there when there are none.
    """

    title: str
    results: tuple[ImageResult, ...]
    is_choice: bool = False
    has_own_order: bool = False
    has_suggestions: bool = False
    nothing: str = NOTHING


def all_mistakes(evaluated: EvaluatedSplit | None) -> ShownPictures:
    """What stands below a view in which nothing is chosen."""
    return ShownPictures("Mistakes", () if evaluated is None else mistakes(evaluated.results))
