"""Ridge regression from samples that come in parts: only sums are kept, whatever their number."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class RidgeSums:
    """The sums that decide weights W of least ``|X W - Y|^2 + lambda |W|^2``; the bias is not pulled to zero.

    Girshick et al. 2014 (1311.2524, appendix C, equation 5).
    """

    def __init__(self, features: int, targets: int) -> None:
        self._products = np.zeros((features + 1, features + 1))
        self._sums = np.zeros((features + 1, targets))
        self.samples = 0

    def add(self, features: Floats, targets: Floats) -> None:
        """Take samples (n, features) with their targets (n, targets)."""
        whole = np.concatenate([features, np.ones((len(features), 1))], axis=1)
        self._products += whole.T @ whole
        self._sums += whole.T @ targets
        self.samples += len(features)

    def solve(self, ridge: float) -> Floats:
        """(features + 1, targets) the weights, those of the bias last; zeros without samples."""
        if not self.samples:
            return np.zeros_like(self._sums)
        pull = np.full(len(self._products), ridge)
        pull[-1] = 0.0
        return np.asarray(np.linalg.lstsq(self._products + np.diag(pull), self._sums, rcond=None)[0], np.float64)
