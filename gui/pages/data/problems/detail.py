"""The Details of the Problems tab: the chosen problem, what to do about it, and the kinds there are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.dataset import ProblemCode, ProblemRow, Split
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.problem_pages import ProblemListing
from gui.engine_client import EngineClient
from gui.pages.data.problems.picture import ProblemPicture
from gui.pages.data.problems.repairs import Repair, repairs_of
from gui.pages.data.problems.table import ACTION_WORDS, KIND_WORDS, message_of, place_of
from gui.widgets.button import Button
from gui.widgets.choice_list import ChoiceList
from gui.widgets.choices import Choice
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.layouts import empty
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows

_ALL: Final = "all"
_BREAK: Final = "\u200b"


class ProblemDetails(ScrollColumn):
    """The column of the Details panel while problems are looked at.

    Signals:
        kind_chosen(ProblemCode): show only problems of this kind, None for all.
        repair_chosen(Repair): the button of a repair was clicked.
        picture_requested(ProblemRow): show its picture in the gallery.
    """

    kind_chosen = Signal(object)
    repair_chosen = Signal(object)
    picture_requested = Signal(object)

    def __init__(self, client: EngineClient, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=0, parent=parent)
        self._index: DatasetIndex | None = None
        self._problem: ProblemRow | None = None
        self._repairs: tuple[Repair, ...] = ()
        self._hint = Label("Choose a problem to see its picture.", "secondary", tone="secondary", is_wrapped=True)
        self.pictures = (ProblemPicture(client), ProblemPicture(client))
        self._names = (ElidedLabel("", "secondary", tone="secondary"), ElidedLabel("", "secondary", tone="secondary"))
        self._places = (QWidget(), QWidget())
        self._title = Label("", "group")
        self._message = Label("", is_wrapped=True)
        self._facts = ValueRows()
        self._advice = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._buttons = QVBoxLayout()
        self._chosen = QWidget()
        self._kinds = SectionHeader("Kinds", is_group=True)
        self.kinds = ChoiceList()
        self.kinds.chosen.connect(self._on_kind_chosen)
        self._lay_out()
        self.set_problem(None)

    def set_index(self, index: DatasetIndex | None) -> None:
        """Take pictures and splits from another dataset, or from a newer state of this one."""
        self._index = index

    @Slot(object)
    def set_listing(self, listing: ProblemListing) -> None:
        """Show the kinds there are with their numbers."""
        total = sum(count for _, count in listing.kinds)
        choices = [Choice(_ALL, "All problems", f"{total:,}")]
        choices += [Choice(code.value, KIND_WORDS[code], f"{count:,}") for code, count in listing.kinds]
        self.kinds.set_choices(choices)
        codes = listing.choice.codes
        self.kinds.set_current(codes[0].value if len(codes) == 1 else _ALL)
        for widget in (self._kinds, self.kinds):
            widget.setVisible(bool(listing.kinds))
        self._hint.setVisible(bool(listing.kinds) and self._problem is None)

    @Slot(object)
    def set_problem(self, problem: ProblemRow | None) -> None:
        """Show another problem; None asks for one."""
        self._problem = problem
        self._hint.setVisible(problem is None and not self.kinds.isHidden())
        self._chosen.setVisible(problem is not None)
        if problem is None or self._index is None:
            for picture in self.pictures:
                picture.show_picture(None)
            return
        splits = self._splits_of(problem)
        self._show_pictures(problem, self._index.root)
        self._title.setText(KIND_WORDS[problem.code])
        self._message.setText(breakable(message_of(problem)))
        self._facts.set_rows(_facts_of(problem, splits))
        self._advice.setText(problem.repair)
        self._show_repairs(repairs_of(problem, splits), has_picture=problem.image_id is not None)

    def _splits_of(self, problem: ProblemRow) -> dict[str, Split | None]:
        """The present split of the pictures that a problem is about."""
        if self._index is None:
            return {}
        rows = [self._index.image(path) for path in (problem.path, problem.related) if path]
        return {row.path: row.split for row in rows if row is not None}

    def _show_pictures(self, problem: ProblemRow, root: Path) -> None:
        """The picture, and beside it the other one that the problem is about."""
        paths = (problem.path if problem.image_id is not None else None, problem.related)
        boxes = (problem.box, None)
        for place, picture, name, path, box in zip(self._places, self.pictures, self._names, paths, boxes, strict=True):
            place.setVisible(path is not None)
            picture.show_picture(None if path is None else root / path, box)
            name.set_text(path.rpartition("/")[2] if path is not None and paths[1] is not None else "")
            name.setVisible(bool(name.full_text()))

    def _show_repairs(self, repairs: tuple[Repair, ...], *, has_picture: bool) -> None:
        empty(self._buttons)
        self._repairs = repairs
        for place, repair in enumerate(repairs):
            button = Button(repair.text)
            button.set_tip(repair.tip)
            button.setObjectName(str(place))
            button.clicked.connect(self._on_repair_clicked)
            self._buttons.addWidget(button)
        if has_picture:
            show = Button("Show large", icon="picture")
            show.set_tip("Show the picture large among the pictures, with the problem drawn")
            show.clicked.connect(self._on_show)
            self._buttons.addWidget(show)

    def _lay_out(self) -> None:
        pictures = QHBoxLayout()
        pictures.setSpacing(8)
        for place, picture, name in zip(self._places, self.pictures, self._names, strict=True):
            one = QVBoxLayout(place)
            one.setContentsMargins(0, 0, 0, 0)
            one.setSpacing(4)
            one.addWidget(picture)
            one.addWidget(name)
            pictures.addWidget(place, 1)
        self._buttons.setSpacing(8)
        column = QVBoxLayout(self._chosen)
        column.setContentsMargins(0, 0, 0, 24)
        column.setSpacing(8)
        column.addLayout(pictures)
        column.addSpacing(4)
        for widget in (self._title, self._message, self._facts, self._advice):
            column.addWidget(widget)
        column.addLayout(self._buttons)
        self.column.addWidget(self._hint)
        self.column.addWidget(self._chosen)
        self.column.addSpacing(16)
        self.column.addWidget(self._kinds)
        self.column.addSpacing(8)
        self.column.addWidget(self.kinds)
        self.column.addStretch(1)

    @Slot(str)
    def _on_kind_chosen(self, name: str) -> None:
        self.kind_chosen.emit(None if name == _ALL else ProblemCode(name))

    @Slot()
    def _on_repair_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.repair_chosen.emit(self._repairs[int(button.objectName())])

    @Slot()
    def _on_show(self) -> None:
        self.picture_requested.emit(self._problem)


def breakable(text: str) -> str:
    """A text whose long paths may go over several lines: an invisible break after each mark inside of them."""
    return "".join(f"{letter}{_BREAK}" if letter in "/_-." else letter for letter in text)


def _facts_of(problem: ProblemRow, splits: Mapping[str, Split | None]) -> list[tuple[str, str]]:
    split, other = splits.get(problem.path), splits.get(problem.related or "")
    rows = [
        ("File", problem.path),
        ("Place", place_of(problem)),
        ("Split", split.value if split is not None else ""),
        ("Other picture", problem.related or ""),
        ("Its split", other.value if other is not None else ""),
        ("Done", ACTION_WORDS[problem.action]),
    ]
    return [(name, value) for name, value in rows if value]
