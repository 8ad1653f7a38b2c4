"""Areas of masks that are likely wrong, for a table and a gallery. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from engine.contract.annotations import AnnotationKind
from engine.contract.mask_doubts import DoubtfulArea, MaskDoubt
from gui.gallery.shapes import AnnotationShape
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, Shapes, ShownMasks
from gui.pages.inspect.errors.ranking import Ranking
from gui.words import count, percent, plural

Range = Literal["likely", "all"]
_OFTEN_WRONG: Final = 0.7
"""Below this mean IoU a network is wrong as often as masks are, or more."""
NOTHING: Final = "The network is not sure of another class anywhere."


@dataclass(frozen=True, slots=True)
class SuspectArea:
    """An area that is likely another class than its mask says.

    Attributes:
        place: of its picture in the evaluation.
        image: path of the picture.
        trust: in its whole mask, in [0, 1].
        share: of the picture, in [0, 1].
        area: the area.
    """

    place: int
    image: str
    trust: float
    share: float
    area: DoubtfulArea


def suspect_areas(evaluated: EvaluatedMasks) -> tuple[SuspectArea, ...]:
    """The areas of all pictures."""
    return tuple(
        _suspect(evaluated, doubt, area)
        for doubt in _doubts(evaluated)
        if doubt.trust is not None
        for area in doubt.areas
    )


def verdict(evaluated: EvaluatedMasks) -> str:
    """How many masks are likely wrong, and how far the network can be asked about it."""
    doubts = _doubts(evaluated)
    found = sum(bool(doubt.areas) for doubt in doubts)
    words = (
        f"{count(found) if found else 'None'} of {plural(len(doubts), 'mask')} "
        f"{'has' if found < 2 else 'have'} an area of which the network is sure that it is another class."
    )
    if evaluated.split == "train":
        return f"{words} It learned from these masks, and may know wrong ones by heart."
    mean_iou = evaluated.evaluation.metrics.get("mIoU")
    if found and mean_iou is not None and mean_iou < _OFTEN_WRONG:
        return f"{words} Many are mistakes of the network, whose mean IoU is {percent(mean_iou)}."
    return words


def pictures_in(evaluated: EvaluatedMasks, chosen: Range) -> ShownMasks:
    """The pictures with such areas, or all of them, the least trusted first."""
    trusts = np.full(len(evaluated.results), np.nan)
    for doubt in _doubts(evaluated):
        if doubt.trust is not None and (doubt.areas or chosen == "all"):
            trusts[doubt.row] = doubt.trust
    outlines = {doubt.row: _shapes(doubt.areas) for doubt in _doubts(evaluated) if doubt.areas}
    title = "Masks that may be wrong" if chosen == "likely" else "All pictures, least trusted first"
    return ShownMasks(title, ranking=_ranking(trusts), outlines=outlines, nothing=NOTHING)


def picture_of(evaluated: EvaluatedMasks, suspect: SuspectArea) -> ShownMasks:
    """The picture of one area, with that outlined alone."""
    trusts = np.full(len(evaluated.results), np.nan)
    trusts[suspect.place] = suspect.trust
    outlines = {suspect.place: _shapes([suspect.area])}
    title = f"{suspect.area.given}, or rather {suspect.area.suggested}"
    return ShownMasks(title, ranking=_ranking(trusts), outlines=outlines, is_choice=True)


def _doubts(evaluated: EvaluatedMasks) -> Sequence[MaskDoubt]:
    return () if evaluated.doubts is None else evaluated.doubts.pictures


def _suspect(evaluated: EvaluatedMasks, doubt: MaskDoubt, area: DoubtfulArea) -> SuspectArea:
    result = evaluated.results[doubt.row]
    share = area.pixels / max(result.width * result.height, 1)
    return SuspectArea(doubt.row, result.image, doubt.trust or 0.0, share, area)


def _shapes(areas: Sequence[DoubtfulArea]) -> Shapes:
    """Outlines in white: in the colour of a class they would not be seen on the difference mask."""
    return tuple(AnnotationShape(AnnotationKind.POLYGON, label=area.suggested, rings=area.rings) for area in areas)


def _ranking(trusts: np.ndarray) -> Ranking:
    return Ranking(trusts, is_descending=False, words=_trust_words)


def _trust_words(trust: float) -> str:
    return f"Trust {percent(trust)}"
