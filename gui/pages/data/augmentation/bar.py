"""The bar above the variants of a picture: which picture, which epochs, which seed."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.tokens import size
from gui.widgets.fields import NumberField
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel, Label

_LARGEST_SEED: Final = 2**31 - 1
_EPOCH_TIP: Final = "Every epoch shows another variant. The first one that is shown here, counted from 1."
_NOTE_TIP: Final = "Pictures for validation and test are never changed. Here one is shown as if it were for training."
_SEED_TIP: Final = "The seed of the next training: the same seed gives exactly these pictures."


class AugmentationBar(QWidget):
    """Says what is shown, and lets other pictures, epochs and seeds be chosen.

    Args:
        parent: owner.

    Signals:
        stepped(int): the next picture (1) or the one before (-1) is wanted.
        epochs_stepped(int): later epochs (1) or earlier ones (-1) are wanted.
        epoch_chosen(int): the first epoch to show, counted from 1.
        seed_chosen(int): another seed.
    """

    stepped = Signal(int)
    epochs_stepped = Signal(int)
    epoch_chosen = Signal(object)
    seed_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.previous = IconButton("previous", "Picture before (Left)", is_small=True)
        self.following = IconButton("next", "Next picture (Right)", is_small=True)
        self.name = ElidedLabel("", "text")
        self.note = Label("", "secondary", tone="secondary")
        self.earlier = IconButton("minus", "Earlier epochs (Page up)", is_small=True)
        self.later = IconButton("plus", "Later epochs (Page down)", is_small=True)
        self.epoch = NumberField("First epoch", is_whole=True)
        self.seed = NumberField("Seed", is_whole=True)
        self._lay_out()
        self.previous.clicked.connect(self._on_previous)
        self.following.clicked.connect(self._on_following)
        self.earlier.clicked.connect(self._on_earlier)
        self.later.clicked.connect(self._on_later)
        self.epoch.value_changed.connect(self.epoch_chosen)
        self.seed.value_changed.connect(self.seed_chosen)

    def set_picture(self, name: str, note: str) -> None:
        """Say which picture is shown, and what there is to say of it."""
        self.name.set_text(name)
        self.note.setText(note)
        self.note.setToolTip(_NOTE_TIP if note else "")

    def set_numbers(self, *, epoch: int, seed: int) -> None:
        """Show the first epoch, counted from 1, and the seed."""
        self.epoch.set_value(epoch)
        self.seed.set_value(seed)
        self.earlier.set_available(epoch > 1, reason="These are the first epochs.")

    def _lay_out(self) -> None:
        self.setFixedHeight(size("filter_bar"))
        self.epoch.set_range(1, 100_000)
        self.seed.set_range(-_LARGEST_SEED, _LARGEST_SEED)
        self.epoch.setToolTip(_EPOCH_TIP)
        self.seed.setToolTip(_SEED_TIP)
        self.epoch.setFixedWidth(64)
        self.seed.setFixedWidth(80)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(4)
        row.addWidget(self.previous)
        row.addWidget(self.following)
        row.addSpacing(8)
        row.addWidget(self.name)
        row.addSpacing(8)
        row.addWidget(self.note)
        row.addStretch(1)
        row.addSpacing(8)
        row.addWidget(Label("Epochs from", "secondary", tone="secondary"))
        row.addSpacing(4)
        for control in (self.earlier, self.epoch, self.later):
            row.addWidget(control)
        row.addSpacing(12)
        row.addWidget(Label("Seed", "secondary", tone="secondary"))
        row.addSpacing(4)
        row.addWidget(self.seed)

    @Slot()
    def _on_previous(self) -> None:
        self.stepped.emit(-1)

    @Slot()
    def _on_following(self) -> None:
        self.stepped.emit(1)

    @Slot()
    def _on_earlier(self) -> None:
        self.epochs_stepped.emit(-1)

    @Slot()
    def _on_later(self) -> None:
        self.epochs_stepped.emit(1)
