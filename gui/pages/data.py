"""The Data page: the pictures that a network will learn from."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.contract.dataset import ImageFilter, ImageRow
from engine.contract.events import Progress
from gui.actions import Actions
from gui.gallery.gallery import PictureGallery
from gui.gallery.items import PictureItem
from gui.pages.data_details import DataDetails
from gui.pages.data_filter import FilterBar
from gui.pages.data_problems import ProblemTable
from gui.pages.data_source import IndexPictures
from gui.pages.data_statistics import StatisticsView
from gui.pages.page import Page, PageText
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.action_button import ActionButton
from gui.widgets.button import Button, ButtonKind
from gui.widgets.empty_state import EmptyState

_TEXT = PageText(
    name="data",
    title="Data",
    help=(
        "All pictures of the open folder. Filter them by text, split, class or problem; a click on a class bar does "
        "the same. Arrow keys move through the gallery, Space pins a picture so that training follows it, and a double "
        "click opens it in Inspect. Problems lists every file that cannot be used, with the reason."
    ),
)


class DataPage(Page):
    """Gallery, problems and statistics of the open dataset."""

    def __init__(
        self, session: Session, actions: Actions, settings: SettingsStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(_TEXT, parent)
        self._session = session
        self._actions_table = actions
        self._settings = settings
        self._shown: Path | None = None
        self._feed = ThumbnailFeed(session.client, parent=self)
        self.gallery = PictureGallery(self._feed.store)
        self.filter = FilterBar()
        self.problems = ProblemTable()
        self.statistics = StatisticsView()
        self.column = DataDetails()
        self._pictures = QStackedWidget()
        self._fill()
        self._connect()
        self._on_dataset_changed()
        self._on_plan_changed()

    def _fill(self) -> None:
        open_folder = Button("Open folder", icon="folder")
        open_folder.set_tip("Open a folder of pictures")
        open_folder.clicked.connect(self._actions_table.action("open_folder").trigger)
        self._nothing_open = EmptyState("data", "No pictures are open.", open_folder, note="Or drop a folder here.")
        show_all = Button("Show all")
        show_all.set_tip("Take all filters away")
        show_all.clicked.connect(self._on_show_all)
        self._nothing_left = EmptyState("filter", "No picture fits the filter.", show_all)
        for widget in (self._nothing_open, self._nothing_left, self.gallery):
            self._pictures.addWidget(widget)
        tab = QWidget()
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter)
        column.addWidget(self._pictures, 1)
        self.add_tab("pictures", "Pictures", tab)
        self.add_tab("problems", "Problems", self.problems)
        self.add_tab("statistics", "Statistics", self.statistics)
        self.details.set_content(self.column)
        for name in ("undo", "redo"):
            self.add_action(ActionButton(name, self._actions_table.action(name)))
        self.set_primary(Button("Choose network", ButtonKind.PRIMARY))

    def _connect(self) -> None:
        session = self._session
        session.dataset.changed.connect(self._on_dataset_changed)
        session.dataset.opened.connect(self._on_dataset_changed)
        session.dataset.progressed.connect(self._on_progressed)
        session.plan.changed.connect(self._on_plan_changed)
        self._feed.store.arrived.connect(self._on_thumbnail_arrived)
        self.filter.filter_changed.connect(self._on_filter_changed)
        self.filter.size_changed.connect(self._on_size_changed)
        self.filter.thumbnail_size.setValue(self._settings.value.thumbnail_px)
        self.gallery.set_thumbnail_px(self._settings.value.thumbnail_px)
        self.gallery.current_changed.connect(self._on_current_changed)
        self.gallery.activated.connect(self._on_activated)
        self.gallery.pin_toggled.connect(self._on_pin_toggled)
        self.problems.picture_chosen.connect(self._on_problem_chosen)
        self.column.class_chosen.connect(self.filter.toggle_class)
        self.column.weights_requested.connect(self._on_weights_requested)
        if self.primary is not None:
            self.primary.clicked.connect(self._on_choose_network)

    # the dataset

    @Slot()
    def _on_dataset_changed(self) -> None:
        dataset = self._session.dataset
        index = dataset.index
        self.filter.setVisible(index is not None)
        self.column.setVisible(index is not None)
        if self.primary is not None:
            self.primary.set_available(index is not None, reason="Open a folder of pictures first.")
        if index is None:
            self._pictures.setCurrentWidget(self._nothing_open)
            self.set_context("")
            return
        is_same = dataset.path == self._shown
        self._shown = dataset.path
        self._feed.set_root(index.root)
        self._show_index(keeps_place=is_same)

    def _show_index(self, *, keeps_place: bool) -> None:
        dataset = self._session.dataset
        index = dataset.index
        if index is None:
            return
        summary = index.summary()
        self.set_context(summary.name if dataset.is_complete else f"{summary.name}, checking pictures")
        self.filter.set_classes(index.classes())
        if not keeps_place:
            self.filter.set_filter(ImageFilter())
            self._show_picture(None)
        problems = self.problems.set_index(index)
        self.set_tab_note("problems", f"{problems:,}" if problems else "")
        self.statistics.set_index(index)
        config = self._session.plan.config
        self.column.set_summary(summary, seed=config.split.seed if config else None)
        counts = index.class_counts()
        self.column.set_counts(counts, {name: place for place, name in enumerate(counts)}, pictures=summary.images)
        self._show_pictures(keeps_place=keeps_place)

    def _show_pictures(self, *, keeps_place: bool) -> None:
        index = self._session.dataset.index
        if index is None:
            return
        source = IndexPictures(index, self.filter.choice)
        self.gallery.set_source(source, keeps_place=keeps_place)
        self.filter.set_count(self.gallery.count, index.count())
        self._pictures.setCurrentWidget(self.gallery if self.gallery.count else self._nothing_left)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if progress.total:
            self.set_context(f"checking pictures, {progress.done:,} of {progress.total:,}")

    @Slot(object)
    def _on_filter_changed(self, choice: ImageFilter) -> None:
        self.column.set_chosen_classes(choice.classes)
        self._show_pictures(keeps_place=False)

    @Slot(int)
    def _on_size_changed(self, pixels: int) -> None:
        self.gallery.set_thumbnail_px(pixels)
        self._settings.change(thumbnail_px=pixels)

    # the selected picture

    @Slot(object)
    def _on_current_changed(self, item: PictureItem | None) -> None:
        index = self._session.dataset.index
        self._show_picture(index.image(item.path) if index is not None and item is not None else None)

    def _show_picture(self, row: ImageRow | None) -> None:
        index = self._session.dataset.index
        reason = index.reason(row.id) if index is not None and row is not None else ""
        is_pinned = row is not None and row.path in self._pinned()
        self.column.picture.set_picture(row, is_pinned=is_pinned, reason=reason)
        self._show_thumbnail(row.path if row is not None else None)

    def _show_thumbnail(self, path: str | None) -> None:
        self.column.picture.set_pixmap(self._feed.store.full_pixmap(path) if path else None)

    @Slot(object)
    def _on_thumbnail_arrived(self, path: str) -> None:
        current = self.gallery.current
        if current is not None and current.path == path:
            self._show_thumbnail(path)

    @Slot(object)
    def _on_activated(self, item: PictureItem) -> None:
        index = self._session.dataset.index
        if index is not None:
            self._session.inspection.change(image=index.root / item.path)
            self._actions_table.request("show_inspect")

    @Slot(str)
    def _on_problem_chosen(self, path: str) -> None:
        self.filter.set_filter(ImageFilter(paths=(path,)))
        self.gallery.select_index(0)

    # what the next training does

    def _pinned(self) -> tuple[str, ...]:
        config = self._session.plan.config
        return config.pinned if config is not None else ()

    @Slot(object)
    def _on_pin_toggled(self, path: str) -> None:
        pinned = self._pinned()
        changed = tuple(other for other in pinned if other != path) if path in pinned else (*pinned, path)
        self._session.plan.set_field("pinned", changed)

    @Slot()
    def _on_plan_changed(self) -> None:
        config = self._session.plan.config
        self.gallery.set_pinned(frozenset(self._pinned()))
        self._on_current_changed(self.gallery.current)
        self.column.warning.set_weighted(
            is_weighted=config is not None and config.training.class_weights == "balanced",
            reason="" if config is not None else "The settings of the next training are not chosen yet.",
        )

    @Slot()
    def _on_weights_requested(self) -> None:
        self._session.plan.set_field("training.class_weights", "balanced")

    # buttons

    @Slot()
    def _on_choose_network(self) -> None:
        self._actions_table.request("show_network")

    @Slot()
    def _on_show_all(self) -> None:
        self.filter.set_filter(ImageFilter())
