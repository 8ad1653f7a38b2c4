"""The tables of the comparison of two detectors: what is found by whom, and the same by class."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages.runs.detectors.joining import FindKind, Tally
from gui.pages.runs.detectors.words import KIND_WORDS
from gui.widgets.section import SectionHeader
from gui.widgets.table import Column, Table

_MOST_CLASSES: Final = 12
_NUMBER_PX: Final = 42


@dataclass(frozen=True, slots=True)
class KindRow:
    """One thing that is counted: how many objects or boxes, and on how many pictures."""

    kind: FindKind
    objects: int
    pictures: int


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class: true objects that count, and how many of them each detector finds."""

    place: int
    name: str
    objects: int
    first: int
    second: int

    @property
    def difference(self) -> int:
        """How many more the second one finds."""
        return self.second - self.first


def kind_rows(tally: Tally) -> list[KindRow]:
    """What is counted, in the order of the kinds."""
    pictures = (tally.of_pictures > 0).sum(axis=0)
    return [KindRow(kind, int(tally.totals[kind]), int(pictures[kind])) for kind in FindKind]


def class_rows(tally: Tally, classes: tuple[str, ...]) -> list[ClassRow]:
    """The classes that occur, those first where the detectors differ most."""
    rows = []
    for place, (name, counts) in enumerate(zip(classes, tally.of_classes.tolist(), strict=True)):
        both, first, second, neither = (counts[kind] for kind in list(FindKind)[:4])
        if objects := both + first + second + neither:
            rows.append(ClassRow(place, name, objects, both + first, both + second))
    return sorted(rows, key=_by_size)


class FindTables(QWidget):
    """Both tables, as high as their rows.

    Signals:
        kind_chosen(FindKind): the pictures with something of a kind are wanted.
    """

    kind_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds: Table[KindRow] = Table("Who finds what", _KIND_COLUMNS)
        self.classes: Table[ClassRow] = Table("Found objects by class", _CLASS_COLUMNS)
        self._classes = SectionHeader("Found by class", is_group=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SectionHeader("Who finds what", "a click shows the pictures", is_group=True))
        column.addWidget(self.kinds)
        column.addSpacing(8)
        column.addWidget(self._classes)
        column.addWidget(self.classes)
        self.kinds.chosen.connect(self._on_kind_chosen)

    def set_tally(self, tally: Tally, classes: tuple[str, ...]) -> None:
        """Show other numbers; what is chosen stays."""
        self.kinds.show_whole(kind_rows(tally))
        rows = class_rows(tally, classes)
        shown = rows[:_MOST_CLASSES]
        self._classes.set_note(
            "largest difference first" if len(shown) == len(rows) else f"the {len(shown)} that differ most"
        )
        self.classes.show_whole(shown)

    def show_choice(self, kind: FindKind | None) -> None:
        """Mark whose pictures are shown, without telling about it."""
        if kind is None:
            self.kinds.clearSelection()
            self.kinds.setCurrentIndex(self.kinds.rows_model.index(-1, 0))

    @Slot(object)
    def _on_kind_chosen(self, row: KindRow | None) -> None:
        if row is not None:
            self.kind_chosen.emit(row.kind)


def _by_size(row: ClassRow) -> tuple[int, str]:
    return -abs(row.difference), row.name


def _kind(row: KindRow) -> str:
    return KIND_WORDS[row.kind]


def _kind_objects(row: KindRow) -> str:
    return f"{row.objects:,}"


def _kind_pictures(row: KindRow) -> str:
    return f"{row.pictures:,}"


def _name(row: ClassRow) -> str:
    return row.name


def _first(row: ClassRow) -> str:
    return f"{row.first:,}"


def _second(row: ClassRow) -> str:
    return f"{row.second:,}"


def _objects(row: ClassRow) -> str:
    return f"{row.objects:,}"


def _difference(row: ClassRow) -> str:
    return f"{row.difference:+,}" if row.difference else "0"


_KIND_COLUMNS: Final = (
    Column("", _kind),
    Column("objects", _kind_objects, 60, "right", style="button"),
    Column("pictures", _kind_pictures, 72, "right", token="text_secondary"),
)
_CLASS_COLUMNS: Final = (
    Column("", _name),
    Column("A", _first, _NUMBER_PX, "right"),
    Column("B", _second, _NUMBER_PX, "right"),
    Column("of", _objects, _NUMBER_PX, "right", token="text_secondary"),
    Column("B - A", _difference, 56, "right", style="button"),
)
