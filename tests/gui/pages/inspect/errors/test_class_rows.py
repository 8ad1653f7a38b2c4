"""The rows of the table of classes, against numbers counted by hand."""

import pytest

from engine.contract.predictions import ClassResult, Evaluation, ImageResult
from gui.pages.inspect.errors.class_rows import class_rows
from tests.gui.class_colours import colour

NAMES = ("cat", "dog", "owl")


def _result(truth: str, predicted: str, loss: float) -> ImageResult:
    return ImageResult(image="a.png", truth=truth, predicted=predicted, score=0.5, truth_score=0.4, loss=loss)


def _evaluation(confusion: tuple[tuple[int, ...], ...]) -> Evaluation:
    per_class = tuple(ClassResult(name=name, images=3, precision=0.5, recall=0.5, f1=0.5) for name in NAMES)
    return Evaluation(
        run="run",
        task="classification",
        dataset="pictures",
        split="test",
        images=6,
        metrics={},
        per_class=per_class,
        confusion=confusion,
    )


def test_a_class_has_the_mean_loss_of_its_pictures() -> None:
    results = (_result("cat", "cat", 0.5), _result("dog", "cat", 3.0), _result("cat", "dog", 1.0))

    rows = class_rows(_evaluation(((1, 1, 0), (1, 0, 0), (0, 0, 0))), results)

    assert [row.loss for row in rows] == [pytest.approx(0.75), pytest.approx(3.0), None]


def test_a_class_names_the_one_it_is_taken_for_most() -> None:
    rows = class_rows(_evaluation(((9, 1, 4), (0, 5, 0), (2, 3, 0))), ())

    assert [(row.confused_with, row.confused) for row in rows] == [("owl", 4), ("", 0), ("dog", 3)]
    assert [row.colour for row in rows] == [colour(0), colour(1), colour(2)]
