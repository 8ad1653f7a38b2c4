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


def test_the_smallest_margin_comes_first_and_an_unknown_one_last() -> None:
    narrow, wide = (
        _result(name, 0.9, 0.1).model_copy(update={"margin": margin}) for name, margin in (("n", -0.2), ("w", 0.6))
    )
    old_mistake = _result("old mistake", 0.7, 1.0)
    old_right = _result("old right", 0.7, 1.0).model_copy(update={"predicted": "circle"})

    found = in_order((old_right, wide, narrow, old_mistake), "margin")

    assert [result.image for result in found] == ["old mistake", "n", "w", "old right"]
