"""Compares a run on pictures with those it was compared with last."""

from pathlib import Path

from gui.runs.comparable import Comparison, comparison_of
from gui.runs.group import RunGroup
from gui.runs.library import RunLibrary
from gui.runs.pair import RunPair


def compare_with_last(run: Path, library: RunLibrary, *, pair: RunPair, detectors: RunPair, group: RunGroup) -> None:
    """Show the comparison that a run allows: with one other run, or in a group of runs of the same pictures."""
    known = library.find(run)
    way = None if known is None else comparison_of(known)
    if known is None or way is not Comparison.MASKS:
        (detectors if way is Comparison.BOXES else pair).want(run)
        return
    others = [other for path in group.runs if path != run and (other := library.find(path)) is not None]
    group.want((run, *(other.path for other in others if other.config.dataset.path == known.config.dataset.path)))
