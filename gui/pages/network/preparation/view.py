"""The Preparation tab of the Network page: pixel values before and after, and the settings that lie between."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.commands import MeasurePreparation
from engine.contract.config import RunConfig
from engine.contract.events import Failed
from gui.notice import Notice
from gui.pages.network.preparation.bar import PreparationBar
from gui.pages.network.preparation.feed import MeasuredValues, PreparationFeed
from gui.pages.network.preparation.histograms import ValueHistogram, channel_curves
from gui.pages.network.preparation.panel import PreparationPanel
from gui.pages.network.preparation.pictures import PreparedPictures
from gui.pages.network.preparation.statistics import StatisticsTable
from gui.session import Session
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.scroll import ScrollColumn

_BESIDE_PX: Final = 720
_NOTHING: Final = "No pictures are open whose values could be shown."


class PreparationView(QWidget):
    """Shows what the planned preparation does to the values of training pictures.

    It follows the session by itself, and asks the engine only while it is shown. Put ``panel`` into Details while this
    tab is open.

    Args:
        session: its plan is what is shown and edited, its data engine measures.
        parent: owner.

    Attributes:
        panel: the fields of the preparation, a column that scrolls.

    Signals:
        noticed(Notice): something to tell the user.
        open_requested(): a folder should be opened.
    """

    noticed = Signal(object)
    open_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._feed = PreparationFeed(session.client, self)
        self._asked: MeasurePreparation | None = None
        self._measured: MeasuredValues | None = None
        self._example = 0
        self.bar = PreparationBar()
        self.before = ValueHistogram("Before")
        self.after = ValueHistogram("After")
        self.statistics = StatisticsTable()
        self.pictures = PreparedPictures()
        self.panel = PreparationPanel()
        self.previous = IconButton("previous", "Picture before", is_small=True)
        self.following = IconButton("next", "Next picture", is_small=True)
        self.open = Button("Open folder", icon="folder")
        self.open.set_tip("Open a folder of pictures")
        self._charts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._image = ElidedLabel("", "secondary", tone="secondary")
        self._lay_out()
        self._connect()
        self._on_plan_changed()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _BESIDE_PX
        self._charts.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._charts.setSpacing(24 if is_wide else 0)

    def _lay_out(self) -> None:
        numbers = ScrollColumn(margin_px=0, spacing_px=0)
        numbers.column.setContentsMargins(size("page_margin"), 0, size("page_margin"), 16)
        self._charts.addWidget(self.before, 1)
        self._charts.addWidget(self.after, 1)
        numbers.column.addLayout(self._charts)
        numbers.column.addSpacing(8)
        numbers.column.addWidget(self.statistics)
        numbers.column.addSpacing(16)
        numbers.column.addLayout(self._picture_heading())
        numbers.column.addSpacing(8)
        numbers.column.addWidget(self.pictures)
        numbers.column.addStretch(1)
        self._shown = QWidget()
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(numbers, 1)
        self._nothing = EmptyState("data", _NOTHING, self.open, note="Or drop a folder here.")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _picture_heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label("One picture", "section"))
        row.addWidget(self._image, 1)
        row.addWidget(self.previous)
        row.addWidget(self.following)
        return row

    def _connect(self) -> None:
        plan = self._session.plan
        plan.changed.connect(self._on_plan_changed)
        plan.refused.connect(self.panel.form.set_problem)
        self.panel.changed.connect(plan.set_field)
        self._feed.arrived.connect(self._on_arrived)
        self._feed.failed.connect(self._on_failed)
        self._feed.progressed.connect(self.bar.set_progress)
        self._feed.stopped.connect(self._on_stopped)
        self.bar.cancel_wanted.connect(self._feed.cancel)
        self.bar.repeat_wanted.connect(self._on_repeat_wanted)
        self.previous.clicked.connect(self._on_previous)
        self.following.clicked.connect(self._on_following)
        self.open.clicked.connect(self.open_requested)
        for chart in (self.before, self.after):
            chart.saved.connect(self._on_saved)
            chart.save_failed.connect(self._on_save_failed)

    @Slot()
    def _on_plan_changed(self) -> None:
        config = self._session.plan.config
        self._stack.setCurrentWidget(self._nothing if config is None else self._shown)
        if config is None:
            self._feed.cancel()
            self._asked = None
            return
        defaults = _values(self._session.plan.proposal or config)
        self.panel.set_config(config.input, _values(config), defaults, task=config.task)
        self._ask()

    def _ask(self) -> None:
        """Measure the present preparation, unless that is what was asked for last."""
        config = self._session.plan.config
        if config is None or not self.isVisible():
            return
        question = MeasurePreparation(
            path=config.dataset.path,
            reading=config.dataset.reading,
            index=self._index(config),
            input=config.input,
            split=config.split,
            seed=config.seed,
            example=self._example,
        )
        if question != self._asked:
            self._asked = question
            self._feed.ask(question)

    def _index(self, config: RunConfig) -> str | None:
        """The index of the open dataset, where the plan is for it."""
        dataset = self._session.dataset
        is_same = (str(dataset.path), dataset.reading) == (config.dataset.path, config.dataset.reading)
        return str(dataset.index.path) if dataset.index is not None and is_same else None

    @Slot(object)
    def _on_arrived(self, measured: MeasuredValues) -> None:
        self._measured = measured
        names = tuple(curve.name for curve in channel_curves(len(measured.event.before)))
        self.bar.set_measured(measured.event)
        self.before.set_histogram(measured.before)
        self.after.set_histogram(measured.after)
        self.statistics.set_measured(measured.event, names)
        self.pictures.set_picture(measured.example, measured.prepared, names)
        self.panel.set_steps(measured.event.steps)
        self._image.set_text(measured.event.image.rpartition("/")[2])

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self.noticed.emit(Notice("error", f"{failure.message} {failure.hint}", details=failure.details))

    @Slot()
    def _on_stopped(self) -> None:
        self._asked = None
        self.bar.set_stopped()

    @Slot()
    def _on_repeat_wanted(self) -> None:
        self._asked = None
        self._ask()

    @Slot()
    def _on_previous(self) -> None:
        self._step(-1)

    @Slot()
    def _on_following(self) -> None:
        self._step(1)

    def _step(self, distance: int) -> None:
        count = self._measured.event.pictures if self._measured is not None else 1
        self._example = (self._example + distance) % max(1, count)
        self._ask()

    @Slot(object)
    def _on_saved(self, path: object) -> None:
        self.noticed.emit(Notice("success", f"Saved to {path}."))

    @Slot(str)
    def _on_save_failed(self, sentence: str) -> None:
        self.noticed.emit(Notice("error", sentence))


def _values(config: RunConfig) -> dict[str, object]:
    return {f"input.{name}": value for name, value in config.input.model_dump().items()}
