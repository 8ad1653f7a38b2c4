"""The Augmentation tab of the Data page: variants of one picture exactly as the next training will show them."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.contract.commands import PreviewAugmentation
from engine.contract.config import AugmentationConfig
from engine.contract.dataset import ImageFilter, Split
from engine.contract.events import Failed
from gui.pages.data.augmentation.bar import AugmentationBar
from gui.pages.data.augmentation.feed import PreviewFeed, Variants
from gui.pages.data.augmentation.grid import VariantGrid
from gui.pages.data.augmentation.panel import AugmentationPanel
from gui.pages.data.augmentation.plan import AugmentationPlan
from gui.session import Session
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState

MOST_PIXELS: Final = 16_000_000  # Of all variants together, so that the engine answers within a second or so.
_NOT_TRAINING: Final = "not for training"
_SLOW: Final = "Making variants"


class AugmentationView(QWidget):
    """A grid of variants of one picture.

    It follows the session by itself: another dataset, another plan, undo. It asks the engine only while it is shown.
    Put ``options`` into Details while this tab is open; call ``show_picture`` with the picture that is current in the
    gallery, and move the gallery when ``stepped`` is emitted.

    Args:
        session: its plan is what is edited, its data engine makes the variants.
        parent: owner.

    Attributes:
        options: all settings of augmentation, a column that scrolls.
        bar: picture, epochs and seed.
        grid: the variants.
        retry: asks again after a failure.

    Signals:
        stepped(int): the next picture (1) or the one before (-1) is wanted.
        open_requested(): a folder should be opened.
    """

    stepped = Signal(int)
    open_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._path: str | None = None
        self._dataset: Path | None = None
        self._first_epoch = 0
        self._moving: AugmentationConfig | None = None
        self._plan = AugmentationPlan(session, self)
        self._feed = PreviewFeed(session.client, self)
        self.options = AugmentationPanel()
        self.bar = AugmentationBar()
        self.grid = VariantGrid()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._on_dataset_changed()

    def show_picture(self, path: str | None) -> None:
        """Show variants of a picture, by its path in the dataset; None: of the first one for training."""
        wanted = path if path is not None else self._first_picture()
        if wanted == self._path:
            return
        self._path = wanted
        self.bar.set_picture((wanted or "").rpartition("/")[2], "")
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _lay_out(self) -> None:
        open_folder = Button("Open folder", icon="folder")
        open_folder.clicked.connect(self.open_requested)
        self.retry = Button("Try again")
        self.retry.clicked.connect(self._on_retry)
        self._nothing = EmptyState("data", "No pictures are open.", open_folder, note="Or drop a folder here.")
        self._refusal = EmptyState("error", "", self.retry)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        self._place = QStackedWidget()
        self._place.addWidget(self.grid)
        self._place.addWidget(self._refusal)
        column.addWidget(self._place, 1)
        self._shown = shown
        for widget in (self._nothing, shown):
            self._stack.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self._session.dataset.changed.connect(self._on_dataset_changed)
        self._session.dataset.opened.connect(self._on_dataset_changed)
        self._plan.changed.connect(self._on_plan_changed)
        self._feed.arrived.connect(self._on_arrived)
        self._feed.failed.connect(self._on_failed)
        self._feed.slowed.connect(self._on_slowed)
        self.grid.capacity_changed.connect(self._on_capacity_changed)
        self.options.moved.connect(self._on_moved)
        self.options.chosen.connect(self._on_chosen)
        self.bar.seed_chosen.connect(self._plan.set_seed)
        self.bar.epoch_chosen.connect(self._on_epoch_chosen)
        for part in (self.bar, self.grid):
            part.stepped.connect(self.stepped)
            part.epochs_stepped.connect(self._on_epochs_stepped)

    def _first_picture(self) -> str | None:
        index = self._session.dataset.index
        if index is None:
            return None
        rows = index.page(ImageFilter(splits=(Split.TRAIN,)), limit=1) or index.page(limit=1)
        return rows[0].path if rows else None

    def _show(self) -> None:
        """Ask for the variants of the present picture with the present settings."""
        index = self._session.dataset.index
        self._stack.setCurrentWidget(self._nothing if index is None or self._path is None else self._shown)
        self.grid.set_aspect(self._plan.input.width / self._plan.input.height)
        self.bar.set_numbers(epoch=self._first_epoch + 1, seed=self._plan.seed)
        if index is None or self._path is None or not self.isVisible():
            self._feed.forget()
            return
        self._feed.ask(
            PreviewAugmentation(
                path=str(self._dataset),
                index=str(index.path),
                image=self._path,
                input=self._plan.input,
                augmentation=self._moving or self._plan.config,
                split=self._plan.split,
                seed=self._plan.seed,
                first_epoch=self._first_epoch,
                variants=self._count(),
                epochs=self._plan.epochs,
                mixes_boxes=self._plan.mixes_boxes,
            )
        )

    def _count(self) -> int:
        """How many variants are asked for: as many as there is room for, unless they are very large."""
        pixels = self._plan.input.height * self._plan.input.width
        return min(max(1, self.grid.capacity - 1), max(1, MOST_PIXELS // pixels))

    # the session

    @Slot()
    def _on_dataset_changed(self) -> None:
        dataset = self._session.dataset
        if dataset.path != self._dataset:
            self._dataset, self._path, self._first_epoch = dataset.path, None, 0
            self.grid.set_variants((), ())
            self._plan.set_index(dataset.index)
        self._feed.set_classes(dataset.index.classes() if dataset.index is not None else ())
        self.show_picture(self._path)
        self._show()

    @Slot()
    def _on_plan_changed(self) -> None:
        self._moving = None
        self.options.set_config(self._plan.config, self._plan.proposal, self._plan.task)
        self._show()

    # what the user does

    @Slot(object)
    def _on_moved(self, config: AugmentationConfig) -> None:
        self._moving = config
        self._show()

    @Slot(object, str)
    def _on_chosen(self, config: AugmentationConfig, text: str) -> None:
        self._moving = None
        self._plan.set_config(config, text)
        self.options.set_config(self._plan.config, self._plan.proposal, self._plan.task)
        self._show()

    @Slot(int)
    def _on_epochs_stepped(self, direction: int) -> None:
        self._on_epoch_chosen(self._first_epoch + 1 + direction * self._count())

    @Slot(int)
    def _on_epoch_chosen(self, epoch: int) -> None:
        self._first_epoch = max(0, epoch - 1)
        self._show()

    @Slot()
    def _on_capacity_changed(self) -> None:
        self._show()

    @Slot()
    def _on_retry(self) -> None:
        self._place.setCurrentWidget(self.grid)
        self._show()

    # the engine

    @Slot(object)
    def _on_arrived(self, variants: Variants) -> None:
        if variants.question.image != self._path:
            return
        first = variants.question.first_epoch
        captions = ["As it is", *(f"Epoch {first + number:,}" for number in range(1, len(variants.shown)))]
        self.grid.set_variants(variants.shown, captions)
        self.bar.set_picture(self._path.rpartition("/")[2], "" if variants.position is not None else _NOT_TRAINING)
        self._place.setCurrentWidget(self.grid)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._refusal.set_sentence(f"{failure.message} {failure.hint}")
        self._place.setCurrentWidget(self._refusal)

    @Slot(bool)
    def _on_slowed(self, is_slow: bool) -> None:
        if is_slow:
            self.bar.set_picture((self._path or "").rpartition("/")[2], _SLOW)
