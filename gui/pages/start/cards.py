"""What the Start page offers with one click, and the cards that show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.builder.graph_thumbnail import card_top
from gui.dropped import dropped_paths, has_local_files
from gui.gallery.thumbnails import ThumbnailStore
from gui.icons import paint_icon
from gui.theme import theme
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.empty_state import LargeIcon
from gui.widgets.label import ElidedLabel, Label

PICTURE_PX = 176
MOST_PICTURES = 60
_GRID_ROWS = 4
_FEWEST_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """One click: the sample pictures and a network.

    Attributes:
        network: name in the catalogue, None for the one that fits the sample best.
        title: heading of the card.
        sentence: what one sees.
        pictures: how many pictures, in words.
        network_title: what the network is called.
        time: how long it takes, in words.
    """

    network: str | None
    title: str
    sentence: str
    pictures: str
    network_title: str
    time: str


TRIALS = (
    Trial(
        None,
        "Classify",
        "Which shape is it? See where the network looks.",
        "1,500 pictures",
        "Small residual network",
        "about 15 s",
    ),
    Trial(
        "linear",
        "Templates",
        "The simplest network: one picture per class, and you can look at it.",
        "1,500 pictures",
        "Linear classifier",
        "about 5 s",
    ),
    Trial(
        "lenet5",
        "The classic",
        "The first network that read numbers on cheques, layer by layer.",
        "1,500 pictures",
        "LeNet-5, 1998",
        "about 10 s",
    ),
)


class PictureGrid(QWidget):
    """A grid of thumbnails without gaps; the canvas colour where one has not arrived."""

    def __init__(self, store: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._paths: tuple[str, ...] = ()
        self.setFixedHeight(PICTURE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        store.arrived.connect(self._on_arrived)

    def set_paths(self, paths: Sequence[str]) -> None:
        """Show other pictures."""
        self._paths = tuple(paths[:MOST_PICTURES])
        self._store.request(self._paths)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, PICTURE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(card_top(QRectF(self.rect())))
            painter.fillRect(self.rect(), theme().colour("canvas"))
            if not self._paths:
                place = QRectF(self.width() / 2 - 16, self.height() / 2 - 16, 32, 32)
                paint_icon(painter, "picture", place, theme().colour("text_disabled"))
            columns = max(_FEWEST_COLUMNS, round(self.width() * _GRID_ROWS / self.height()))
            for position, path in enumerate(self._paths[: columns * _GRID_ROWS]):
                self._draw_tile(painter, divmod(position, columns), path, self.width() / columns)

    def _draw_tile(self, painter: QPainter, place: tuple[int, int], path: str, width: float) -> None:
        row, column = place
        height = self.height() / _GRID_ROWS
        left, right = round(column * width), round((column + 1) * width)
        top, bottom = round(row * height), round((row + 1) * height)
        ratio = self.devicePixelRatioF()
        tile_px = QSize(round((right - left) * ratio), round((bottom - top) * ratio))
        pixmap = self._store.pixmap(path, tile_px)
        if pixmap is not None:
            painter.drawPixmap(QRectF(left, top, right - left, bottom - top), pixmap, QRectF(pixmap.rect()))

    @Slot(object)
    def _on_arrived(self, path: str) -> None:
        if path in self._paths:
            self.update()


class TrialCard(Card):
    """A picture, what one sees, and the button that starts it.

    Signals:
        tried(object): the button was pressed; carries the trial's network, None for the best fitting.
    """

    tried = Signal(object)

    def __init__(self, trial: Trial, picture: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._trial = trial
        self.button = Button("Try it", icon="play")
        self.button.set_tip(f"{trial.title}: {trial.network_title} on sample pictures, training starts at once")
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(picture)
        column.addLayout(self._texts())

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
        for text in (trial.pictures, trial.network_title):
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
        self.tried.emit(self._trial.network)


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
