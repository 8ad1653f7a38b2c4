import math

import pytest

from engine.contract.augmentation_presets import NO_AUGMENTATION
from engine.data.augment.margin import with_margin
from tests.engine.data.augment.settings import only

SIZE = (100, 60)


def test_what_only_changes_colours_needs_no_margin() -> None:
    assert with_margin(SIZE, only(brightness=0.5, noise=0.2, flip_horizontal=True, shift=0.5)) == SIZE
    assert with_margin(SIZE, NO_AUGMENTATION) == SIZE
    assert with_margin(SIZE, None) == SIZE
    assert with_margin(SIZE, only(rotation=30.0, enabled=False)) == SIZE


@pytest.mark.parametrize("degrees", [1.0, 15.0, 45.0])
def test_a_turned_square_lies_within_the_margin(degrees: float) -> None:
    height, width = with_margin((100, 100), only(rotation=degrees))

    half = 50 * (math.cos(math.radians(degrees)) + math.sin(math.radians(degrees)))
    assert height == width
    assert 2 * half <= height < 2 * half + 2 + 1e-9


def test_what_is_shown_smaller_takes_more() -> None:
    assert with_margin((100, 100), only(scale=0.2)) == (126, 126)


def test_elastic_movements_are_added_on_both_sides() -> None:
    assert with_margin(SIZE, only(elastic=4.0)) == (108, 68)


def test_no_margin_is_wider_than_the_diagonal() -> None:
    assert with_margin((100, 100), only(rotation=180.0, scale=0.9, perspective=0.4)) == (142, 142)


def test_margins_are_even_so_that_the_middle_stays() -> None:
    for degrees in range(1, 46, 4):
        height, width = with_margin(SIZE, only(rotation=float(degrees), scale=0.13))
        assert (height - SIZE[0]) % 2 == (width - SIZE[1]) % 2 == 0
