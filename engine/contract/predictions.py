"""What a network says of a picture and how well it does on many: plain values, free of Keras and of Qt."""

from engine.contract.base import Value
from engine.contract.measured_split import MeasuredSplit


class ScoredLabel(Value):
    """A class name with its probability in [0, 1]."""

    label: str
    score: float


class ClassScores(Value):
    """All classes of one picture, best first; ``width`` and ``height`` are those of the upright original in pixels."""

    image: str
    width: int
    height: int
    labels: tuple[ScoredLabel, ...]


class ImageResult(Value):
    """One picture of an evaluation; what an older evaluation did not tell is None.

    Attributes:
        image: path relative to the dataset.
        truth: its label.
        predicted: the class with the highest probability.
        score: the probability of ``predicted``.
        truth_score: the probability of ``truth``.
        loss: the cross-entropy, ``-log(truth_score)``.
        margin: probability of the truth minus the highest of the others, in [-1, 1]; below 0 where the prediction is
            wrong (the margin of Schapire et al. 1998, "Boosting the margin", section 2).
        width: of the upright original in pixels.
        height: of the upright original in pixels.
        brightness: mean grey in [0, 1], grey being 0.299 R + 0.587 G + 0.114 B of the stored values (Rec. 601 luma).
        contrast: standard deviation of grey in [0, 0.5], of the picture averaged over a grid of 20 x 20: fine texture
            does not count.
        source: where it comes from, see ``engine/dataset/sources.py``; None where nothing tells.
        scaled_score: the probability of ``predicted`` with the temperature of ``engine/contract/calibration.py``; None
            where there is none.
    """

    image: str
    truth: str
    predicted: str
    score: float
    truth_score: float
    loss: float
    margin: float | None = None
    width: int | None = None
    height: int | None = None
    brightness: float | None = None
    contrast: float | None = None
    source: str | None = None
    scaled_score: float | None = None


class ClassResult(Value):
    """One class of an evaluation; ratios are None where nothing was counted."""

    name: str
    images: int
    precision: float | None
    recall: float | None
    f1: float | None


class Evaluation(MeasuredSplit):
    """The result of ``evaluate`` (cli.md); ``confusion[i][j]`` counts pictures of class i predicted as class j."""

    per_class: tuple[ClassResult, ...]
    confusion: tuple[tuple[int, ...], ...]
