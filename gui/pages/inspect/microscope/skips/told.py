"""What skips contribute, as rows of tables. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.contract.microscope import PassedPositions, SkipEffect, SkipsMeasured
from engine.ops.mask_changes import Change
from gui.words import NOTHING, percent, plural

NO_SKIPS: Final = (
    "This network has no skips: no early map is read again after maps were enlarged. "
    "U-Net and FCN-8s have some; choose such a run on the Runs page."
)
CHANGE_WORDS: Final = {
    Change.LOST: "Right, now wrong",
    Change.GAINED: "Wrong, now right",
    Change.OTHER: "Another class",
}


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """One way to switch skips off.

    Attributes:
        name: what is off.
        shares: of all skips.
        iou: with the truth, in [0, 1]; None where nothing is true.
        lost: what the whole network has more of it; None likewise.
        changed: share of the pixels that get another class; None for the whole network.
    """

    name: str
    shares: tuple[float, ...]
    iou: float | None
    lost: float | None
    changed: float | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One kind of changed pixels, and their share of all."""

    kind: Change
    share: float

    @property
    def name(self) -> str:
        return CHANGE_WORDS[self.kind]


def contribution_rows(names: Sequence[str], measured: SkipsMeasured) -> list[ContributionRow]:
    """The whole network, each skip switched off alone, and all of them off."""
    count = len(names)
    whole = ContributionRow("Nothing", (1.0,) * count, measured.iou, None, None)
    alone = [
        _row(name, tuple(float(number != off) for number in range(count)), measured.iou, effect)
        for off, (name, effect) in enumerate(zip(names, measured.without, strict=True))
    ]
    if count == 1:
        return [whole, *alone]
    return [whole, *alone, _row("All of them", (0.0,) * count, measured.iou, measured.without_all)]


def effect_rows(iou: float | None, effect: SkipEffect) -> list[tuple[str, str]]:
    """What the mask is now, beside that of the whole network."""
    return [
        ("IoU, whole network", percent(iou)),
        ("IoU now", percent(effect.iou)),
        ("Pixels with another class", percent(effect.changed)),
    ]


def points(lost: float | None) -> str:
    """A loss in points: ``12.3``, ``+0.4`` where it is a gain; a dash where nobody knows."""
    if lost is None:
        return NOTHING
    return f"{'−' if lost >= 0.0005 else '+' if lost <= -0.0005 else ''}{abs(lost) * 100:.1f}"


def words_without_skips(positions: Sequence[PassedPositions]) -> str:
    """What to say of a network without skips: perhaps it passes positions instead."""
    if not positions:
        return NO_SKIPS
    first = positions[-1]
    return (
        "This network has no skips: no values pass from early to late maps. What passes are the positions of "
        f"the maxima in {plural(len(positions), 'pooling')}, as from {first.pooling} to {first.unpooling}; "
        "they cannot be made weaker."
    )


def _row(name: str, shares: tuple[float, ...], whole: float | None, effect: SkipEffect) -> ContributionRow:
    lost = None if whole is None or effect.iou is None else whole - effect.iou
    return ContributionRow(name, shares, effect.iou, lost, effect.changed)
