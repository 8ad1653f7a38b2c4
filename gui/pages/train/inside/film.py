"""The epochs as a film: plays it, and takes its frames one by one to save them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.background import Background
from gui.pages.train.inside.film_file import write_film

MOST_FRAMES: Final = 120
_FIRST_SPEED: Final = 6
Frame = NDArray[np.uint8]


class Film(QObject):
    """Moves through the epochs.

    Signals:
        epoch_wanted(int): the film has come to this epoch.
        playing_changed(bool): it began or stopped to play.
        saved(Path), save_failed(str): what became of a film that was to be saved.
    """

    epoch_wanted = Signal(int)
    playing_changed = Signal(bool)
    saved = Signal(object)
    save_failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._epochs: tuple[int, ...] = ()
        self._epoch = 0
        self._per_second = _FIRST_SPEED
        self._timer = QTimer(self, interval=1000 // _FIRST_SPEED)
        self._timer.timeout.connect(self._on_tick)
        self._taking = QTimer(self, interval=0)
        self._taking.timeout.connect(self._on_take)
        self._frames: list[Frame] = []
        self._left: list[int] = []
        self._take: Callable[[], Frame] | None = None
        self._path = Path()
        self._before = 0
        self._background = Background(self)
        self._background.done.connect(self._on_written)

    @property
    def is_playing(self) -> bool:
        """Whether it moves on by itself."""
        return self._timer.isActive()

    @property
    def is_saving(self) -> bool:
        """Whether frames are being taken."""
        return self._taking.isActive()

    def set_epochs(self, epochs: Sequence[int], *, now: int) -> None:
        """Say which epochs there are, and which one is shown."""
        self._epochs, self._epoch = tuple(epochs), now

    @Slot(object)
    def set_speed(self, per_second: int) -> None:
        """Play as many epochs a second."""
        self._per_second = per_second
        self._timer.setInterval(1000 // per_second)

    def toggle(self) -> None:
        """Play from here, from the beginning at the end, or stop."""
        if self.is_playing:
            self.stop()
        elif self._epochs and not self.is_saving:
            if self._epoch >= self._epochs[-1]:
                self._go_to(self._epochs[0])
            self._timer.start()
            self.playing_changed.emit(True)

    def stop(self) -> None:
        """Stand still."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def save(self, path: Path, take: Callable[[], Frame]) -> None:
        """Go through all epochs, take a frame of each, and write them.

        Args:
            path: ends in ``.gif`` or ``.webp``.
            take: a picture of what is shown now.
        """
        if not self._epochs or self.is_saving:
            return
        self.stop()
        places = np.linspace(0, len(self._epochs) - 1, min(len(self._epochs), MOST_FRAMES)).round().astype(int)
        self._left = [self._epochs[place] for place in places]
        self._frames, self._take, self._path, self._before = [], take, path, self._epoch
        self._taking.start()

    @Slot()
    def _on_tick(self) -> None:
        later = [epoch for epoch in self._epochs if epoch > self._epoch]
        if later:
            self._go_to(later[0])
        else:
            self.stop()

    @Slot()
    def _on_take(self) -> None:
        if self._left and self._take is not None:
            self._go_to(self._left.pop(0))
            self._frames.append(self._take())
            return
        self._taking.stop()
        self._go_to(self._before)
        frames, path, per_second = tuple(self._frames), self._path, self._per_second
        self._frames, self._take = [], None
        self._background.ask(path, _Writing(frames, path, per_second))

    @Slot(object, object)
    def _on_written(self, path: Path, problem: str) -> None:
        if problem:
            self.save_failed.emit(problem)
        else:
            self.saved.emit(path)

    def _go_to(self, epoch: int) -> None:
        self._epoch = epoch
        self.epoch_wanted.emit(epoch)


class _Writing:
    """The work of another thread; gives a sentence when it failed."""

    def __init__(self, frames: Sequence[Frame], path: Path, per_second: int) -> None:
        self._frames, self._path, self._per_second = frames, path, per_second

    def __call__(self) -> str:
        try:
            write_film(self._frames, self._path, per_second=self._per_second)
        except OSError as error:
            return f"Cannot save the film. Received: {self._path}: {error}. Choose a folder that you may write to."
        return ""
