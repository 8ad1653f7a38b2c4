"""The dialog that asks before corrected labels move pictures: how many, where from, and where to."""

from typing import Final

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.dataset.labels.relocation_plan import RelocationPlan
from gui.pages.data.saving.rows import FolderRow, folder_rows, heading, notes
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.label import Label
from gui.widgets.surface import Surface
from gui.widgets.table import Column, Table

_WIDTH_PX: Final = 640
_MOST_ROWS: Final = 10


class SavingDialog(QDialog):
    """Accepted where the pictures are to be moved."""

    def __init__(self, plan: RelocationPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = folder_rows(plan)
        self.setWindowTitle("Save corrected labels")
        self.heading = Label(heading(plan), "group", is_wrapped=True)
        self.notes = Label(notes(plan), "secondary", tone="secondary", is_wrapped=True)
        self.table: Table[FolderRow] = Table("Folders that get pictures", _COLUMNS)
        self.table.set_rows(rows)
        rows_px = size("table_row_compact") * min(len(rows), _MOST_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows_px + 2)
        self.cancel = Button("Cancel")
        self.move_pictures = Button("Move pictures", ButtonKind.PRIMARY)
        self.cancel.clicked.connect(self.reject)
        self.move_pictures.clicked.connect(self.accept)
        self._lay_out()
        self.setFixedWidth(_WIDTH_PX)
        self.move_pictures.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(12)
        for label in (self.heading, self.notes):
            label.setContentsMargins(16, 0, 16, 0)
        column.addWidget(self.heading)
        column.addWidget(self.table)
        column.addWidget(self.notes)
        bar = Surface("window", ("top",))
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.move_pictures)
        column.addWidget(bar)


def _target(row: FolderRow) -> str:
    return row.target_words


def _origin(row: FolderRow) -> str:
    return row.origin_words


def _pictures(row: FolderRow) -> str:
    return f"{row.pictures:,}"


_COLUMNS: Final[tuple[Column[FolderRow], ...]] = (
    Column("Into", _target, 240),
    Column("From", _origin, token="text_secondary"),
    Column("Pictures", _pictures, 88, "right"),
)
