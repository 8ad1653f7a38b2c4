"""Copies a table for a spreadsheet, or saves it as CSV."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.contract.run_folder import write_atomically
from gui.notice import Notice
from gui.widgets.icon_button import IconButton
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column

Row = TypeVar("Row")


class TableExport(QObject):
    """Two buttons for a table, which copies with Ctrl+C as well.

    Args:
        table: what is copied and saved, as it is sorted.
        name: of what it lists: "classes"; the file is called so.
        parent: owner.

    Attributes:
        copy: copies the table.
        save: asks for a file and writes the table to it.

    Signals:
        noticed(Notice): it was done, or why not.
    """

    noticed = Signal(object)

    def __init__(self, table: SortedTable[Any], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._table, self._name, self._window = table, name, parent
        self.copy = IconButton("copy", f"Copy the table of {name} (Ctrl+C)", is_small=True)
        self.save = IconButton("export", f"Save the table of {name} as CSV", is_small=True)
        self.copy.clicked.connect(self.copy_table)
        table.copy_wanted.connect(self.copy_table)
        self.save.clicked.connect(self._on_save)

    @Slot()
    def copy_table(self) -> None:
        """Copy it with tabs between the cells."""
        QGuiApplication.clipboard().setText(self._text(delimiter="\t"))
        self.noticed.emit(Notice("success", f"The table of {self._name} is copied."))

    @Slot(str)
    def save_table(self, path: str) -> None:
        """Write it as CSV."""
        try:
            write_atomically(Path(path), self._text(delimiter=",").encode(errors="surrogatepass"))
        except OSError as error:
            sentence = f"Cannot write the table. Received: {path}: {error}. Choose another folder."
            self.noticed.emit(Notice("error", sentence))
        else:
            self.noticed.emit(Notice("success", f"Saved to {path}."))

    @Slot()
    def _on_save(self) -> None:
        dialog = QFileDialog(self._window, f"Save the table of {self._name}", f"{self._name}.csv", "CSV table (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_table)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _text(self, *, delimiter: str) -> str:
        model = self._table.rows_model
        return table_text(model.columns, model.rows, delimiter=delimiter)


def table_text(columns: Sequence[Column[Row]], rows: Sequence[Row], *, delimiter: str) -> str:
    """A table as text with a line of headings; figures are written in full, unknown ones as nothing."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(column.title for column in columns)
    writer.writerows([_value(column, row) for column in columns] for row in rows)
    return stream.getvalue()


def _value(column: Column[Row], row: Row) -> float | str | None:
    return column.text(row) if column.key is None or column.align == "left" else column.key(row)
