"""The curves of a chart and the pictures they are measured on. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import RunConfig
from engine.contract.invariance import NetworkTraits
from gui.runs.library import RunSummary

Floats = NDArray[np.float32]
Measure = Literal["picture", "scores", "accuracy"]
MOST_PICTURES: Final = 64
MOST_RUNS: Final = 4
_LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class MeasuredPictures:
    """What curves are measured on.

    Attributes:
        images: files.
        truths: their labels, empty where unknown.
    """

    images: tuple[str, ...]
    truths: tuple[str, ...]

    @classmethod
    def spread(cls, root: Path, labelled: Sequence[tuple[str, str]]) -> "MeasuredPictures":
        """At most ``MOST_PICTURES`` of pictures with their labels, evenly from first to last.

        Args:
            root: folder of the pictures.
            labelled: paths relative to it with labels.
        """
        count = min(MOST_PICTURES, len(labelled))
        places = np.linspace(0, max(len(labelled) - 1, 0), count).round().astype(int).tolist()
        chosen = [labelled[place] for place in places]
        return cls(tuple(str(root / path) for path, _ in chosen), tuple(label for _, label in chosen))


@dataclass(slots=True)
class RunCurve:
    """One run of the chart, and what is known of it so far.

    Attributes:
        path: of the run.
        name: for people.
        config: None for a ``.keras`` file.
        scores: (amounts,), NaN where nothing is known; empty at the beginning.
        hits: (amounts,), as scores.
        traits: what the network has that helps; None until it is measured.
        pictures: how many were measured.
        is_whole: whether all of them were.
        problem: why there is no curve, in a sentence.
    """

    path: Path
    name: str
    config: RunConfig | None
    scores: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    hits: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    traits: NetworkTraits | None = None
    pictures: int = 0
    is_whole: bool = False
    problem: str = ""

    def forget(self) -> None:
        """Begin anew: something else is measured."""
        self.scores = self.hits = np.empty(0, np.float32)
        self.is_whole, self.problem = False, ""

    def values(self, measure: Measure) -> Floats:
        """What the chart shows."""
        return self.hits if measure == "accuracy" else self.scores


def comparable_runs(runs: Sequence[RunSummary], shown: Path, target: str | None) -> tuple[RunSummary, ...]:
    """The newest runs beside the shown one that know its class and have learned something."""
    return tuple(
        run
        for run in runs
        if run.path != shown and not run.is_active and run.curve and (target is None or target in run.config.classes)
    )[:_LISTED]
