"""Whether two classifiers that answered the same questions differ by more than chance."""

import numpy as np


def mcnemar_exact(*, only_first: int, only_second: int) -> float:
    """The probability of a difference at least this large between two classifiers that are equally good.

    Only pictures on which exactly one of the two is right tell them apart. Were both equally good, each of these
    ``n = only_first + only_second`` would fall to either side like a coin: the smaller count k follows
    Binomial(n, 1/2), and the two-sided p-value is ``min(1, 2 sum_{i <= k} C(n, i) / 2^n)``. This is the exact form
    (Fagerland et al. 2013, BMC Medical Research Methodology 13:91, equation for the exact conditional test) of the
    test of McNemar (1947, Psychometrika 12, 153-157). It assumes that the pictures are independent of each other.

    Args:
        only_first: pictures on which the first one alone is right.
        only_second: pictures on which the second one alone is right.

    Returns:
        The p-value in (0, 1]; 1 where no picture tells them apart.

    Raises:
        ValueError: a count is negative.
    """
    if only_first < 0 or only_second < 0:
        raise ValueError(f"Counts cannot be negative. Received: only_first={only_first}, only_second={only_second}.")
    pictures, fewer = only_first + only_second, min(only_first, only_second)
    # In logarithms: the binomial coefficients of a few thousand pictures do not fit into a float.
    places = np.arange(1, fewer + 1, dtype=np.float64)
    logs = np.concatenate(([0.0], np.cumsum(np.log((pictures + 1 - places) / places)))) - pictures * np.log(2.0)
    return float(min(1.0, 2.0 * np.exp(logs).sum()))
