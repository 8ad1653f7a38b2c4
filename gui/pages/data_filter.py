"""The filter bar of the Data page: text, chips, how many pictures remain, size of the thumbnails."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from engine.contract.dataset import ImageFilter, ProblemCode, Split
from gui.gallery.gallery import LARGEST_PX, SMALLEST_PX
from gui.tokens import size
from gui.widgets.chip import FilterChip
from gui.widgets.empty_state import LargeIcon
from gui.widgets.fields import SearchField
from gui.widgets.label import Label
from gui.widgets.slider import Slider

_TYPING_MS = 150
UNLABELLED = "no label"
PROBLEM_NAMES = {code: code.value.replace("_", " ") for code in ProblemCode}


class FilterBar(QWidget):
    """Makes an ImageFilter from what the user types and chooses.

    Signals:
        filter_changed: the new ImageFilter.
        size_changed: the smallest side of a thumbnail in pixels.
    """

    filter_changed = Signal(object)
    size_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = ImageFilter()
        self._classes: tuple[str, ...] = ()
        self.search = SearchField("Name, class, text")
        self.split = FilterChip("Split")
        self.label = FilterChip("Class")
        self.problem = FilterChip("Problem")
        self.thumbnail_size = Slider("Size of the thumbnails", lowest=SMALLEST_PX, highest=LARGEST_PX)
        self._count = Label("", "secondary", tone="secondary")
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._lay_out()
        self._connect()

    @property
    def choice(self) -> ImageFilter:
        """The filter as it is now."""
        return self._filter

    def set_classes(self, classes: Sequence[str]) -> None:
        """Offer these classes."""
        self._classes = tuple(classes)

    def set_count(self, shown: int, total: int) -> None:
        """Say how many pictures are shown."""
        self._count.setText(f"{shown:,} of {total:,}" if shown != total else f"{total:,} pictures")

    def set_filter(self, choice: ImageFilter) -> None:
        """Show another filter and tell about it."""
        if choice == self._filter:
            return
        self._filter = choice
        if self.search.text() != choice.text:
            self.search.setText(choice.text)
            self._typing.stop()
        self.split.set_kept(", ".join(choice.splits))
        self.label.set_kept(", ".join(name or UNLABELLED for name in choice.classes))
        self.problem.set_kept(", ".join(PROBLEM_NAMES[code] for code in choice.problem_codes))
        self.filter_changed.emit(choice)

    def toggle_class(self, name: str) -> None:
        """Show only a class, or all classes again."""
        classes = () if self._filter.classes == (name,) else (name,)
        self._change(classes=classes)

    @Slot()
    def _on_typed(self) -> None:
        self._change(text=self.search.text().strip())

    @Slot()
    def _on_split_opened(self) -> None:
        choices = [(split, split.value) for split in Split]
        self._open_menu(self.split, choices, self._filter.splits)

    @Slot()
    def _on_class_opened(self) -> None:
        choices: list[tuple[str | None, str]] = [(name, name) for name in self._classes]
        self._open_menu(self.label, [*choices, (None, UNLABELLED)], self._filter.classes)

    @Slot()
    def _on_problem_opened(self) -> None:
        self._open_menu(self.problem, list(PROBLEM_NAMES.items()), self._filter.problem_codes)

    @Slot()
    def _on_split_removed(self) -> None:
        self._change(splits=())

    @Slot()
    def _on_class_removed(self) -> None:
        self._change(classes=())

    @Slot()
    def _on_problem_removed(self) -> None:
        self._change(problem_codes=())

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        field, value = action.data()
        kept = getattr(self._filter, field)
        self._change(**{field: tuple(item for item in kept if item != value) if value in kept else (*kept, value)})

    def _change(self, **fields: object) -> None:
        self.set_filter(self._filter.model_copy(update=fields))

    def _open_menu(self, chip: FilterChip, choices: Sequence[tuple[object, str]], kept: Sequence[object]) -> None:
        """A menu below a chip in which any number of choices can be switched on."""
        field = {self.split: "splits", self.label: "classes", self.problem: "problem_codes"}[chip]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, text in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(value in kept)
            action.setData((field, value))
        menu.triggered.connect(self._on_chosen)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4)))

    def _connect(self) -> None:
        self._typing.timeout.connect(self._on_typed)
        self.search.textChanged.connect(self._typing.start)
        self.split.opened.connect(self._on_split_opened)
        self.split.removed.connect(self._on_split_removed)
        self.label.opened.connect(self._on_class_opened)
        self.label.removed.connect(self._on_class_removed)
        self.problem.opened.connect(self._on_problem_opened)
        self.problem.removed.connect(self._on_problem_removed)
        self.thumbnail_size.valueChanged.connect(self.size_changed)

    def _lay_out(self) -> None:
        self.setFixedHeight(size("filter_bar") - size("selection_ring") - size("selection_ring_offset"))
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(200)
        self.thumbnail_size.setFixedWidth(84)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 4, size("page_margin"), 0)
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        for chip in (self.split, self.label, self.problem):
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self._count)
        row.addSpacing(8)
        row.addWidget(LargeIcon("picture", side_px=12))
        row.addWidget(self.thumbnail_size)
        row.addWidget(LargeIcon("picture", side_px=18))
