"""Where a picture lies now that saving of labels has moved: by any place where it ever lay."""

import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from engine.contract.errors import UserError
from engine.dataset.labels.journal import LabelJournal, journal_of
from engine.dataset.labels.steps import LabelStep

logger = logging.getLogger(__name__)
Known = TypeVar("Known")
FOLDERS_READING: Final = "folders:"
"""Key of the one reading whose labels are saved by moving pictures."""


def folders_journal(root: Path) -> LabelJournal:
    """The journal of a dataset of folders, whether or not there is one.

    Args:
        root: the folder that its paths are relative to.
    """
    return journal_of(Path(os.path.realpath(root)), FOLDERS_READING)


def relocated_pictures(root: Path) -> "RelocatedPictures":
    """All places where saved pictures of a dataset ever lay; none where nothing was saved so.

    Args:
        root: the folder that its paths are relative to. A journal that cannot be read is none here: who opens the
            dataset is told.
    """
    try:
        return RelocatedPictures(root, places_of(folders_journal(root).steps()))
    except UserError:
        logger.exception("Pictures of %s that were moved cannot be found by their old paths.", root)
        return RelocatedPictures(root)


def present_path(root: Path, path: str) -> str:
    """Where one picture lies now; no journal is read while it lies where it was.

    Args:
        root: the folder that both paths are relative to.
        path: where it lay when somebody wrote that down.
    """
    return path if os.path.lexists(root / path) else relocated_pictures(root).present(path)


def places_of(steps: Iterable[LabelStep]) -> dict[str, frozenset[str]]:
    """Every place of each picture that a step was ever about to move, by each of these places.

    A place belongs to one picture for ever: no other is moved there (``relocation_plan``). So it does not matter in
    which order things were done and taken back, nor when somebody wrote a path down.
    """
    places: dict[str, frozenset[str]] = {}
    for each in (each for step in steps for each in step.relocations):
        together = frozenset((each.source, each.target))
        together |= places.get(each.source, frozenset()) | places.get(each.target, frozenset())
        places.update(dict.fromkeys(together, together))
    return places


@dataclass(frozen=True, slots=True)
class RelocatedPictures:
    """Finds pictures by paths that were written down before they were moved, as runs do.

    Attributes:
        root: folder that all paths are relative to.
        places: all places of a picture, by each of them.
    """

    root: Path
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def present(self, path: str) -> str:
        """Where a picture lies now.

        The path itself where something lies there, where nothing is known of it, or where two others could be meant:
        somebody has put another picture into its old place, and that was moved as well.
        """
        others = self.places.get(path)
        if others is None or self._is_there(path):
            return path
        there = [place for place in others if self._is_there(place)]
        return there[0] if len(there) == 1 else path

    def by_present(self, known: Mapping[str, Known]) -> dict[str, Known]:
        """What is known by path, by the present path."""
        return {self.present(path): value for path, value in known.items()}

    def _is_there(self, path: str) -> bool:
        return os.path.lexists(self.root / path)
