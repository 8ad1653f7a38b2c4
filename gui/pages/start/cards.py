"""The cards of the Start page: what can be tried with one click, and where one's own pictures are dropped."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.trials import Trial
from gui.dropped import dropped_paths, has_local_files
from gui.pages.start.sample_pictures import PICTURE_PX
from gui.theme import theme
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.empty_state import LargeIcon
from gui.widgets.label import ElidedLabel, Label

_GAP_PX: Final = 16
_NARROWEST_PX: Final = 230
_FLAT_PICTURE_PX: Final = 88


class TrialCard(Card):
    """A picture, what one sees, and the button that starts it.

    Signals:
        tried(Trial): the button was pressed.
    """

    tried = Signal(object)

    def __init__(self, trial: Trial, picture: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._trial = trial
        self._picture = picture
        self.button = Button("Try it", icon="play")
        self.button.set_tip(f"{trial.title}: {trial.network_title} on sample pictures, training starts at once")
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(picture)
        column.addLayout(self._texts())

    def set_picture_height(self, height_px: int) -> None:
        """Make room for what stands below."""
        self._picture.setFixedHeight(height_px)

    def _texts(self) -> QVBoxLayout:
        trial = self._trial
        heading = QHBoxLayout()
        heading.addWidget(ElidedLabel(trial.title, "section"), 1)
        heading.addWidget(Label(trial.time, "secondary", tone="secondary"))
        sentence = Label(trial.sentence, is_wrapped=True)
        sentence.setMinimumHeight(44)
        sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        facts = QVBoxLayout()
        facts.setSpacing(0)
        for text in (f"{trial.sample.count:,} pictures", trial.network_title):
            facts.addWidget(ElidedLabel(text, "secondary", tone="secondary"))
        bottom = QHBoxLayout()
        bottom.addLayout(facts, 1)
        bottom.addWidget(self.button)
        texts = QVBoxLayout()
        texts.setContentsMargins(15, 11, 15, 15)
        texts.setSpacing(6)
        texts.addLayout(heading)
        texts.addWidget(sentence)
        texts.addLayout(bottom)
        return texts

    @Slot()
    def _on_clicked(self) -> None:
        self.tried.emit(self._trial)


class CardGrid(QWidget):
    """Cards beside each other; in rows of nearly the same length where they would become too narrow to be read."""

    def __init__(self, cards: Sequence[TrialCard], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = tuple(cards)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP_PX)
        self._place(len(self._cards))

    def resizeEvent(self, event: QResizeEvent) -> None:
        fitting = (event.size().width() + _GAP_PX) // (_NARROWEST_PX + _GAP_PX)
        rows = -(-len(self._cards) // max(1, fitting))
        self._place(-(-len(self._cards) // rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, *divmod(number, columns))
            card.set_picture_height(PICTURE_PX if columns == len(self._cards) else _FLAT_PICTURE_PX)
        self._columns = columns


class DropArea(QWidget):
    """Takes what is dropped; a click opens the dialog.

    Signals:
        dropped(tuple): paths that were dropped.
        clicked: the area was clicked.
    """

    dropped = Signal(object)
    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_over = False
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(140)
        self.setAccessibleName("Drop a folder, pictures, a run or a .keras file here")
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(LargeIcon("picture"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(
            Label("Drop a folder, pictures, a run or a .keras file here", "button"), 0, Qt.AlignmentFlag.AlignHCenter
        )
        note = Label(
            "Format and task are recognised; every choice stays visible and can be changed",
            "secondary",
            tone="secondary",
        )
        column.addWidget(note, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_local_files(event.mimeData()):
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        event.acceptProposedAction()
        self.dropped.emit(dropped_paths(event.mimeData()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(theme().colour("accent" if self._is_over else "line_strong"), 1.0)
            pen.setDashPattern([3.0, 3.0])
            painter.setPen(pen)
            painter.setBrush(theme().colour("selection") if self._is_over else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _set_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()
