"""What a ranking of suspect labels says in words. Free of Qt."""

import statistics
from collections.abc import Sequence
from typing import Final

from engine.contract.label_errors import LabelRanking, Suspect
from engine.contract.predictions import ImageResult
from gui.words import NOTHING, count, percent, plural

LIKELY: Final = 0.5
"""Above this score the suggestion is likelier than the label."""
_BY_HEART: Final = 0.995


def likely(suspects: Sequence[Suspect]) -> tuple[Suspect, ...]:
    """Those whose label is likelier wrong than right."""
    return tuple(suspect for suspect in suspects if suspect.score > LIKELY)


def verdict(ranking: LabelRanking) -> str:
    """How many labels are likely wrong, and how far the network can be asked about it."""
    found = len(likely(ranking.suspects))
    words = f"{count(found) if found else 'None'} of {plural(ranking.pictures, 'label')} likelier wrong than right."
    if ranking.train_agreement is None or ranking.train_agreement < _BY_HEART:
        return words
    if ranking.judged_until is None:
        return f"{words} The network says what nearly all its training labels say, and may know wrong ones by heart."
    epochs = "the first epoch" if ranking.judged_until == 1 else f"the first {ranking.judged_until} epochs"
    return f"{words} The network knows its training labels by heart by now; what it said in {epochs} counts for them."


def opinion(suspect: Suspect) -> str:
    """What the network says of both classes: ``97.0 %, label 1.2 %``."""
    return f"{percent(suspect.suggested_score)}, label {percent(suspect.given_score)}"


def neighbours(suspect: Suspect) -> str:
    """Which labels the most similar pictures have: ``35, label 2``."""
    return f"{suspect.suggested_neighbours}, label {suspect.given_neighbours}"


def learning(suspect: Suspect) -> str:
    """How often the label was ahead while it was learned: ``Ahead in 23.1 % of the epochs``."""
    known = _known(suspect)
    if not known:
        return NOTHING
    return f"Ahead in {percent(sum(lead > 0 for lead in known) / len(known))} of the epochs"


def mean_lead(suspect: Suspect) -> float | None:
    """The mean over the epochs, in [-1, 1]; the lower, the later it was learned."""
    known = _known(suspect)
    return statistics.fmean(known) if known else None


def _known(suspect: Suspect) -> list[float]:
    return [lead for lead in suspect.leads if lead is not None]


def result_of(suspect: Suspect) -> ImageResult:
    """A suspect as a mistake: the label is the truth that is doubted, the suggestion what was predicted."""
    return ImageResult(
        image=suspect.image,
        truth=suspect.given,
        predicted=suspect.suggested,
        score=suspect.suggested_score,
        truth_score=suspect.given_score,
        loss=suspect.score,
    )
