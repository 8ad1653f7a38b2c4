"""Parts of a picture that are measured one after the other, each with what lies around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.dataset.pictures.regions.source import Region

STRIP_PIXELS = 2**21


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture.

    Attributes:
        core: what belongs to it; the cores of all parts cover the picture once.
        window: the core with a margin, as far as the picture goes.
    """

    core: Region
    window: Region

    @property
    def inside(self) -> tuple[slice, slice]:
        """Where the core lies in the window."""
        core, window = self.core, self.window
        return (
            slice(core.top - window.top, core.bottom - window.top),
            slice(core.left - window.left, core.right - window.left),
        )


def parts_of(area: Region, *, side_px: int, margin_px: int, height: int, width: int) -> Iterator[Part]:
    """Squares that cover an area, from left to right, from top to bottom; the last ones are smaller.

    Args:
        area: of the picture.
        side_px: of the cores.
        margin_px: around each core.
        height: of the picture in pixels.
        width: of the picture in pixels.
    """
    for top in range(area.top, area.bottom, side_px):
        for left in range(area.left, area.right, side_px):
            bottom, right = min(top + side_px, area.bottom), min(left + side_px, area.right)
            core = Region(top=top, bottom=bottom, left=left, right=right)
            window = Region(
                top=max(top - margin_px, 0),
                bottom=min(bottom + margin_px, height),
                left=max(left - margin_px, 0),
                right=min(right + margin_px, width),
            )
            yield Part(core, window)


def strips_of(top: int, bottom: int, *, width: int) -> Iterator[tuple[int, int]]:
    """Whole rows from ``top`` to ``bottom``, about two million pixels at a time: first row, and one after the last."""
    at_once = max(1, STRIP_PIXELS // width)
    for start in range(top, bottom, at_once):
        yield start, min(start + at_once, bottom)
