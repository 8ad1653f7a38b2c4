"""What slices are called, and how much is certain about them, in words. Free of Qt."""

from collections.abc import Sequence
from typing import Final

from engine.contract.predictions import ImageResult
from engine.ops.slices import CONFIDENCE, LEAST_PICTURES, Attribute, Part, Slice
from gui.words import NOTHING, number, percent, plural, short_count

_QUARTERS: Final[dict[Attribute, tuple[str, str, str, str]]] = {
    Attribute.SIZE: ("Smallest pictures", "Smaller pictures", "Larger pictures", "Largest pictures"),
    Attribute.ASPECT: ("Narrowest pictures", "Narrower pictures", "Wider pictures", "Widest pictures"),
    Attribute.BRIGHTNESS: ("Darkest pictures", "Darker pictures", "Brighter pictures", "Brightest pictures"),
    Attribute.CONTRAST: ("Lowest contrast", "Lower contrast", "Higher contrast", "Highest contrast"),
}


def slice_title(part: Part) -> str:
    """What the pictures of a slice have in common: ``Darkest pictures``, ``Class dress``, ``Source camera_2``."""
    if part.quarter is None:
        return f"{part.attribute.capitalize()} {part.name}"
    return _QUARTERS[part.attribute][part.quarter]


def slice_range(part: Part) -> str:
    """The values of a measure in it: ``0.12 to 0.31``, ``40.0 k to 213 k px``; a dash for a class or a source."""
    if part.low is None or part.high is None:
        return NOTHING
    ends = dict.fromkeys(_measured(part.attribute, end) for end in (part.low, part.high))
    return f"{' to '.join(ends)}{' px' if part.attribute is Attribute.SIZE else ''}"


def interval_words(found: Slice) -> str:
    """The accuracies that it agrees with: ``12.0 % to 48.3 %``."""
    return f"{percent(found.interval[0])} to {percent(found.interval[1])}"


def difference_words(found: Slice) -> str:
    """How far it is from the whole, in points of a hundred: ``−23.1``."""
    return f"{100 * found.difference:+.1f}".replace("-", "−")


def verdict(slices: Sequence[Slice]) -> str:
    """What can be claimed of the slices of a split."""
    worse = sum(one.is_worse for one in slices)
    if not slices:
        return f"No slice has at least {LEAST_PICTURES} pictures and leaves some out."
    if not worse and len(slices) == 1:
        return "The only slice is not worse than chance would explain."
    verb = "are" if worse > 1 else "is"
    return f"{worse or 'None'} of {plural(len(slices), 'slice')} {verb} worse than chance would explain."


def explanation(results: Sequence[ImageResult]) -> str:
    """What the slices are held against."""
    right = percent(sum(result.truth == result.predicted for result in results) / len(results))
    return (
        f"{right} of all {plural(len(results), 'picture')} are right, which the stroke across the intervals marks; "
        "differences from that are in points of a hundred. "
        f"The intervals hold for all slices together with {CONFIDENCE * 100:.0f} % confidence."
    )


def _measured(attribute: Attribute, value: float) -> str:
    return short_count(round(value)) if attribute is Attribute.SIZE else number(float(f"{value:.2g}"))
