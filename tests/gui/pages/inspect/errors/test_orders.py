"""Pictures of an evaluation in an order."""

import pytest

from engine.contract.predictions import ImageResult
from gui.pages.inspect.errors.orders import in_order


def _result(name: str, score: float, loss: float) -> ImageResult:
    return ImageResult(image=name, truth="circle", predicted="square", score=score, truth_score=1 - score, loss=loss)


RESULTS = (_result("a.png", 0.6, 0.9), _result("b.png", 0.8, 1.6), _result("c.png", 0.7, 1.7))


@pytest.mark.parametrize(
    ("name", "images"),
    [
        ("loss", ["c.png", "b.png", "a.png"]),
        ("least sure", ["a.png", "c.png", "b.png"]),
        ("most sure", ["b.png", "c.png", "a.png"]),
    ],
)
def test_pictures_stand_in_the_order_that_was_chosen(name: str, images: list[str]) -> None:
    assert [result.image for result in in_order(RESULTS, name)] == images


def test_an_order_that_nobody_knows_is_the_first_one() -> None:
    assert in_order(RESULTS, "prettiest") == in_order(RESULTS, "loss")
