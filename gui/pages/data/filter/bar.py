"""The filter bar of the Data page: text, chips, order, how many pictures remain, labels, size of the thumbnails."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from engine.contract.class_colours import ClassColours
from engine.contract.dataset import ImageFilter, Measure, MeasureRange, ProblemCode, Split
from gui.gallery.gallery import LARGEST_PX, SMALLEST_PX
from gui.pages.data.filter.chips import ChipLines
from gui.pages.data.filter.menus import order_menu, predictions_menu
from gui.pages.data.filter.popup import RangePopup, Tick, TickPopup
from gui.pages.data.filter.words import (
    COUNTS,
    ORDER_NAMES,
    PROBLEM_NAMES,
    SIZES,
    UNLABELLED,
    is_filtering,
    kept_words,
    measure_name,
    range_of,
    range_words,
    status_words,
    with_range,
)
from gui.pages.data.predictions import Prediction, evaluations_of
from gui.tokens import size
from gui.widgets.chip import FilterChip
from gui.widgets.empty_state import LargeIcon
from gui.widgets.fields import SearchField
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.slider import Slider
from gui.words import plural

_TYPING_MS = 150
_FIELDS = ("splits", "classes", "problem_codes", "paths", "statuses", "paths", "sort", "only_corrected")
_OWN_RANGES = {Measure.LONGER_SIDE: SIZES, Measure.ANNOTATIONS: COUNTS}


class FilterBar(QWidget):
    """Makes an ImageFilter from what the user types and chooses.

    Signals:
        filter_changed: the new ImageFilter.
        prediction_chosen: the Prediction whose pictures should be shown; ``set_prediction`` follows.
        size_changed: the smallest side of a thumbnail in pixels.
        labels_toggled: labels should be drawn, or not any more.
    """

    filter_changed = Signal(object)
    prediction_chosen = Signal(object)
    size_changed = Signal(int)
    labels_toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = ImageFilter()
        self._prediction: Prediction | None = None
        self._dataset: Path | None = None
        self._classes: tuple[str, ...] = ()
        self._problems: Mapping[ProblemCode, int] = {}
        self._has_corrected = False
        self.search = SearchField("Name, class, text")
        self.split = FilterChip("Split")
        self.label = FilterChip("Class")
        self.problem = FilterChip("Problem")
        self.prediction = FilterChip("Prediction")
        self.measures = {measure: FilterChip(measure_name(measure)) for measure in Measure}
        self.corrected = FilterChip("Corrected")
        self.statuses = FilterChip("State")
        self.paths = FilterChip("Pictures")
        self.sorted = FilterChip("Sort")
        self.order = IconButton("sort", "Sort the pictures", is_small=True)
        self.labels = IconButton("eye", "Show or hide labels (L)", is_small=True)
        self.thumbnail_size = Slider("Size of the thumbnails", lowest=SMALLEST_PX, highest=LARGEST_PX)
        self._own = (self.split, self.label, self.problem, self.prediction, *(self.measures[m] for m in _OWN_RANGES))
        self._lines = ChipLines()
        self._count = Label("", "secondary", tone="secondary")
        self._end = QHBoxLayout()
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self._update_chips()

    @property
    def choice(self) -> ImageFilter:
        """The filter as it is now."""
        return self._filter

    def set_dataset(self, path: Path, classes: Sequence[str]) -> None:
        """Offer the classes of a dataset, and what runs said of it."""
        self._dataset = path
        self._classes = tuple(classes)

    def set_problems(self, counts: Mapping[ProblemCode, int]) -> None:
        """Offer the problems that there are."""
        self._problems = counts

    def set_corrected(self, count: int) -> None:
        """Offer the pictures whose label was corrected."""
        self._has_corrected = count > 0
        self._update_chips()

    def set_count(self, shown: int, total: int) -> None:
        """Say how many pictures are shown."""
        self._count.setText(f"{shown:,} of {total:,}" if shown != total else plural(total, "picture"))

    def set_labels_shown(self, *, are_shown: bool) -> None:
        """Say whether labels are drawn."""
        self.labels.set_icon("eye" if are_shown else "eye-off")

    def set_filter(self, choice: ImageFilter) -> None:
        """Show another filter and tell about it."""
        if choice == self._filter:
            return
        if choice.paths != self._filter.paths:
            self._prediction = None
        self._filter = choice
        if self.search.text() != choice.text:
            self.search.setText(choice.text)
            self._typing.stop()
        self._update_chips()
        self.filter_changed.emit(choice)

    def set_prediction(self, prediction: Prediction, paths: tuple[str, ...]) -> None:
        """Show the pictures of which a run said something."""
        self.set_filter(self._filter.model_copy(update={"paths": paths}))
        self._prediction = prediction
        self._update_chips()

    def toggle_class(self, name: str) -> None:
        """Show only a class, or all classes again."""
        classes = () if self._filter.classes == (name,) else (name,)
        self._change(classes=classes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_lines()

    # chips

    def _update_chips(self) -> None:
        choice = self._filter
        self.split.set_kept(kept_words(choice.splits, "split"))
        self.label.set_kept(kept_words([name or UNLABELLED for name in choice.classes], "class"))
        self.problem.set_kept(kept_words([PROBLEM_NAMES[code] for code in choice.problem_codes], "kind"))
        self.prediction.set_kept(self._prediction.words if self._prediction is not None else "")
        self.corrected.set_kept("yes" if choice.only_corrected else "")
        self.statuses.set_kept(status_words(choice.statuses))
        is_listed = choice.paths is not None and self._prediction is None
        self.paths.set_kept(f"{len(choice.paths or ()):,} chosen" if is_listed else "")
        self.sorted.set_kept("" if choice.sort == "path" else ORDER_NAMES[choice.sort])
        for measure, chip in self.measures.items():
            chosen = range_of(choice, measure)
            chip.set_kept("" if chosen is None else range_words(chosen))
        offered = [chip for chip in self._others() if chip.kept or (chip is self.corrected and self._has_corrected)]
        self._lines.set_chips([*self._own, *offered], can_clear=is_filtering(choice))
        self._place_lines()

    def _others(self) -> list[FilterChip]:
        """Chips that stand there only while they filter: bars of charts and lists of pictures switch them on."""
        measures = (chip for measure, chip in self.measures.items() if measure not in _OWN_RANGES)
        return [self.corrected, *measures, self.statuses, self.paths, self.sorted]

    @Slot(object, object)
    def _on_chip_opened(self, chip: FilterChip, place: QPoint) -> None:
        choice = self._filter
        if chip is self.sorted:
            self._on_order_opened()
        elif chip is self.corrected:
            self._change(only_corrected=True)
        elif chip is self.split:
            self._open_ticks("Split", "splits", [Tick(split, split.value) for split in Split], place)
        elif chip is self.label:
            colours = ClassColours.of(self._classes)
            ticks = [Tick(name, name, colours.named(name)) for name in self._classes]
            self._open_ticks("Classes", "classes", [*ticks, Tick(None, UNLABELLED)], place)
        elif chip is self.problem:
            found = [code for code in ProblemCode if code in self._problems or code in choice.problem_codes]
            ticks = [Tick(code, PROBLEM_NAMES[code], note=f"{self._problems.get(code, 0):,}") for code in found]
            self._open_ticks("Problems", "problem_codes", ticks, place)
        elif chip is self.prediction:
            self._open_predictions(place)
        elif (measure := self._measure_of(chip)) is not None:
            popup = RangePopup(measure, _OWN_RANGES.get(measure, ()), range_of(choice, measure), self)
            popup.range_chosen.connect(self._on_range_chosen)
            popup.setObjectName(measure.value)
            popup.open_at(place)

    @Slot(object)
    def _on_chip_removed(self, chip: FilterChip) -> None:
        chips = (self.split, self.label, self.problem, self.prediction, self.statuses, self.paths, self.sorted)
        fields = dict(zip((*chips, self.corrected), _FIELDS, strict=True))
        measure = self._measure_of(chip)
        if measure is not None:
            self.set_filter(with_range(self._filter, measure, None))
        else:
            self._change(**{fields[chip]: getattr(ImageFilter(), fields[chip])})

    def _measure_of(self, chip: FilterChip) -> Measure | None:
        return next((measure for measure, own in self.measures.items() if own is chip), None)

    def _open_ticks(self, name: str, field: str, ticks: Sequence[Tick], place: QPoint) -> None:
        popup = TickPopup(name, ticks, getattr(self._filter, field), self)
        popup.setObjectName(field)
        popup.toggled.connect(self._on_toggled)
        popup.open_at(place)

    @Slot(object)
    def _on_toggled(self, value: object) -> None:
        field = self.sender().objectName()
        kept = getattr(self._filter, field)
        self._change(**{field: tuple(item for item in kept if item != value) if value in kept else (*kept, value)})

    @Slot(object)
    def _on_range_chosen(self, chosen: MeasureRange | None) -> None:
        self.set_filter(with_range(self._filter, Measure(self.sender().objectName()), chosen))

    def _open_predictions(self, place: QPoint) -> None:
        menu = predictions_menu([] if self._dataset is None else evaluations_of(self._dataset), self)
        menu.triggered.connect(self._on_prediction_chosen)
        menu.popup(place)

    @Slot(QAction)
    def _on_prediction_chosen(self, action: QAction) -> None:
        self.prediction_chosen.emit(action.data())

    # the rest of the bar

    @Slot()
    def _on_order_opened(self) -> None:
        menu = order_menu(self._filter.sort, self)
        menu.triggered.connect(self._on_order_chosen)
        menu.popup(self.order.mapToGlobal(QPoint(0, self.order.height() + 4)))

    @Slot(QAction)
    def _on_order_chosen(self, action: QAction) -> None:
        self._change(sort=action.data())

    @Slot()
    def _on_typed(self) -> None:
        self._change(text=self.search.text().strip())

    @Slot()
    def _on_cleared(self) -> None:
        self.set_filter(ImageFilter(sort=self._filter.sort))

    def _change(self, **fields: object) -> None:
        self.set_filter(self._filter.model_copy(update=fields))

    def _connect(self) -> None:
        self._typing.timeout.connect(self._on_typed)
        self.search.textChanged.connect(self._typing.start)
        self._lines.chip_opened.connect(self._on_chip_opened)
        self._lines.chip_removed.connect(self._on_chip_removed)
        self._lines.cleared.connect(self._on_cleared)
        self.order.clicked.connect(self._on_order_opened)
        self.labels.clicked.connect(self.labels_toggled)
        self.thumbnail_size.valueChanged.connect(self.size_changed)

    def _lay_out(self) -> None:
        self.search.setMinimumWidth(152)
        self.search.setMaximumWidth(200)
        self.thumbnail_size.setFixedWidth(72)
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(size("page_margin"), 4, size("page_margin"), 4)
        self._rows.setHorizontalSpacing(8)
        self._rows.setVerticalSpacing(0)
        self._rows.setColumnStretch(0, 1)
        self._rows.setColumnStretch(1, 3)
        self._end.addStrut(size("control"))
        for widget in (self._count, self.order, self.labels, self.thumbnail_size, LargeIcon("picture", side_px=18)):
            self._end.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rows.addWidget(self.search, 0, 0)
        self._rows.addWidget(self._lines, 0, 1)
        self._rows.addLayout(self._end, 0, 2)

    def _place_lines(self) -> None:
        """Give the chips a row of their own while those that filter do not fit beside the search field."""
        taken = self.search.minimumWidth() + self._end.sizeHint().width() + 2 * size("page_margin") + 16
        is_below = self._lines.kept_width() > self.width() - taken
        if is_below == (self._rows.itemAtPosition(1, 0) is not None):
            return
        self._rows.removeWidget(self._lines)
        self._rows.addWidget(self._lines, *((1, 0, 1, 3) if is_below else (0, 1)))
