"""The dialog that divides the pictures: shares, seed, what stays together, folds, and files of splits."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.config import SplitConfig
from engine.contract.dataset import Split
from engine.dataset.index.distributions import ClassTotals
from gui.form_fields import form_fields
from gui.forms import SettingsForm
from gui.pages.data.split.numbers import SplitRow, division_problem, folds_of, kept_shares, notes_on, split_rows
from gui.theme import theme
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.combo import Combo
from gui.widgets.fields import TextField
from gui.widgets.label import Label
from gui.widgets.paint import class_dot
from gui.widgets.section import SectionHeader
from gui.widgets.surface import Surface
from gui.widgets.table import LEFT, RIGHT, Column, Table
from gui.widgets.two_sides import put_beside_over

_FORM_PX: Final = 312
_FILE_FILTER: Final = "Split file (*.csv)"


class SplitDialog(QDialog):
    """A form at the left, what comes of it at the right. It stays open while the engine works.

    Signals:
        division_requested(SplitConfig): divide the pictures so.
        save_requested(Path): write the split into this file.
        file_chosen(Path): follow this split file.
    """

    division_requested = Signal(object)
    save_requested = Signal(object)
    file_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._config = SplitConfig()
        self._given: frozenset[Split] = frozenset()
        self.setWindowTitle("Divide the pictures")
        self.resize(880, 560)
        fields = [field for field in form_fields(SplitConfig) if field.path != "fold"]
        self.form = SettingsForm(fields, has_groups=False)
        self.pattern = TextField("Name pattern", placeholder="Regular expression")
        self.pattern.setToolTip("Pictures whose names agree in the first group of this pattern stay together")
        self.fold = Combo("Fold")
        self._fold_row = _titled("Fold", self.fold)
        self._pattern_row = _titled("Name pattern", self.pattern)
        self.notes = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.table: Table[SplitRow] = Table("Pictures of each class in each split", _COLUMNS)
        self.divide = Button("Divide", ButtonKind.PRIMARY)
        self._lay_out()
        self._connect()
        self.set_config(SplitConfig())

    def set_config(self, config: SplitConfig) -> None:
        """Show what is in force."""
        self._config = config
        self.form.set_values(config.model_dump())
        self.form.set_defaults(SplitConfig().model_dump())
        self.pattern.setText(config.group_pattern)
        self._show()

    def set_counts(
        self, classes: Sequence[ClassTotals], splits: Mapping[str, int], *, given: Collection[Split]
    ) -> None:
        """Show what came of it.

        Args:
            classes: pictures of each class by split.
            splits: pictures of each split.
            given: splits that the dataset itself names.
        """
        self._given = frozenset(given)
        self.table.set_rows(split_rows(classes, splits))
        self._show()

    def set_busy(self, *, is_busy: bool) -> None:
        """Say that the engine works."""
        self.divide.set_text("Dividing …" if is_busy else "Divide")
        self._show_availability(is_busy=is_busy)

    @property
    def config(self) -> SplitConfig:
        """What the form says."""
        return self._config

    def _change(self, **values: object) -> None:
        changed = self._config.model_copy(update=values)
        self._config = changed.model_copy(update={"fold": min(changed.fold, max(changed.folds - 1, 0))})
        self._show()

    def _show(self) -> None:
        config = self._config
        self._pattern_row.setVisible(config.group_by == "name")
        self._fold_row.setVisible(config.folds > 1)
        self.fold.set_choices(folds_of(config))
        self.fold.set_value(config.fold)
        self.notes.setText("\n".join(notes_on(config, self._given)))
        reasons = kept_shares(config, self._given)
        for path in ("validation_fraction", "test_fraction"):
            self.form.row(path).set_available(path not in reasons, reason=reasons.get(path, ""))
        self.pattern.set_problem(division_problem(config))
        self._show_availability(is_busy=False)

    def _show_availability(self, *, is_busy: bool) -> None:
        problem = "The pictures are being divided." if is_busy else division_problem(self._config)
        self.divide.set_available(not problem, reason=problem)

    @Slot(str, object)
    def _on_field_changed(self, path: str, value: object) -> None:
        self._change(**{path: value})

    @Slot()
    def _on_pattern_edited(self) -> None:
        self._change(group_pattern=self.pattern.text())

    @Slot(object)
    def _on_fold_chosen(self, fold: int) -> None:
        self._change(fold=fold)

    @Slot()
    def _on_divide(self) -> None:
        self.division_requested.emit(self._config)

    @Slot()
    def _on_save(self) -> None:
        dialog = QFileDialog(self, "Save the split", "split.csv", _FILE_FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self._on_save_chosen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(str)
    def _on_save_chosen(self, path: str) -> None:
        self.save_requested.emit(Path(path))

    @Slot()
    def _on_use(self) -> None:
        dialog = QFileDialog(self, "Use a split file", "", _FILE_FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        self.file_chosen.emit(Path(path))

    def _connect(self) -> None:
        self.form.changed.connect(self._on_field_changed)
        self.pattern.editingFinished.connect(self._on_pattern_edited)
        self.fold.value_changed.connect(self._on_fold_chosen)
        self.divide.clicked.connect(self._on_divide)

    def _lay_out(self) -> None:
        form = QWidget()
        form.setFixedWidth(_FORM_PX)
        left = QVBoxLayout(form)
        left.setContentsMargins(16, 16, 16, 16)
        left.setSpacing(0)
        for widget in (self.form, self._pattern_row, self._fold_row):
            left.addWidget(widget)
        left.addSpacing(12)
        left.addWidget(self.notes)
        left.addStretch(1)
        counts = Surface("window", ("left",))
        right = QVBoxLayout(counts)
        right.setContentsMargins(1, 16, 0, 0)
        right.setSpacing(8)
        heading = SectionHeader("Pictures in each split", is_group=True)
        heading.setContentsMargins(16, 0, 16, 0)
        right.addWidget(heading)
        right.addWidget(self.table, 1)
        put_beside_over(self, form, counts, self._make_buttons())

    def _make_buttons(self) -> QWidget:
        bar = Surface("window", ("top",))
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        save = Button("Save split file …")
        save.set_tip("Write the split of every picture into a file that others can use")
        save.clicked.connect(self._on_save)
        use = Button("Use split file …")
        use.set_tip("Divide the pictures as a file says")
        use.clicked.connect(self._on_use)
        close = Button("Close")
        close.clicked.connect(self.accept)
        for button in (save, use):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.divide)
        return bar


def _titled(title: str, control: QWidget) -> QWidget:
    """A row as those of the form."""
    row = QWidget()
    row.setFixedHeight(size("form_row"))
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(Label(title), 1)
    control.setFixedWidth(size("form_field_width"))
    line.addWidget(control)
    return row


def _paint_name(painter: QPainter, rect: QRectF, row: SplitRow) -> None:
    left = rect.left()
    if not row.is_total:
        class_dot(painter, QRectF(left, rect.center().y() - 4, 8, 8), row.colour)
        left += 16
    font = theme().font("group" if row.is_total else "text")
    painter.setFont(font)
    painter.setPen(theme().colour("text"))
    room = rect.right() - left
    shown = QFontMetricsF(font).elidedText(row.name, Qt.TextElideMode.ElideRight, room + 1)
    painter.drawText(QRectF(left, rect.top(), room, rect.height()), LEFT, shown)


def _paint_count(painter: QPainter, rect: QRectF, row: SplitRow, split: Split) -> None:
    count = row.counts.get(split, 0)
    is_missing = not count and row.is_missed(split)
    painter.setFont(theme().font("group" if row.is_total or is_missing else "text"))
    painter.setPen(theme().colour("danger" if is_missing else "text" if count else "text_disabled"))
    painter.drawText(rect, RIGHT, f"{count:,}")


def _paint_train(painter: QPainter, rect: QRectF, row: SplitRow) -> None:
    _paint_count(painter, rect, row, Split.TRAIN)


def _paint_validation(painter: QPainter, rect: QRectF, row: SplitRow) -> None:
    _paint_count(painter, rect, row, Split.VALIDATION)


def _paint_test(painter: QPainter, rect: QRectF, row: SplitRow) -> None:
    _paint_count(painter, rect, row, Split.TEST)


def _name(row: SplitRow) -> str:
    return row.name


def _train(row: SplitRow) -> str:
    return f"{row.counts.get(Split.TRAIN, 0):,}"


def _validation(row: SplitRow) -> str:
    return f"{row.counts.get(Split.VALIDATION, 0):,}"


def _test(row: SplitRow) -> str:
    return f"{row.counts.get(Split.TEST, 0):,}"


_COLUMNS: Final[tuple[Column[SplitRow], ...]] = (
    Column("Class", _name, paint=_paint_name),
    Column("Train", _train, 88, "right", paint=_paint_train),
    Column("Validation", _validation, 96, "right", paint=_paint_validation),
    Column("Test", _test, 88, "right", paint=_paint_test),
)
