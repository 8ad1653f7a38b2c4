"""How far the scores of a network can be taken as probabilities: what an evaluation keeps of it."""

from typing import Final

from engine.contract.base import Value

CALIBRATION_FILE: Final = "calibration.json"
"""Its name in the folder of an evaluation."""


class ReliabilityBin(Value):
    """The predictions whose score lies in (low, high]; ``accuracy`` and ``mean_score`` are None where there is none."""

    low: float
    high: float
    images: int
    accuracy: float | None
    mean_score: float | None


class Reliability(Value):
    """Scores against what came of them.

    Attributes:
        bins: 15 of equal width, from 0 to 1.
        expected_error: ECE, the mean gap between score and accuracy over all pictures, in [0, 1].
        maximum_error: MCE, the largest gap of a bin, in [0, 1].
        loss: mean negative log-likelihood of the truth, in nats.
    """

    bins: tuple[ReliabilityBin, ...]
    expected_error: float
    maximum_error: float
    loss: float


class Temperature(Value):
    """What logits are divided by, above 1 to soften scores; ``images`` of ``split`` of ``dataset`` decided it."""

    value: float
    split: str
    dataset: str
    images: int


class Calibration(Value):
    """The reliability of a split as it is, and with a temperature.

    Attributes:
        before: of the scores as the network gives them.
        after: of the scores with the temperature; None where there is none.
        temperature: None where none could be fitted, or none was fitted yet.
        reason: why there is none, in a sentence; empty where there is one.
    """

    before: Reliability
    after: Reliability | None = None
    temperature: Temperature | None = None
    reason: str = ""
