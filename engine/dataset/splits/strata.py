"""Divides things that have several classes into parts, so that each part has its share of each class.

Iterative stratification (Sechidis, Tsoumakas and Vlahavas, ECML PKDD 2011, algorithm 1), where ties are broken by rank
and not by chance: the same things always go into the same parts.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

# A class index, or None for what has no class: it is spread like a class of its own.
Stratum = int | None


@dataclass(frozen=True, slots=True)
class Unit:
    """One or more pictures that stay together.

    Attributes:
        ids: of its pictures.
        strata: how many of its pictures have each class.
        rank: decides among equals; follows from seed and path.
    """

    ids: tuple[int, ...]
    strata: Mapping[Stratum, int]
    rank: bytes


def distribute(units: Sequence[Unit], parts: int, wanted: Callable[[int], Sequence[float]]) -> list[list[Unit]]:
    """Put every unit into one of ``parts`` parts.

    The class with the fewest pictures left is dealt first, because it is the one whose shares are hardest to meet; a
    unit goes where most pictures of that class are still wanted. Large units go first: small ones level out the rest.

    Args:
        units: in any order.
        parts: how many.
        wanted: for a number of pictures, how many of them each part is to have.
    """
    demand = _Demand(units, parts, wanted)
    waiting: dict[Stratum, list[Unit]] = defaultdict(list)
    for unit in sorted(units, key=_size_and_rank):
        for stratum in unit.strata:
            waiting[stratum].append(unit)
    result: list[list[Unit]] = [[] for _ in range(parts)]
    dealt: set[bytes] = set()
    for _ in range(len(waiting)):
        rarest = demand.pop_rarest()
        for unit in waiting[rarest]:
            if unit.rank not in dealt:
                dealt.add(unit.rank)
                result[demand.take(unit, rarest)].append(unit)
    return result


def _size_and_rank(unit: Unit) -> tuple[int, bytes]:
    return -len(unit.ids), unit.rank


class _Demand:
    """How many pictures, of each class and of all, every part still wants."""

    def __init__(self, units: Sequence[Unit], parts: int, wanted: Callable[[int], Sequence[float]]) -> None:
        self._left: dict[Stratum, int] = defaultdict(int)
        for unit in units:
            for stratum, number in unit.strata.items():
                self._left[stratum] += number
        self._of_stratum = {stratum: list(wanted(number)) for stratum, number in self._left.items()}
        self._of_all = list(wanted(sum(len(unit.ids) for unit in units)))
        self._parts = range(parts)
        # Classes by pictures left. What is left only shrinks: each change adds an entry, older ones are passed over.
        self._queue = [(number, _sortable(stratum)) for stratum, number in self._left.items()]
        heapq.heapify(self._queue)
        self._is_dealt: set[Stratum] = set()

    def pop_rarest(self) -> Stratum:
        """The class with the fewest pictures left, each class once.

        Raises:
            LookupError: all classes were dealt.
        """
        while self._queue:
            number, key = heapq.heappop(self._queue)
            stratum = None if key < 0 else key
            if stratum not in self._is_dealt and number == self._left[stratum]:
                self._is_dealt.add(stratum)
                return stratum
        raise LookupError("every class was dealt")

    def take(self, unit: Unit, stratum: Stratum) -> int:
        """The part that wants ``unit`` most for a class of it; from now on it wants less."""
        wanted = self._of_stratum[stratum]
        part = max(self._parts, key=[(wanted[part], self._of_all[part], -part) for part in self._parts].__getitem__)
        for other, number in unit.strata.items():
            self._left[other] -= number
            self._of_stratum[other][part] -= number
            heapq.heappush(self._queue, (self._left[other], _sortable(other)))
        self._of_all[part] -= len(unit.ids)
        return part


def _sortable(stratum: Stratum) -> int:
    return -1 if stratum is None else stratum
