"""The side strip of the large preview: what is wrong with a picture, its file, its camera."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.dataset import ImageRow, ProblemRow
from gui.pages.data.filter.words import PROBLEM_NAMES
from gui.tokens import size
from gui.widgets.label import Label
from gui.widgets.layouts import empty
from gui.widgets.note_card import NoteCard
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows
from gui.words import NOTHING, byte_size

_WIDTH = 248
_PROBLEMS_SHOWN = 20
_DONE_WORDS = {"kept": "Kept as it is.", "repaired": "Repaired.", "dropped": "Left out."}


class PictureFacts(ScrollColumn):
    """What is known of one picture besides its labels.

    Signals:
        problem_chosen(int): place of the problem that should be shown on the picture.
    """

    problem_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=size("page_margin"), spacing_px=8, parent=parent)
        self.setFixedWidth(_WIDTH)
        self._problem_header = SectionHeader("Problems", is_group=True)
        self._problems = QVBoxLayout()
        self._problems.setSpacing(8)
        self._file = ValueRows()
        self._camera_header = SectionHeader("Camera", is_group=True)
        self._camera = ValueRows()
        self._notes = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._lay_out()

    def set_picture(self, row: ImageRow, problems: Sequence[ProblemRow]) -> None:
        """Show another picture, of whose file nothing is known yet."""
        self._file.set_rows(file_rows(row))
        self._show_problems(problems)
        self.set_decoded((), {})

    def set_decoded(self, notes: Sequence[str], exif: Mapping[str, str]) -> None:
        """Show what its file says of it."""
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self._camera.set_rows(list(exif.items()))
        for widget in (self._camera_header, self._camera):
            widget.setVisible(bool(exif))

    def _show_problems(self, problems: Sequence[ProblemRow]) -> None:
        empty(self._problems)
        self._problem_header.setVisible(bool(problems))
        self._problem_header.set_note(f"{len(problems):,}" if len(problems) > 1 else "")
        for number, problem in enumerate(problems[:_PROBLEMS_SHOWN]):
            buttons = [(str(number), "Show")] if problem.box is not None else []
            title = PROBLEM_NAMES[problem.code].capitalize()
            card = NoteCard("warning", title, problem_words(problem), buttons=buttons)
            card.chosen.connect(self._on_problem_chosen)
            self._problems.addWidget(card)

    @Slot(str)
    def _on_problem_chosen(self, name: str) -> None:
        self.problem_chosen.emit(int(name))

    def _lay_out(self) -> None:
        self.column.addWidget(self._problem_header)
        self.column.addLayout(self._problems)
        self.column.addWidget(SectionHeader("File", is_group=True))
        self.column.addWidget(self._file)
        self.column.addWidget(self._notes)
        self.column.addWidget(self._camera_header)
        self.column.addWidget(self._camera)
        self.column.addStretch(1)


def problem_words(problem: ProblemRow) -> str:
    """A problem with its place and what was done about it."""
    place = f" ({problem.place})" if problem.place else ""
    message = problem.message.rstrip(".")
    return " ".join(words for words in (f"{message}{place}.", _DONE_WORDS[problem.action], problem.repair) if words)


def file_rows(row: ImageRow) -> list[tuple[str, str]]:
    """Name, size, bytes, split and state of a picture."""
    folder, _, name = row.path.rpartition("/")
    sides = f"{row.width:,} × {row.height:,} px" if row.width and row.height else NOTHING
    return [
        ("Name", name),
        ("Folder", folder or "."),
        ("Size", sides),
        ("On disk", byte_size(row.bytes) if row.bytes else NOTHING),
        ("Colours", "grey" if row.is_grey else "RGB"),
        ("Split", f"{row.split or NOTHING}{', moved by hand' if row.is_moved else ''}"),
        ("State", row.status.value),
    ]
