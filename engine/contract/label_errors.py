"""Labels that are likely wrong: the question, and the ranking that answers it."""

from typing import Literal

from pydantic import Field

from engine.contract.base import Command, Event, Value
from engine.contract.dataset import Split


class Suspect(Value):
    """A picture with what speaks against its label.

    Attributes:
        image: path relative to the dataset.
        split: what the run used it for.
        given: its label.
        suggested: the likeliest other class.
        score: how likely the label is wrong, in [0, 1]; above 0.5 the suggestion is likelier than the label.
        given_score: the network's probability of the label.
        suggested_score: the network's probability of the suggestion.
        given_neighbours: how many of its nearest neighbours have the label.
        suggested_neighbours: how many of them have the suggestion as their label.
        leads: how far the label was ahead of its strongest rival while it was learned, in [-1, 1], epoch by epoch; None
            in an epoch that mixed the picture with another one. Empty for what was not learned, or not recorded.
    """

    image: str
    split: Split
    given: str
    suggested: str
    score: float
    given_score: float
    suggested_score: float
    given_neighbours: int
    suggested_neighbours: int
    leads: tuple[float | None, ...] = ()


class LabelRanking(Value):
    """The first part of all labelled pictures of a run, ordered by how likely their label is wrong.

    Attributes:
        run: whose network was asked.
        pictures: how many pictures were ranked.
        neighbours: how many neighbours of each were looked at, in the eyes of all layers together.
        train_agreement: share of the training pictures of which the network says what their label says; near 1 it may
            know wrong ones by heart. None where there are no training pictures.
        judged_until: the last epoch whose word counts for training labels, where the network knows them by heart by
            now; None where the finished network's counts more.
        suspects: the likeliest first.
    """

    run: str
    pictures: int
    neighbours: int
    train_agreement: float | None
    judged_until: int | None = None
    suspects: tuple[Suspect, ...]


class FindLabelErrors(Command):
    """Rank the pictures of all splits; only the first ``share`` of them comes back. Ends with ``LabelErrorsFound``."""

    type: Literal["find_label_errors"] = "find_label_errors"
    run: str
    share: float = Field(0.1, gt=0, le=1)


class LabelErrorsFound(Event):
    """The ranking is complete."""

    type: Literal["label_errors_found"] = "label_errors_found"
    ranking: LabelRanking
