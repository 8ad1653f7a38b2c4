"""A selection is a few ranges of places, whatever its size."""

from hypothesis import given
from hypothesis import strategies as st

from gui.gallery.selection import Selection, between

PLACES = st.lists(st.integers(0, 40), max_size=30)


def test_ranges_that_touch_become_one() -> None:
    assert Selection.of((range(4, 6), range(0, 4), range(9, 9))).ranges == (range(6),)


def test_toggling_in_the_middle_leaves_two_ranges() -> None:
    assert Selection((range(5),)).toggled(2).ranges == (range(2), range(3, 5))


def test_a_million_places_cost_one_range() -> None:
    selection = Selection.of((range(1_000_000),))

    assert len(selection) == 1_000_000
    assert 999_999 in selection
    assert len(selection.ranges) == 1


def test_places_between_two_are_the_same_in_either_order() -> None:
    assert between(7, 3) == between(3, 7) == range(3, 8)


@given(PLACES)
def test_toggling_places_one_by_one_selects_those_toggled_oddly_often(places: list[int]) -> None:
    selection = Selection()
    for place in places:
        selection = selection.toggled(place)

    assert list(selection) == sorted(place for place in set(places) if places.count(place) % 2)
