"""The orders of three pictures whose confusions are known."""

import numpy as np
import pytest

from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.pages.inspect.errors.masks.items import MaskItems
from gui.pages.inspect.errors.masks.orders import ORDERS, order_of
from gui.pages.inspect.errors.ranking import Ranking
from tests.gui.class_colours import colour

LEAF, NUT = 1, 2


@pytest.mark.parametrize(
    ("name", "class_index", "places"),
    [
        ("worst iou", None, [2, 1, 0]),
        ("best iou", None, [0, 1, 2]),
        ("worst iou", LEAF, [2, 1, 0]),  # 8 / 30, 10 / 20, 15 / 20
        ("worst iou", NUT, [1, 2]),  # 10 / 20, 20 / 40: both in the order of the evaluation
        ("boundaries", None, [0, 2, 1]),
        ("boundaries", NUT, [2, 1]),
        ("missed", None, [1, 0, 2]),  # 10 / 30, 5 / 20, 2 / 50
        ("missed", LEAF, [0, 2, 1]),
    ],
)
def test_pictures_stand_in_the_order_that_is_asked(
    evaluated: EvaluatedMasks, name: str, class_index: int | None, places: list[int]
) -> None:
    assert order_of(name).ranking(evaluated, class_index).places() == places


def test_an_order_that_nobody_knows_is_the_first_one() -> None:
    assert order_of("by the moon") is ORDERS[0]


def test_equal_numbers_keep_the_order_of_the_evaluation() -> None:
    values = np.array([0.5, np.nan, 0.5, 0.7])

    assert Ranking(values, is_descending=False, words=str).places() == [0, 2, 3]
    assert Ranking(values, is_descending=True, words=str).places() == [3, 0, 2]


def test_a_picture_says_its_number_and_its_classes(evaluated: EvaluatedMasks) -> None:
    first = MaskItems.of(evaluated).ranked(order_of("worst iou").ranking(evaluated, LEAF))[0]

    assert (first.path, first.caption, first.classes) == ("circle/2.png", "IoU 26.7 %", (colour(0), colour(1)))
    assert first.tip == "leaf: IoU 26.7 %\nnut: IoU 50.0 %"


def test_what_is_missed_is_said_in_percent(evaluated: EvaluatedMasks) -> None:
    items = MaskItems.of(evaluated).ranked(order_of("missed").ranking(evaluated, None))

    assert [item.caption for item in items] == ["33.3 % missed", "25.0 % missed", "4.0 % missed"]
