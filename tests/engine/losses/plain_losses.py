"""The losses of pixels once more, pixel by pixel as the papers print them, in double precision."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.contract.annotations import NO_CLASS


@dataclass(frozen=True)
class Sample:
    truth: np.ndarray
    logits: np.ndarray
    weights: np.ndarray

    def known(self) -> Iterator[tuple[int, list[float], float]]:
        """True class, scores and weight of every pixel that has a class."""
        for place in np.ndindex(*self.truth.shape):
            if self.truth[place] != NO_CLASS:
                powers = [math.exp(float(one) - float(self.logits[place].max())) for one in self.logits[place]]
                yield int(self.truth[place]), [one / sum(powers) for one in powers], float(self.weights[place])


def cross_entropy(sample: Sample, class_weights: Sequence[float], smoothing: float = 0.0) -> float:
    costs = []
    for truth, scores, weight in sample.known():
        wanted = [smoothing / len(scores) + (1 - smoothing) * (one == truth) for one in range(len(scores))]
        each = [c * t * -math.log(p) for c, t, p in zip(class_weights, wanted, scores, strict=True)]
        costs.append(weight * sum(each))
    return sum(costs) / max(len(costs), 1)


def focal(sample: Sample, class_weights: Sequence[float], gamma: float) -> float:
    costs = [
        weight * class_weights[truth] * (1 - scores[truth]) ** gamma * -math.log(scores[truth])
        for truth, scores, weight in sample.known()
    ]
    return sum(costs) / max(len(costs), 1)


def dice(sample: Sample, classes: int) -> float:
    losses = []
    for one in range(classes):
        common = sum(weight * scores[one] for truth, scores, weight in sample.known() if truth == one)
        true = sum(weight for truth, _, weight in sample.known() if truth == one)
        claimed = sum(weight * scores[one] for _, scores, weight in sample.known())
        if true > 0:
            losses.append(1 - 2 * common / (true + claimed))
    return sum(losses) / max(len(losses), 1)
