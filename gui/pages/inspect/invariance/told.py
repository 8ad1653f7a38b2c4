"""What the Invariance tab says in words. Free of Qt."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig, RunConfig
from engine.contract.invariance import Following, NetworkTraits, PictureChange
from gui.pages.inspect.invariance.axes import ChangeAxis
from gui.words import percent, plural

Floats = NDArray[np.float32]
_HEADS: Final = {
    "global pooling": "global pooling: where in the maps does not matter",
    "flatten": "flattened maps: every place has weights of its own",
    "other": "no pooling over all places",
}


def following_words(following: Following | None, change: PictureChange) -> str:
    """How exactly the maps of a layer moved with the picture."""
    if change.kind not in ("shift_x", "shift_y") or following is None:
        return "Whether the maps move with the picture is measured for shifts."
    if not change.amount:
        return "Shift the picture to see whether the maps move with it."
    if following.stride_px is None:
        return "This layer has no whole stride: its maps cannot be shifted to compare."
    if following.distance is None:
        if following.stride_px == 1:
            return "Maps can be compared at whole pixels, while a part of the picture is left."
        return f"Maps can be compared at shifts by multiples of {following.stride_px} px, the stride of the layer."
    where = "away from the borders" if following.is_inner else "borders included"
    if following.distance < 1e-5:
        return f"The maps moved exactly with the picture ({where})."
    return f"The maps differ by {percent(following.distance)} from the shifted ones ({where})."


def traits_words(traits: NetworkTraits) -> str:
    """What a network has that helps."""
    if not traits.stride_px:
        return "no maps: every pixel has weights of its own"
    pooled = plural(traits.poolings, "pooling") if traits.poolings else "no pooling"
    return f"{pooled}, last maps with a cell every {traits.stride_px} px, {_HEADS[traits.head]}"


def augmentation_words(config: RunConfig | None) -> str:
    """Which changes a network has met while it learned."""
    if config is None:
        return "augmentation unknown"
    augmentation = config.augmentation
    met = _met(augmentation) if augmentation.enabled else []
    return f"learned with {', '.join(met)}" if met else "learned without augmentation"


def mean_words(scores: Floats, hits: Floats, pictures: int) -> str:
    """What the curve of many pictures comes to."""
    if not len(scores) or not np.isfinite(scores).all():
        return ""
    score, accuracy = percent(float(scores.mean())), percent(float(hits.mean()))
    return f"Mean of {plural(pictures, 'picture')} over the whole range: score {score}, accuracy {accuracy}."


def result_words(scores: Floats, hits: Floats, axis: ChangeAxis, target: str) -> str:
    """What the curve of one picture comes to: where it keeps its class.

    Args:
        scores: (amounts,).
        hits: (amounts,).
        axis: of the amounts.
        target: the class.
    """
    if not len(scores) or not np.isfinite(scores).all():
        return ""
    mean = percent(float(scores.mean()))
    low, high = kept_range(hits, axis)
    if low is None or high is None:
        return f"Predicts another class than {target} already without the change."
    if (low, high) == (axis.low, axis.high):
        return f"Predicts {target} over the whole range, mean score {mean}."
    return f"Predicts {target} from {axis.words(low)} to {axis.words(high)}, mean score {mean}."


def kept_range(hits: Floats, axis: ChangeAxis) -> tuple[float | None, float | None]:
    """How far from the neutral amount to both sides the class stays the predicted one; None where it never is."""
    amounts = axis.amounts
    start = min(range(len(amounts)), key=lambda place: abs(amounts[place] - axis.neutral))
    if hits[start] < 0.5:
        return None, None
    wrong = np.flatnonzero(hits < 0.5)
    below, above = wrong[wrong < start], wrong[wrong > start]
    low = amounts[int(below[-1]) + 1] if len(below) else axis.low
    high = amounts[int(above[0]) - 1] if len(above) else axis.high
    return low, high


def _met(augmentation: AugmentationConfig) -> list[str]:
    return [
        words
        for strength, words in (
            (augmentation.shift, f"shifts to {_share(augmentation.shift)}"),
            (augmentation.rotation, f"turns to {augmentation.rotation:g}°"),
            (augmentation.scale, f"zoom to {_share(augmentation.scale)}"),
            (augmentation.crop, f"crops to {_share(augmentation.crop)}"),
            (augmentation.flip_horizontal, "mirror"),
            (augmentation.brightness, f"light to {_share(augmentation.brightness)}"),
            (augmentation.cutout, f"cut-out to {_share(augmentation.cutout)}"),
        )
        if strength
    ]


def _share(strength: float) -> str:
    return f"{100 * strength:g} %"
