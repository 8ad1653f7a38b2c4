"""Divides pictures into k parts of which one validates: over all k, each picture validates exactly once."""

from collections import defaultdict
from collections.abc import Sequence

from engine.contract.config import SplitConfig
from engine.contract.errors import UserError
from engine.dataset.splits.strata import Stratum, Unit, distribute


def fold_ids(units: Sequence[Unit], config: SplitConfig, *, is_plain: bool) -> set[int]:
    """Ids of the pictures that validate in fold ``config.fold`` of ``config.folds``.

    Args:
        units: everything that is to be divided.
        config: with at least two folds.
        is_plain: every unit is one picture with at most one class.

    Raises:
        UserError: there is no such fold.
    """
    if config.folds < 2 or config.fold >= config.folds:
        raise UserError(
            f"There is no such fold. Received: fold {config.fold} of {config.folds}.",
            "Use at least two folds, and count them from 0.",
        )
    if is_plain:
        return _deal(units, config)
    parts = distribute(units, config.folds, lambda number: [number / config.folds] * config.folds)
    return {image_id for unit in parts[config.fold] for image_id in unit.ids}


def _deal(units: Sequence[Unit], config: SplitConfig) -> set[int]:
    """Deal class by class like cards, each class going on where the one before ended: folds of equal size."""
    classes: dict[Stratum, list[Unit]] = defaultdict(list)
    for unit in units:
        classes[next(iter(unit.strata))].append(unit)
    chosen: set[int] = set()
    dealt = 0
    for stratum in sorted(classes, key=lambda key: -1 if key is None else key):
        members = sorted(classes[stratum], key=lambda unit: unit.rank)
        chosen.update(unit.ids[0] for place, unit in enumerate(members, dealt) if place % config.folds == config.fold)
        dealt += len(members)
    return chosen
