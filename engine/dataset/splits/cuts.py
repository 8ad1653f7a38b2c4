"""Cuts the pictures for validation and test out of those for training."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from engine.contract.dataset import Split
from engine.dataset.splits.strata import Stratum, Unit, distribute


def cut_plain(units: Sequence[Unit], shares: Mapping[Split, float]) -> dict[int, Split]:
    """Cut class by class, where every unit is one picture with at most one class; those left over are not named."""
    classes: dict[Stratum, list[Unit]] = defaultdict(list)
    for unit in units:
        classes[next(iter(unit.strata))].append(unit)
    assigned: dict[int, Split] = {}
    for members in classes.values():
        members.sort(key=_rank)
        start = 0
        for split, share in shares.items():
            stop = start + _number_to_cut(len(members), share, still_there=len(members) - start)
            assigned.update((unit.ids[0], split) for unit in members[start:stop])
            start = stop
    return assigned


def cut_together(units: Sequence[Unit], shares: Mapping[Split, float]) -> dict[int, Split]:
    """Cut where units have several pictures or classes; those left over are not named."""
    wanted = {split: share for split, share in shares.items() if share > 0}
    splits = (Split.TRAIN, *wanted)
    parts = distribute(units, len(splits), lambda number: _numbers_wanted(number, wanted))
    _fill_empty(parts)
    return {
        image_id: split
        for split, part in zip(splits[1:], parts[1:], strict=True)
        for unit in part
        for image_id in unit.ids
    }


def _numbers_wanted(number: int, shares: Mapping[Split, float]) -> list[float]:
    """Of ``number`` pictures those for training, then those of each share."""
    cuts: list[float] = []
    for share in shares.values():
        cuts.append(_number_to_cut(number, share, still_there=number - int(sum(cuts))))
    return [number - sum(cuts), *cuts]


def _fill_empty(parts: list[list[Unit]]) -> None:
    """A split that was wanted gets the smallest unit of training: a few large groups may leave it without any."""
    for part in parts[1:]:
        if not part and len(parts[0]) > 1:
            smallest = min(parts[0], key=_size_and_rank)
            parts[0].remove(smallest)
            part.append(smallest)


def _number_to_cut(total: int, share: float, *, still_there: int) -> int:
    """At least one where a share is wanted, and at least one stays for training."""
    if share <= 0:
        return 0
    return max(0, min(max(1, round(total * share)), still_there - 1))


def _rank(unit: Unit) -> bytes:
    return unit.rank


def _size_and_rank(unit: Unit) -> tuple[int, bytes]:
    return len(unit.ids), unit.rank
