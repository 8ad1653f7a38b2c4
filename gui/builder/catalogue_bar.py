"""The bar above the catalogue: search, filters, order."""

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.config import TaskName
from gui.builder.catalogue_filter import CatalogueFilter, Order, Weight
from gui.runs.words import task_words
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.combo import Combo
from gui.widgets.fields import SearchField

_NO_PICTURES = "Needs data first. Open a folder of pictures."
_TASK = "Only networks that fit a task"
_TASK_OF_PLAN = "Only networks that can learn what is planned for the open pictures"
_FITS = "Only networks that take pictures as small as yours"


class CatalogueBar(QWidget):
    """Says what somebody looks for.

    Args:
        tasks: names of all tasks that networks of the catalogue fit.
        parent: owner.

    Signals:
        changed(CatalogueFilter): something else is looked for.
    """

    changed = Signal(object)

    def __init__(self, tasks: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side_px: int | None = None
        self.search = SearchField("Search networks")
        self.search.setPlaceholderText("Search")
        self.search.setToolTip("Words of name, paper, year or idea")
        self.task = Combo("Task")
        self.task.setToolTip(_TASK)
        self.task.set_choices([("", "Any task"), *((name, task_words(TaskName(name))) for name in tasks)])
        self.weight = Combo("Parameters")
        self.weight.setToolTip("Only networks with as many parameters")
        self.weight.set_choices([(weight, weight.value) for weight in Weight])
        self.fits = Button("Fits my pictures", ButtonKind.SECONDARY)
        self.fits.setCheckable(True)
        self.fits.set_tip(_FITS)
        self.order = Combo("Order")
        self.order.setToolTip("How the networks are sorted")
        self.order.set_choices([(order, order.value) for order in Order])
        self._lay_out()
        self.search.textChanged.connect(self._on_changed)
        self.fits.toggled.connect(self._on_changed)
        for combo in (self.task, self.weight, self.order):
            combo.value_changed.connect(self._on_changed)
        self.set_picture_side(None)

    @property
    def choice(self) -> CatalogueFilter:
        """What is looked for."""
        return CatalogueFilter(
            text=self.search.text(),
            task=str(self.task.value or ""),
            side_px=self._side_px if self.fits.isChecked() else None,
            weight=Weight(str(self.weight.value)),
            order=Order(str(self.order.value)),
        )

    def set_picture_side(self, side_px: int | None) -> None:
        """Tell the shortest side of the planned input; None where nothing is planned."""
        if side_px is None and self.fits.isChecked():
            self.fits.setChecked(False)
        self._side_px = side_px
        self.fits.set_available(side_px is not None, reason=_NO_PICTURES)
        if self.fits.isChecked():
            self._on_changed()

    def set_task(self, task: str | None) -> None:
        """Tell the planned task: nothing but networks that fit it are shown then; None where nothing is planned."""
        wanted = "" if task is None and not self.task.isEnabled() else task
        self.task.setEnabled(task is None)
        self.task.setToolTip(_TASK if task is None else _TASK_OF_PLAN)
        if wanted is not None and wanted != self.task.value:
            self.task.set_value(wanted)
            self._on_changed()

    def reset(self) -> None:
        """Look for nothing in particular; the order stays."""
        for combo in (self.task, self.weight):
            if combo.isEnabled():
                combo.setCurrentIndex(0)
        self.fits.setChecked(False)
        self.search.clear()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit(self.choice)

    def _lay_out(self) -> None:
        self.setFixedHeight(size("filter_bar"))
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(240)
        self.task.setVisible(self.task.count() > 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(8)
        row.addWidget(self.search, 2)
        row.addWidget(self.task)
        row.addWidget(self.weight)
        row.addWidget(self.fits)
        row.addStretch(1)
        row.addWidget(self.order)
