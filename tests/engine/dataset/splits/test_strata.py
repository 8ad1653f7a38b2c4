from collections import Counter
from itertools import product

from engine.dataset.splits.strata import Unit, distribute


def single(number: int, *classes: int) -> Unit:
    return Unit((number,), dict.fromkeys(classes or (None,), 1), number.to_bytes(4, "big"))


def halves(number: int) -> list[float]:
    return [number / 2, number / 2]


def test_the_rarest_class_is_dealt_first() -> None:
    units = [single(0, 0), single(1, 0), single(2, 0, 1), single(3, 0, 1)]

    parts = distribute(units, 2, halves)

    assert [sorted(unit.ids[0] for unit in part) for part in parts] == [[0, 2], [1, 3]]


def test_every_class_of_pictures_with_two_has_its_share() -> None:
    pairs = product(range(10), range(10, 15), range(10))
    units = [single(number, first, second) for number, (first, second, _) in enumerate(pairs)]

    parts = distribute(units, 5, lambda number: [number / 5] * 5)

    counts = [Counter(stratum for unit in part for stratum in unit.strata) for part in parts]
    assert all(9 <= count[stratum] <= 11 for count in counts for stratum in range(10))
    assert all(19 <= count[stratum] <= 21 for count in counts for stratum in range(10, 15))
    assert all(99 <= len(part) <= 101 for part in parts)


def test_large_groups_go_first() -> None:
    sizes = [1, 1, 1, 1, 4]
    units = [Unit(tuple(range(10 * i, 10 * i + size)), {0: size}, bytes([i])) for i, size in enumerate(sizes)]

    parts = distribute(units, 2, halves)

    assert sorted(sum(len(unit.ids) for unit in part) for part in parts) == [4, 4]


def test_every_unit_is_dealt_once() -> None:
    units = [single(number, *classes) for number, classes in enumerate([(), (1,), (1, 2), (2,), (), (3, 1)])]

    parts = distribute(units, 3, lambda number: [number, 0.0, 0.0])

    assert sorted(unit.ids[0] for part in parts for unit in part) == list(range(6))


def test_the_order_of_units_does_not_count() -> None:
    units = [single(number, number % 3, 5) for number in range(30)]

    forwards, backwards = (distribute(order, 3, lambda number: [number / 3] * 3) for order in (units, units[::-1]))

    assert forwards == backwards
