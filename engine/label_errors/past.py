"""What a network said of its training labels before it began to know them by heart.

Pleiss et al. 2020 (arXiv 2001.10528) find wrong labels by the mean of their logit margins over all epochs: they are
learned late, and against what similar pictures say. Two things are otherwise here. Margins are bounded, as the logits
of a network that goes on learning grow without end, and the last epochs would decide. And epochs count only until the
network agrees with more of its training labels than of those that it never learned: from there on it learns by heart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.label_history.stored import LabelHistory

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """How the labels of N pictures were learned in E epochs.

    Attributes:
        epochs: which they are, counted from 1 and ascending.
        leads: (E, N) of a label over its rival, in [-1, 1]; NaN where nothing is known.
        rivals: (E, N), the class with the largest other logit.
    """

    epochs: tuple[int, ...]
    leads: Floats
    rivals: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The opinion of N pictures that a ranking follows.

    Attributes:
        opinion: (N, classes), rows add up to one.
        until: the last epoch whose word counts for training labels, None where the finished network's counts more.
    """

    opinion: Floats
    until: int | None


def past_of(history: LabelHistory, images: Sequence[str], labels: Ints, classes: Sequence[str]) -> Past:
    """The history of some pictures, as far as their label is still the one that was learned.

    A lead is what a softmax over the two classes alone says for the label minus what it says for its rival:
    ``tanh(margin / 2)``.

    Args:
        history: of the run.
        images: N paths relative to the dataset.
        labels: (N,) class indices now.
        classes: names by index.
    """
    columns = {(picture.image, picture.label): place for place, picture in enumerate(history.pictures)}
    found = np.array(
        [columns.get((image, classes[label]), -1) for image, label in zip(images, labels.tolist(), strict=True)]
    )
    leads = np.tanh(history.margins[:, found].astype(np.float64) / 2)
    rivals = history.rivals[:, found]
    is_known = (found >= 0) & (rivals != labels) & (rivals < len(classes))
    return Past(history.epochs, np.where(is_known, leads, np.nan), np.where(is_known, rivals, 0))


def share_by_heart(train_agreement: float, held_out_agreement: float) -> float:
    """How much of what other pictures do not tell a network it knows of its training pictures all the same.

    Args:
        train_agreement: share of the training pictures of which it says what their label says.
        held_out_agreement: the same of pictures that it never learned.

    Returns:
        0 where it agrees with training labels no more than with others, 1 where it agrees with all of them.
    """
    if train_agreement <= held_out_agreement:
        return 0.0
    return (train_agreement - held_out_agreement) / (1 - held_out_agreement)


def epochs_before(past: Past, held_out_agreement: float) -> int:
    """How many epochs came before the network agreed with more of its training labels than of others; at least one."""
    is_known = np.isfinite(past.leads)
    agreements = (past.leads > 0).sum(axis=1) / np.maximum(is_known.sum(axis=1), 1)
    is_beyond = agreements > held_out_agreement
    return max(1, int(is_beyond.argmax()) if is_beyond.any() else len(past.epochs))


def judge(opinion: Floats, past: Past, labels: Ints, *, by_heart: float, until: int) -> Judged:
    """Let the past speak for the training labels, as far as the network knows them by heart.

    Args:
        opinion: (N, classes), what speaks for the classes now; pictures without a past keep it.
        past: of the pictures.
        labels: (N,) class indices.
        by_heart: how much the past counts, in [0, 1].
        until: how many epochs of it count.
    """
    before = _opinion(past.leads[:until], past.rivals[:until], labels, classes=opinion.shape[1])
    weights = np.where(before.sum(axis=1, keepdims=True) > 0, by_heart, 0.0)
    mixed = (1 - weights) * opinion + weights * before
    return Judged(mixed, past.epochs[until - 1] if by_heart > 1 / 2 else None)


def _opinion(leads: Floats, rivals: Ints, labels: Ints, *, classes: int) -> Floats:
    """(N, classes), the mean over the epochs of what was said for label and rival; zeros where nothing is known."""
    is_known = np.isfinite(leads)
    shares = np.where(is_known, (1 + leads) / 2, 0.0)
    places = np.arange(len(labels))
    said = np.zeros((len(labels), classes))
    said[places, labels] = shares.sum(axis=0)
    np.add.at(said, (np.broadcast_to(places, rivals.shape), rivals), np.where(is_known, 1 - shares, 0.0))
    return said / np.maximum(is_known.sum(axis=0), 1)[:, np.newaxis]
