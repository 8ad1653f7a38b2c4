"""Linear support vector machines that learn from more negatives than fit into memory: only hard ones are kept.

Felzenszwalb et al. 2010 (PAMI 32, section 4.4) as R-CNN does it (1311.2524, section 2.3): negatives come picture by
picture; those that a machine is not sure of are added to what it learns from, and those that it has become sure of are
dropped again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HARD_ABOVE = -1.0001
"""A negative with a larger margin is hard: it lies within the margin of the machine, or on the wrong side."""
EASY_BELOW = -1.2
"""A negative with a smaller margin is dropped when the machine learns again."""
LEARN_AGAIN_AFTER = 2000
MOST_AT_FIRST = 2000
_POSITIVE_WEIGHT = 2.0
# What stands for 1 in the constant feature: so the bias is hardly pulled to zero.
_BIAS_FEATURE = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class LinearMachine:
    """A margin ``features @ weights + bias``: above 0 for what belongs to the class.

    Attributes:
        weights: (features,).
        bias: one number.
    """

    weights: Floats
    bias: float

    def margins(self, features: Floats) -> Floats:
        """(n,) of features (n, features)."""
        found: Floats = features @ self.weights + self.bias
        return found


class HardNegativeLearner:
    """Learns one machine from all positives and from negatives that come in parts.

    Attributes:
        machine: as it is now; None before it has seen positives and negatives.
        kept: how many negatives it would learn from next.
        features: how many numbers describe one thing.
    """

    def __init__(self, positives: Floats, *, penalty: float) -> None:
        """Begin with the positives (n, features); ``penalty`` is C, what a mistake costs."""
        self.machine: LinearMachine | None = None
        self._positives = positives
        self._penalty = penalty
        self._negatives = positives[:0]
        self._unlearned = 0

    @property
    def kept(self) -> int:
        return len(self._negatives)

    @property
    def features(self) -> int:
        return int(self._positives.shape[1])

    def add(self, negatives: Floats) -> None:
        """Look at the negatives (n, features) of one picture; learn again when enough of them were hard."""
        hard = negatives
        if self.machine is not None:
            hard = negatives[self.machine.margins(negatives) > HARD_ABOVE]
        self._negatives = np.concatenate([self._negatives, hard])
        self._unlearned += len(hard)
        if self._unlearned > (MOST_AT_FIRST if self.machine is None else LEARN_AGAIN_AFTER):
            self.learn()

    def learn(self) -> None:
        """Learn from what is kept, then drop what has become easy; nothing where one side is missing."""
        self._unlearned = 0
        if not len(self._positives) or not len(self._negatives):
            return
        self.machine = learn_machine(self._positives, self._negatives, penalty=self._penalty)
        self._negatives = self._negatives[self.machine.margins(self._negatives) >= EASY_BELOW]


def learn_machine(positives: Floats, negatives: Floats, *, penalty: float) -> LinearMachine:
    """The machine of least ``|w|^2 / 2 + C sum of what each is short of its margin``; positives count twice.

    Args:
        positives: (n, features) of the class.
        negatives: (m, features) of none.
        penalty: C.
    """
    from sklearn.svm import LinearSVC  # takes a second, which other commands do not wait for

    features = np.concatenate([positives, negatives])
    belongs = np.repeat([1, -1], [len(positives), len(negatives)])
    solver = LinearSVC(
        loss="hinge", C=penalty, class_weight={1: _POSITIVE_WEIGHT, -1: 1.0}, intercept_scaling=_BIAS_FEATURE,
        random_state=0, max_iter=20_000,
    )  # fmt: skip
    solver.fit(features, belongs)
    return LinearMachine(solver.coef_[0].astype(np.float64), float(solver.intercept_[0]))
