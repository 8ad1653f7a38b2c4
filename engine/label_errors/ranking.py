"""Pictures in the order in which their labels should be looked at."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.evaluating.class_results import margins

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The ranking of N pictures.

    Attributes:
        order: (N,) places of the pictures, the likeliest error first.
        scores: (N,) in [0, 1], by place.
        suggested: (N,) the likeliest other class, by place.
    """

    order: Ints
    scores: Floats
    suggested: Ints


def mean_opinion(scores: Floats, counts: Ints) -> Floats:
    """What speaks for each class: the mean of several opinions, as (N, classes) whose rows add up to one.

    One is the network's, which has learned the labels of its training pictures. The others are those of the picture's
    neighbours without its own label, so that learned and held-out pictures stand on one scale; the layers in whose eyes
    they are neighbours have learned the training labels, though.

    Args:
        scores: (N, classes) probabilities of the network.
        counts: (depths, N, classes) labels of the neighbours, in the eyes of layers at several depths.
    """
    around = counts / counts.sum(axis=-1, keepdims=True)
    mean: Floats = np.concatenate([scores[np.newaxis], around]).mean(axis=0)
    return mean


def rank(opinion: Floats, labels: Ints) -> Ranked:
    """Rank pictures by the margin of their label in an opinion.

    Half of one minus the margin is the score: 0 for a label that is surely right, 0.5 for a draw, 1 for one that is
    surely wrong.

    Args:
        opinion: (N, classes), what speaks for each class.
        labels: (N,) class indices, at least two classes.
    """
    suspicion = (1 - margins(opinion, labels)) / 2
    others = opinion.copy()
    others[np.arange(len(labels)), labels] = -1
    return Ranked(np.argsort(-suspicion, kind="stable"), suspicion, others.argmax(axis=1))
