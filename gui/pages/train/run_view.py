"""A run as it happens: curves or the inside of the network, epoch slider, pinned pictures at the chosen epoch."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.config import RunConfig
from engine.contract.run_events import AnyRunEvent, RunStarted
from engine.contract.tasks import TRAITS
from engine.dataset.labels.relocated import RelocatedPictures, relocated_pictures
from gui.charts.curves import BestMark
from gui.charts.epoch_slider import EpochSlider
from gui.charts.plot_bar import PlotBar
from gui.charts.time_series import TimeSeriesPlot
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.train.box_overlay import least_shown_score
from gui.pages.train.inside.film import Film
from gui.pages.train.inside.frames import Frame, stacked
from gui.pages.train.inside.save_dialog import FilmSaveDialog
from gui.pages.train.inside.view import InsideView
from gui.pages.train.overlay_bar import OverlayBar
from gui.pages.train.pinned import PinnedPictures, tiles_of
from gui.pages.train.run_curves import curves_of, panels_of, title_of
from gui.runs.insides import InsideReader
from gui.runs.previews import PreviewReader
from gui.runs.record import CurvePoints, RunRecord, joined, points_of
from gui.runs.words import metric_words
from gui.settings import SettingsStore
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.choices import Choice
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.segmented import Segmented
from gui.words import byte_size

_VIEWS: Final = (Choice("curves", "Curves"), Choice("inside", "Inside"))
_PLAY_WIDTH: Final = 32
_NO_PINNED: Final = "Followed pictures appear after the first epoch. Space pins others in the gallery for the next run."


class RunView(QWidget):
    """Shows one run; it is told the events and reads the previews.

    While nobody has chosen an epoch, the slider follows the newest one.

    Signals:
        picture_activated: path of a pinned picture that was double-clicked.
    """

    picture_activated = Signal(str)

    def __init__(self, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record = RunRecord()
        self._config: RunConfig | None = None
        self._previews: PreviewReader | None = None
        self._insides: InsideReader | None = None
        self._relocated = RelocatedPictures(Path())
        self._follows = True
        self.plot = TimeSeriesPlot(title_of(self.record.metrics))
        self.bar = PlotBar(title_of(self.record.metrics), self.plot)
        self.inside = InsideView()
        self.views = Segmented(_VIEWS)
        self.film = Film(self)
        self.slider = EpochSlider()
        self.play = IconButton("play", "Play the epochs as a film")
        self.pinned = PinnedPictures(thumbnails)
        self.overlay = OverlayBar()
        self.pin = Button("Pin", ButtonKind.QUIET, icon="plus")
        self._epoch = SectionHeader("Pinned")
        self._hint = Label(_NO_PINNED, tone="secondary")
        self._show_metrics()
        self._arrange()
        self._connect()

    def show_run(self, config: RunConfig, previews: PreviewReader, insides: InsideReader) -> None:
        """Begin to show another run, without any event yet."""
        self._config, self._previews, self._insides = config, previews, insides
        self._relocated = relocated_pictures(config.dataset.folder)
        self.film.stop()
        self.inside.restart()
        self.pinned.set_run(config.classes, config.input, least_score=least_shown_score(config.task))
        self.restart()

    def remember(self, settings: SettingsStore) -> None:
        """Show what was chosen before, and keep what is chosen from now on."""
        self.bar.remember(settings)
        self.overlay.remember(settings)

    def _show_metrics(self) -> None:
        """Choose panels and curves for what is followed."""
        metrics = self.record.metrics
        self.plot.set_curves(panels_of(metrics), curves_of(metrics))
        self.plot.setAccessibleName(title_of(metrics))
        self.bar.set_title(title_of(metrics))
        self.bar.set_curves(curves_of(metrics))

    def follow_pictures(self) -> None:
        """Show the pinned pictures where they lie now, because saving of labels has moved some."""
        if self._config is not None:
            self._relocated = relocated_pictures(self._config.dataset.folder)
            self._show_epoch()

    def restart(self) -> None:
        """Forget all events, because they will be told again."""
        config, fresh = self._config, RunRecord()
        if config is not None:
            fresh = RunRecord(epochs=config.training.epochs, metrics=TRAITS[config.task].metrics)
        self.record = fresh
        self._show_metrics()
        self._follows = True
        self.plot.clear()
        self.plot.set_x_limits(0.0, float(max(self.record.epochs, 1)))
        self.slider.set_recorded(0)
        self._show_epoch()

    def take(self, events: Sequence[AnyRunEvent]) -> None:
        """Show new events."""
        points: list[CurvePoints] = []
        for event in events:
            if isinstance(event, RunStarted) and event.from_epoch:
                self._append(points)
                points = []
                self.plot.cut_from(event.from_epoch + 1e-6)
            self.record = self.record.after(event)
            points.extend(points_of(event, self.record))
        self._append(points)
        self._update_axes()

    def set_epochs(self, epochs: int) -> None:
        """The run will end after another number of epochs."""
        self.plot.set_x_limits(0.0, float(max(epochs, 1)))

    @property
    def epoch(self) -> int:
        """The epoch that the pinned pictures show; 0 before the first one."""
        return self.slider.epoch

    def _append(self, points: list[CurvePoints]) -> None:
        for piece in joined(points):
            self.plot.append(piece.key, piece.x, piece.y)

    def _update_axes(self) -> None:
        record = self.record
        if record.epochs:
            self.plot.set_x_limits(0.0, float(max(record.epochs, record.epoch)))
        if record.best_epoch is not None and record.best_value is not None:
            words = f"best {metric_words(record.monitor, record.best_value)}"
            self.plot.set_best([BestMark(record.monitor, float(record.best_epoch), record.best_value, words)])
        recorded = max(record.last_preview, 0)
        if recorded != self.slider.recorded:
            self.slider.set_recorded(recorded)
            if self._follows:
                self.slider.set_epoch(recorded)
                self._show_epoch()

    def _show_epoch(self) -> None:
        """Show one epoch in all panes; of a very long run the one before it that was kept."""
        epoch = self.slider.epoch
        kept = self._insides.nearest(epoch) if self._insides is not None and epoch else 0
        found = self._previews.read(kept) if self._previews is not None and kept else None
        paths = self._config.pinned if self._config is not None else ()
        self._epoch.set_note(self._note(epoch, kept))
        self.overlay.show_epoch(found)
        tiles = tuple(replace(tile, path=self._relocated.present(tile.path)) for tile in tiles_of(paths, found))
        self.pinned.set_tiles(tiles)
        self.pinned.setVisible(bool(tiles))
        self._hint.setVisible(not tiles)
        self.plot.set_chosen_x(float(epoch) if epoch and not self._follows else None)
        if self.views.current == "inside":
            self.inside.set_inside(self._insides.read(kept) if self._insides is not None and kept else None)

    def _note(self, epoch: int, kept: int) -> str:
        if not epoch:
            return ""
        words = f"epoch {epoch}" if kept in (0, epoch) else f"epoch {epoch}, of which {kept} is kept"
        size_bytes = self.record.preview_bytes
        return f"{words}, {byte_size(size_bytes)} on disk" if size_bytes else words

    @Slot(int)
    def _on_epoch_chosen(self, epoch: int) -> None:
        self._follows = False
        self.slider.set_epoch(epoch)
        self._show_epoch()

    @Slot(float)
    def _on_x_chosen(self, x: float) -> None:
        self.film.stop()
        self._on_epoch_chosen(round(x))

    @Slot()
    def _on_play(self) -> None:
        self._tell_film()
        self.film.toggle()

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:
        self.play.set_icon("pause" if is_playing else "play")

    @Slot(str)
    def _on_view_chosen(self, name: str) -> None:
        self._stack.setCurrentIndex([choice.name for choice in _VIEWS].index(name))
        self._show_epoch()

    @Slot()
    def _on_save_requested(self) -> None:
        dialog = FilmSaveDialog(self)
        dialog.chosen.connect(self.save_film)
        dialog.open()

    @Slot(object)
    def save_film(self, path: Path) -> None:
        """Write all epochs of what is shown as ``.gif`` or ``.webp``; the outcome is told by ``film``."""
        self._tell_film()
        self.film.save(path, self._take_frame)

    def _take_frame(self) -> Frame:
        panes = [self.inside.panes.grab().toImage()]
        if self.pinned.isVisibleTo(self):
            panes.append(self.pinned.grab_whole().toImage())
        return stacked(panes, f"epoch {self.slider.epoch}")

    def _tell_film(self) -> None:
        epochs = self._insides.epochs() if self._insides is not None else ()
        shown = tuple(epoch for epoch in epochs if epoch <= self.slider.recorded)
        self.film.set_epochs(shown or range(1, self.slider.recorded + 1), now=self.slider.epoch)

    @Slot(object)
    def _on_overlay_changed(self, shows_maps: bool) -> None:
        self.pinned.set_shows_maps(shows_maps=shows_maps)

    def _connect(self) -> None:
        self.plot.x_range_changed.connect(self.slider.set_range)
        self.plot.x_chosen.connect(self._on_x_chosen)
        self.slider.epoch_chosen.connect(self._on_epoch_chosen)
        self.play.clicked.connect(self._on_play)
        self.views.chosen.connect(self._on_view_chosen)
        self.film.epoch_wanted.connect(self._on_epoch_chosen)
        self.film.playing_changed.connect(self._on_playing_changed)
        self.inside.speed_chosen.connect(self.film.set_speed)
        self.inside.save_requested.connect(self._on_save_requested)
        self.overlay.shown_changed.connect(self._on_overlay_changed)
        self.overlay.opacity_changed.connect(self.pinned.set_mask_opacity)
        self.pinned.activated.connect(self.picture_activated)

    def _arrange(self) -> None:
        margin = size("page_margin")
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, 0, margin, 12)
        column.setSpacing(0)
        column.addWidget(self._make_views(), 1)
        column.addLayout(self._make_slider_row())
        column.addSpacing(10)
        column.addLayout(self._make_pinned_row())
        column.addSpacing(4)
        column.addWidget(self._hint)
        column.addWidget(self.pinned)

    def _make_views(self) -> QWidget:
        """The curves, or the inside; each has its own bar, and the switch stands in the corner of both."""
        curves = QWidget()
        column = QVBoxLayout(curves)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.bar)
        column.addWidget(self.plot, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(curves)
        self._stack.addWidget(self.inside)
        return self._stack

    def _make_slider_row(self) -> QGridLayout:
        """The slider lies under the whole plot, so that both share their x-axis; the button stands on its left."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.slider, 0, 0)
        self.play.setFixedWidth(_PLAY_WIDTH)
        grid.addWidget(self.play, 0, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return grid

    def _make_pinned_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._epoch, 1)
        row.addWidget(self.views)
        row.addSpacing(8)
        row.addWidget(self.overlay)
        self.pin.set_tip("Choose pictures in the gallery, by Space; the next training follows them")
        row.addWidget(self.pin)
        return row
