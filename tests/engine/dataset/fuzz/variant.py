"""One way to break a small sound dataset, and what must survive it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Breaks the dataset in a folder.
Damage = Callable[[Path], None]
# The names of its pictures, without ending.
EVERY_PICTURE = frozenset(("p0", "p1", "p2", "p3"))
FIRST_PICTURE = frozenset(("p0",))
NO_PICTURE = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Variant:
    """A broken dataset.

    Attributes:
        format: which of ``sound_datasets.MAKERS`` is broken.
        name: what is broken, and how.
        damage: does it.
        touched: names of pictures whose labels may be lost or changed by it; those of all others must stay.
        is_told: it is a fault, and must be reported.
        most_problems: it is one fault, so that at most this many problems may come of it.
        may_be_refused: nothing that could be read is left.
        denied: files of the dataset that may not be opened, relative to it.
        renamed: what the file of the first picture is called now, where its labels must stay.
    """

    format: str
    name: str
    damage: Damage
    touched: frozenset[str] = EVERY_PICTURE
    is_told: bool = True
    most_problems: int | None = None
    may_be_refused: bool = False
    denied: tuple[str, ...] = ()
    renamed: str | None = None

    @property
    def key(self) -> str:
        return f"{self.format}: {self.name}"


def nothing(_folder: Path) -> None:
    """Leave the dataset as it is."""
