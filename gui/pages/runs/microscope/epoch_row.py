"""The line below the panes that scrubs the masks of a pinned picture through the epochs."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from gui.charts.curves import XRange
from gui.charts.epoch_slider import EpochSlider
from gui.pages.train.inside.film import Film
from gui.tokens import size
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel, Label

NOT_PINNED: Final = (
    "Off: no run followed this picture, so no masks of past epochs were kept. Pinned pictures have them."
)
BEST: Final = "Best networks"
_PLAY_PX: Final = 32
_WORDS_PX: Final = 112


class EpochRow(QWidget):
    """Play, slider, and what is shown.

    Signals:
        epoch_chosen(int): the masks after this epoch are wanted; 0 for what the networks say now.
    """

    epoch_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = EpochSlider()
        self.play = IconButton("play", "Play the epochs as a film")
        self.back = IconButton("reset", "Back to the best networks", is_small=True)
        self._film = Film(self)
        self._words = Label("", "secondary", tone="secondary")
        self._reason = ElidedLabel("", "secondary", tone="secondary")
        self._places = QStackedWidget()
        self._epoch = 0
        self._lay_out()
        self.slider.epoch_chosen.connect(self._on_slid)
        self.play.clicked.connect(self._on_play)
        self.back.clicked.connect(self._on_back)
        self._film.epoch_wanted.connect(self._show)
        self._film.playing_changed.connect(self._on_playing_changed)
        self.set_epochs(0, reason="")

    @property
    def epoch(self) -> int:
        """The epoch that is shown; 0 for the best networks."""
        return self._epoch

    @property
    def reason(self) -> str:
        """Why there are no epochs; empty where there are."""
        return self._reason.full_text() if self._places.currentWidget() is self._reason else ""

    def set_epochs(self, last: int, *, reason: str = "") -> None:
        """Offer the epochs up to the last one, from the best networks; 0 for none, for a reason."""
        self._film.stop()
        self._film.set_epochs(range(1, last + 1), now=last)
        self.slider.set_range(XRange(0.0, float(max(last, 1))))
        self.slider.set_recorded(last)
        self.slider.set_epoch(last)
        self._reason.set_text(reason)
        self._places.setCurrentIndex(0 if last else 1)
        self.play.set_available(last > 1, reason=reason or "There is one epoch only.")
        self._epoch = 0
        self._say()

    @Slot(int)
    def _on_slid(self, epoch: int) -> None:
        self._film.stop()
        self._show(epoch)

    @Slot(int)
    def _show(self, epoch: int) -> None:
        self.slider.set_epoch(epoch)
        self._epoch = epoch
        self._say()
        self.epoch_chosen.emit(epoch)

    @Slot()
    def _on_play(self) -> None:
        self._film.set_epochs(range(1, self.slider.recorded + 1), now=self.slider.epoch)
        self._film.toggle()

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:
        self.play.set_icon("pause" if is_playing else "play")

    @Slot()
    def _on_back(self) -> None:
        self._film.stop()
        self.slider.set_epoch(self.slider.recorded)
        self._epoch = 0
        self._say()
        self.epoch_chosen.emit(0)

    def _say(self) -> None:
        self._words.setText(f"Epoch {self._epoch} of {self.slider.recorded}" if self._epoch else BEST)
        self.back.setEnabled(bool(self._epoch))

    def _lay_out(self) -> None:
        slider = QWidget()
        grid = QGridLayout(slider)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.slider, 0, 0)
        self.play.setFixedWidth(_PLAY_PX)
        grid.addWidget(self.play, 0, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._places.addWidget(slider)
        self._places.addWidget(self._reason)
        self._places.setFixedHeight(size("control"))
        self._words.setMinimumWidth(_WORDS_PX)
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 4, size("page_margin"), 4)
        row.setSpacing(8)
        row.addWidget(self._places, 1)
        row.addWidget(self._words)
        row.addWidget(self.back)
