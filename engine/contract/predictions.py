"""What a network says of a picture and how well it does on many: plain values, free of Keras and of Qt."""

from engine.contract.base import Value


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
    """One picture of an evaluation; ``truth`` is its label, ``score`` the probability of ``predicted``."""

    image: str
    truth: str
    predicted: str
    score: float
    truth_score: float
    loss: float


class ClassResult(Value):
    """One class of an evaluation; ratios are None where nothing was counted."""

    name: str
    images: int
    precision: float | None
    recall: float | None
    f1: float | None


class Evaluation(Value):
    """The result of ``evaluate`` (cli.md); ``confusion[i][j]`` counts pictures of class i predicted as class j."""

    run: str
    task: str
    dataset: str
    split: str
    images: int
    metrics: dict[str, float | None]
    per_class: tuple[ClassResult, ...]
    confusion: tuple[tuple[int, ...], ...]
