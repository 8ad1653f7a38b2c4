"""What a network finds on a picture, in numbers: thresholds, classes, what is right and wrong, and every box."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.class_thresholds import ClassThresholds
from gui.pages.inspect.asked.options import AskedOptions
from gui.pages.inspect.box_rows import ClassBoxRow, OutcomeRow, class_rows, outcome_rows, ratios, rows_of_one
from gui.pages.inspect.looking import LookingChoice
from gui.remembered import RememberedSlider
from gui.settings import SettingsStore
from gui.theme import theme
from gui.viewer.box_layers import BoxRole, BoxThresholds, ShownBox
from gui.widgets.label import Label
from gui.widgets.paint import class_dot, rounded
from gui.widgets.section import SectionHeader
from gui.widgets.slider import Slider
from gui.widgets.switch import Switch
from gui.widgets.table import Column, Table, draw_cell
from gui.widgets.value_rows import ValueRows
from gui.words import NOTHING, count, percent

_DOT_ROOM_PX: Final = 16
_ROW_PX: Final = 28
_MOST_ROWS: Final = 12
_INSET_PX: Final = 16
_VALUE_PX: Final = 36
_WIDE_PX: Final = 300
LOWEST_SCORE, HIGHEST_SCORE = 5, 99
_NOT_EVALUATED: Final = "An evaluation of the validation or test pictures tells them: see Errors."
LOWEST_IOU, HIGHEST_IOU = 5, 95


class BoxSection(QWidget):
    """Sliders that act at once, and tables as wide as the panel.

    Signals:
        thresholds_changed(BoxThresholds): another choice of the boxes is wanted.
        suppressed_shown(bool): whether suppressed boxes should be drawn.
        box_chosen(object): a ShownBox of the list, None for none.
        class_chosen(str): a class was clicked.
        box_asked(object): a BoxChoice that should be explained, None for none.
    """

    thresholds_changed = Signal(object)
    suppressed_shown = Signal(bool)
    box_chosen = Signal(object)
    class_chosen = Signal(str)
    box_asked = Signal(object)

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.score = Slider("Least score", lowest=LOWEST_SCORE, highest=HIGHEST_SCORE)
        self.score.setToolTip("Boxes of a lower score are left out, in percent")
        self.overlap = Slider("Largest overlap", lowest=LOWEST_IOU, highest=HIGHEST_IOU)
        self.overlap.setToolTip("Of two boxes of a class that overlap more (IoU), the better one suppresses the other")
        self.by_class = Switch("Best score of each class")
        self._of_classes: Mapping[str, float] | None = None
        self.suppressed = Switch("Draw suppressed boxes")
        self.suppressed.setToolTip("Draw the boxes that a better one of their class has suppressed, dashed")
        self.classes = Table("Boxes of the classes", CLASS_COLUMNS, row_px=_ROW_PX)
        self.outcomes = Table("Right and wrong", _OUTCOME_COLUMNS, row_px=_ROW_PX)
        self.list = Table("Boxes", _BOX_COLUMNS, row_px=_ROW_PX)
        self.looking = LookingChoice()
        self.asked = AskedOptions()
        self._is_soft = False
        self._ratios = ValueRows()
        self._score_words, self._overlap_words = Label(""), Label("")
        self._header = SectionHeader("Boxes", "best first", is_group=True)
        self._outcome_header = SectionHeader("Right and wrong", "IoU 0.5", is_group=True)
        self._choice = QWidget()
        self._one = ValueRows()
        self._lay_out()
        RememberedSlider(self.score, settings, "box_score")
        RememberedSlider(self.overlap, settings, "box_overlap")
        self._show_words()
        self._connect()

    @property
    def thresholds(self) -> BoxThresholds:
        """What the sliders say."""
        of_classes = self._of_classes if self.by_class.isChecked() else None
        iou = 1.0 if self._is_soft else self.overlap.value() / 100
        return BoxThresholds(self.score.value() / 100, iou, of_classes=of_classes)

    def set_soft(self, *, is_soft: bool) -> None:
        """Whether the scores of boxes under better ones were lowered, so that all of them may stay."""
        self._is_soft = is_soft
        self._show_words()

    def set_class_thresholds(self, found: ClassThresholds | None) -> None:
        """Offer the scores that an evaluation found to be best; None where there was none that tells them."""
        self._of_classes = None if found is None else found.scores
        self.by_class.setEnabled(found is not None)
        self.by_class.setToolTip(_NOT_EVALUATED if found is None else _class_words(found))
        if found is None:
            self.by_class.setChecked(False)
        self._on_thresholds_changed()

    def set_boxes(self, boxes: Sequence[ShownBox], classes: Sequence[str], *, knows_truth: bool) -> None:
        """Show the boxes of another picture, or at other thresholds."""
        self._show_parts(is_one=False)
        self.classes.show_whole(class_rows(boxes, classes, knows_truth=knows_truth), least=1, most=_MOST_ROWS)
        self.outcomes.show_whole(outcome_rows(boxes) if knows_truth else [], least=1, most=_MOST_ROWS)
        kept = [box for box in boxes if box.role is BoxRole.KEPT]
        self.list.clearSelection()
        self.list.show_whole(kept, least=1, most=_MOST_ROWS)
        self._header.set_note(f"{len(kept):,}, best first" if kept else "none")
        has_masks = any(box.mask is not None for box in boxes if box.role is not BoxRole.TRUE)
        self._header.set_title("Instances" if has_masks else "Boxes")
        self._outcome_header.set_note("mask IoU 0.5" if has_masks else "IoU 0.5")
        self._ratios.set_rows(ratios(boxes) if knows_truth else [])
        for part in (self._outcome_header, self.outcomes, self._ratios):
            part.setVisible(knows_truth)

    def set_one_box(self, boxes: Sequence[ShownBox]) -> None:
        """Show the class and the box of a network that says one of a picture: there is nothing to choose."""
        self._show_parts(is_one=True)
        self._one.set_rows(rows_of_one(boxes))

    def choose(self, box: ShownBox | None) -> None:
        """Mark a box of the list; none where it is not listed."""
        rows = self.list.rows_model.rows
        if box in rows:
            self.list.choose(rows.index(box))
        else:
            self.list.clearSelection()

    @Slot()
    def _on_thresholds_changed(self) -> None:
        self._show_words()
        self.thresholds_changed.emit(self.thresholds)

    @Slot(object)
    def _on_class_chosen(self, row: ClassBoxRow | None) -> None:
        if row is not None:
            self.class_chosen.emit(row.name)

    def _show_words(self) -> None:
        chosen = self.thresholds
        self.score.setEnabled(chosen.of_classes is None)
        self._score_words.setText(f"{chosen.score:.2f}" if chosen.of_classes is None else NOTHING)
        self.overlap.setEnabled(not self._is_soft)
        self.suppressed.setEnabled(not self._is_soft)
        self._overlap_words.setText(NOTHING if self._is_soft else f"{chosen.iou:.2f}")

    def _show_parts(self, *, is_one: bool) -> None:
        """Of what is said of many boxes and of one, only what fits."""
        self._one.setVisible(is_one)
        for part in (self._choice, self.classes, self._header, self.list):
            part.setVisible(not is_one)
        if is_one:
            for part in (self._outcome_header, self.outcomes, self._ratios):
                part.hide()

    def _connect(self) -> None:
        self.score.valueChanged.connect(self._on_thresholds_changed)
        self.overlap.valueChanged.connect(self._on_thresholds_changed)
        self.by_class.toggled.connect(self._on_thresholds_changed)
        self.suppressed.toggled.connect(self.suppressed_shown)
        self.list.chosen.connect(self.box_chosen)
        self.classes.chosen.connect(self._on_class_chosen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._choice.setLayout(self._sliders())
        column.addWidget(self._choice)
        column.addSpacing(8)
        self.asked.setContentsMargins(_INSET_PX, 8, _INSET_PX, 8)
        column.addWidget(self.asked)
        picture = SectionHeader("This picture", is_group=True)
        for part in (picture, self._outcome_header, self._header, self._ratios, self._one):
            part.setContentsMargins(_INSET_PX, 0, _INSET_PX, 0)
        of_picture: tuple[QWidget, ...] = (picture, self.classes, self._one)
        right_and_wrong: tuple[QWidget, ...] = (self._outcome_header, self.outcomes, self._ratios)
        for group in (of_picture, right_and_wrong, (self._header, self.list)):
            for widget in group:
                column.addWidget(widget)
            column.addSpacing(8)

    def _sliders(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(_INSET_PX, 0, _INSET_PX, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        named = (("Score above", self.score, self._score_words), ("Overlap below", self.overlap, self._overlap_words))
        for row, (name, slider, words) in enumerate(named):
            words.setFixedWidth(_VALUE_PX)
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(Label(name, tone="secondary"), row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(words, row, 2)
        switches = (("Best score of each class", self.by_class), ("Suppressed by a better box", self.suppressed))
        for row, (name, switch) in enumerate(switches, start=len(named)):
            line = QHBoxLayout()
            line.addWidget(Label(name, tone="secondary"), 1)
            line.addWidget(switch)
            grid.addLayout(line, row, 0, 1, 3)
        grid.addWidget(self.looking, len(named) + len(switches), 0, 1, 3)
        return grid


def _class_words(found: ClassThresholds) -> str:
    """The scores, and where they are from."""
    scores = ", ".join(f"{name} {score:.2f}" for name, score in found.scores.items())
    return f"Where the F1 of each class is best on {found.split} pictures: {scores}"


def _paint_class(painter: QPainter, rect: QRectF, row: ClassBoxRow) -> None:
    class_dot(painter, _dot(rect), row.colour)
    draw_cell(painter, rect.adjusted(_DOT_ROOM_PX, 0, 0, 0), row.name, _PLAIN)


def _paint_outcome(painter: QPainter, rect: QRectF, row: OutcomeRow) -> None:
    rounded(painter, _dot(rect), 2, fill=theme().colour(row.token), line=None)
    draw_cell(painter, rect.adjusted(_DOT_ROOM_PX, 0, 0, 0), row.name, _PLAIN)


def _paint_box(painter: QPainter, rect: QRectF, box: ShownBox) -> None:
    class_dot(painter, _dot(rect), box.colour)
    draw_cell(painter, rect.adjusted(_DOT_ROOM_PX, 0, 0, 0), box.label, _PLAIN)


def _dot(rect: QRectF) -> QRectF:
    return QRectF(rect.left(), rect.center().y() - 4, 8, 8)


def _name(row: ClassBoxRow | OutcomeRow) -> str:
    return row.name


def _label(box: ShownBox) -> str:
    return box.label


def _truth_words(row: ClassBoxRow) -> str:
    return NOTHING if row.truth is None else count(row.truth)


def _kept_words(row: ClassBoxRow) -> str:
    return count(row.kept)


def _suppressed_words(row: ClassBoxRow) -> str:
    return count(row.suppressed)


def _boxes_words(row: OutcomeRow) -> str:
    return count(row.boxes)


def _score_words(box: ShownBox) -> str:
    return percent(box.score)


def _area_words(box: ShownBox) -> str:
    return count(round(box.area_px))


def _overlap_words(box: ShownBox) -> str:
    return NOTHING if box.overlap is None else f"{box.overlap:.2f}"


_PLAIN: Final[Column[object]] = Column("", str)
CLASS_COLUMNS: Final = (
    Column("Class", _name, paint=_paint_class),
    Column("Truth", _truth_words, 48, align="right"),
    Column("Kept", _kept_words, 62, align="right"),
    Column("Suppressed", _suppressed_words, 104, align="right", token="text_secondary", needs_px=_WIDE_PX),
)
_OUTCOME_COLUMNS: Final = (
    Column("Outcome", _name, paint=_paint_outcome),
    Column("Count", _boxes_words, 74, align="right"),
)
_BOX_COLUMNS: Final = (
    Column("Class", _label, paint=_paint_box),
    Column("Score", _score_words, 66, align="right"),
    Column("Area, px", _area_words, 76, align="right", token="text_secondary", needs_px=_WIDE_PX),
    Column("IoU", _overlap_words, 60, align="right", token="text_secondary"),
)
