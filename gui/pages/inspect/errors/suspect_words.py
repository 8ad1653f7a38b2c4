"""What a ranking of suspect labels says in words. Free of Qt."""

from collections.abc import Sequence
from typing import Final

from engine.contract.label_errors import LabelRanking, Suspect
from engine.contract.predictions import ImageResult
from gui.words import count, percent, plural

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
    if ranking.train_agreement is not None and ranking.train_agreement >= _BY_HEART:
        words += " The network says what nearly all its training labels say, and may know wrong ones by heart."
    return words


def opinion(suspect: Suspect) -> str:
    """What the network says of both classes: ``97.0 %, label 1.2 %``."""
    return f"{percent(suspect.suggested_score)}, label {percent(suspect.given_score)}"


def neighbours(suspect: Suspect) -> str:
    """Which labels the most similar pictures have: ``35, label 2``."""
    return f"{suspect.suggested_neighbours}, label {suspect.given_neighbours}"


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
