"""The Data page: the pictures that a network will learn from."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from engine.contract.dataset import DatasetSummary, ImageFilter, ImageRow, ProblemRow
from engine.contract.events import DatasetOpened, Progress
from engine.dataset.index.dataset_index import DatasetIndex
from gui.actions import Actions
from gui.gallery.items import PictureItem
from gui.notice import Notice
from gui.pages.data.augmentation.view import AugmentationView
from gui.pages.data.details import DataDetails
from gui.pages.data.dialogs import DataDialogs
from gui.pages.data.index_reader import IndexReader
from gui.pages.data.labelling import PictureLabels
from gui.pages.data.moves import SelectionMoves
from gui.pages.data.pictures import PicturesView
from gui.pages.data.plan import PicturePlan
from gui.pages.data.problems.detail import ProblemDetails
from gui.pages.data.problems.view import ProblemsView
from gui.pages.data.statistics.view import StatisticsView
from gui.pages.data.suggesting.controller import PictureSuggestions
from gui.pages.page import Page, PageText
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.action_button import ActionButton
from gui.widgets.button import Button, ButtonKind

_TEXT = PageText(
    name="data",
    title="Data",
    help=(
        "All pictures of the open folder. Filter them by text, split, class or problem; a click on a bar of a "
        "chart does the same. Arrow keys move through the gallery, Space pins a picture so that training follows "
        "it, Return shows it large, 1 to 9 or C correct the label. On the large picture, a click chooses a box or "
        "an outline: drag it, or use the arrow keys, Delete, 1 to 9 and C; B draws a box, P an outline. A "
        "trained run suggests labels there: A accepts one, X refuses it, Tab goes to the next. Problems "
        "lists everything that is wrong, with the reason and what was done. Augmentation shows what training will "
        "show. Details divide the pictures and say how the folder was read."
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
        self._shown: Path | None = None
        self.pictures = PicturesView(session.client, settings)
        self.problems = ProblemsView()
        self.augmentation = AugmentationView(session)
        self.statistics = StatisticsView()
        self.column = DataDetails()
        self.problem = ProblemDetails(session.client)
        self._columns = QStackedWidget()
        self.dialogs = DataDialogs(session, settings, self)
        self._plan = PicturePlan(session.plan, self)
        self._reader = IndexReader(self)
        self._moves = SelectionMoves(self.pictures, self.dialogs.split, self)
        self._labels = PictureLabels(self.pictures, self.column, session.labels, self)
        self._suggesting = PictureSuggestions(self.pictures.preview, self._labels.drawing, session, settings, self)
        self._fill()
        self._connect()
        self._on_dataset_changed()
        self._on_plan_changed()

    def _fill(self) -> None:
        self.add_tab("pictures", "Pictures", self.pictures)
        self.add_tab("problems", "Problems", self.problems)
        self.add_tab("augmentation", "Augmentation", self.augmentation)
        self.add_tab("statistics", "Statistics", self.statistics)
        for column in (self.column, self.problem, self.augmentation.options):
            self._columns.addWidget(column)
        self.details.set_content(self._columns)
        for name in ("undo", "redo"):
            self.add_action(ActionButton(name, self._actions_table.action(name)))
        self.set_primary(Button("Choose network", ButtonKind.PRIMARY))

    def _connect(self) -> None:
        session = self._session
        self._reader.answered.connect(self._on_answered)
        session.dataset.changed.connect(self._on_dataset_changed)
        session.dataset.opened.connect(self._on_dataset_changed)
        session.dataset.progressed.connect(self._on_progressed)
        session.dataset.failed.connect(self._on_dataset_failed)
        session.plan.changed.connect(self._on_plan_changed)
        pictures = self.pictures
        pictures.current_changed.connect(self._on_current_changed)
        pictures.filter_changed.connect(self._on_filter_changed)
        pictures.inspect_requested.connect(self._on_inspect_requested)
        pictures.open_requested.connect(self._actions_table.action("open_folder").trigger)
        pictures.pin_toggled.connect(self._plan.toggle_pin)
        pictures.thumbnail_arrived.connect(self._on_thumbnail_arrived)
        self.tab_changed.connect(self._on_tab_changed)
        self.augmentation.open_requested.connect(self._actions_table.action("open_folder").trigger)
        self.augmentation.stepped.connect(self._on_stepped)
        self.problems.counted.connect(self._on_problems_counted)
        self.problems.listed.connect(self.problem.set_listing)
        self.problems.chosen.connect(self.problem.set_problem)
        self.problems.opened.connect(self._on_problem_opened)
        self.problems.noticed.connect(self.show_notice)
        self.dialogs.noticed.connect(self.show_notice)
        self._labels.noticed.connect(self._on_labels_noticed)
        self._actions_table.requested.connect(self._on_action_requested)
        session.dataset.files_changed.connect(self._on_files_changed)
        self._moves.summarised.connect(self.column.set_selection)
        self.column.selection.move_requested.connect(self._moves.move)
        self.column.divide.clicked.connect(self.dialogs.open_division)
        self.column.reading.save_requested.connect(self.dialogs.open_conversion)
        self.column.reading.crops_requested.connect(self.dialogs.crops.open)
        self.column.reading.reading_chosen.connect(self._on_reading_chosen)
        self.problem.repair_chosen.connect(self.dialogs.repair)
        self.problem.kind_chosen.connect(self.problems.filter.show_kind)
        self.problem.picture_requested.connect(self._on_problem_opened)
        self.statistics.filter_chosen.connect(self._on_statistics_filter_chosen)
        self.statistics.weights_requested.connect(self._plan.weight_classes)
        self.statistics.noticed.connect(self.show_notice)
        self.column.class_chosen.connect(pictures.filter.toggle_class)
        self.column.weights_requested.connect(self._plan.weight_classes)
        if self.primary is not None:
            self.primary.clicked.connect(self._on_choose_network)

    # the dataset

    @Slot()
    def _on_dataset_changed(self) -> None:
        dataset = self._session.dataset
        index = dataset.index
        self._columns.setVisible(index is not None)
        if self.primary is not None:
            self.primary.set_available(index is not None, reason="Open a folder of pictures first.")
        if index is None:
            self.pictures.set_index(None)
            self.problem.set_index(None)
            self.problems.set_index(None)
            self._moves.set_index(None)
            self._labels.set_index(None)
            self._reader.set_index(None)
            self.set_context("")
            return
        is_same = dataset.path == self._shown
        self._shown = dataset.path
        self._show_index(keeps_place=is_same)

    def _show_index(self, *, keeps_place: bool) -> None:
        dataset = self._session.dataset
        index = dataset.index
        if index is None:
            return
        name = index.root.name
        self.set_context(name if dataset.is_complete else f"{name}, checking pictures")
        has_same_files = dataset.has_same_files
        self.pictures.set_index(index, path=dataset.path, keeps_place=keeps_place, has_same_files=has_same_files)
        current = self.pictures.current if keeps_place else None
        self._show_picture(None if current is None else index.image(current.path))
        self._moves.set_index(index)
        self._labels.set_index(index)
        self.problem.set_index(index)
        self.problems.set_index(index)
        self.statistics.set_index(index)
        if dataset.is_complete:
            self.problems.set_progress(None)
        self._reader.set_index(index.path)
        self._reader.ask("summary", DatasetIndex.summary)

    @Slot(object, object)
    def _on_answered(self, _key: object, summary: DatasetSummary) -> None:
        self.problems.set_pictures(summary.images)
        self.statistics.set_summary(summary)
        self._labels.set_summary(summary)
        self.column.set_summary(summary, config=self.dialogs.split.config)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        self.problems.set_progress(progress)
        index = self._session.dataset.index
        if progress.total:  # a text of nearly one width, so that the tabs behind it stay where they are
            words = f"{progress.what.lower()} {progress.done / progress.total:.0%}".replace("%", " %")
            self.set_context(f"{index.root.name}, {words}" if index is not None else words)

    @Slot()
    def _on_dataset_failed(self) -> None:
        self.problems.set_progress(None)

    @Slot(object)
    def _on_filter_changed(self, choice: ImageFilter) -> None:
        self.column.set_chosen_classes(choice.classes)
        self.statistics.set_filter(choice)

    @Slot(object)
    def _on_files_changed(self, event: DatasetOpened) -> None:
        self.show_notice(Notice("info", change_words(event)))

    @Slot(object)
    def _on_labels_noticed(self, notice: Notice) -> None:
        self.show_notice(notice, action_text="Undo" if notice.action == "undo" else "")

    @Slot(str)
    def _on_reading_chosen(self, key: str) -> None:
        dataset = self._session.dataset
        if dataset.path is not None:
            self._session.open_dataset(dataset.path, reading=key)

    @Slot(str)
    def _on_action_requested(self, name: str) -> None:
        match name:
            case "divide_pictures":
                self.dialogs.open_division()
            case "convert_dataset":
                self.dialogs.open_conversion()
            case "make_crops":
                self.dialogs.crops.open()

    @Slot(str)
    def _on_tab_changed(self, name: str) -> None:
        columns: dict[str, QWidget] = {"problems": self.problem, "augmentation": self.augmentation.options}
        self._columns.setCurrentWidget(columns.get(name, self.column))

    # problems and statistics

    @Slot(int)
    def _on_problems_counted(self, count: int) -> None:
        self.set_tab_note("problems", f"{count:,}" if count else "")

    @Slot(object)
    def _on_problem_opened(self, problem: ProblemRow) -> None:
        index = self._session.dataset.index
        if index is not None and problem.image_id is not None:
            self.show_tab("pictures")
            self.pictures.show_problem(problem)
            self._show_picture(index.image(problem.path))

    @Slot(object)
    def _on_statistics_filter_chosen(self, choice: ImageFilter) -> None:
        self.pictures.close_preview()
        self.pictures.filter.set_filter(choice)
        self.show_tab("pictures")

    # the selected picture

    @Slot(object)
    def _on_current_changed(self, item: PictureItem | None) -> None:
        index = self._session.dataset.index
        self._show_picture(index.image(item.path) if index is not None and item is not None else None)
        self.augmentation.show_picture(item.path if item is not None else None)

    @Slot(int)
    def _on_stepped(self, step: int) -> None:
        gallery = self.pictures.gallery
        gallery.select_index(0 if gallery.current_index is None else gallery.current_index + step)

    def _show_picture(self, row: ImageRow | None) -> None:
        index = self._session.dataset.index
        reason = index.reason(row.id) if index is not None and row is not None else ""
        is_pinned = row is not None and row.path in self._plan.pinned
        objects = index.annotations(row.id) if index is not None and row is not None and row.annotation_count else ()
        classes = index.classes() if index is not None else ()
        self.column.picture.set_picture(row, is_pinned=is_pinned, reason=reason, annotations=objects, classes=classes)
        self._show_thumbnail(row.path if row is not None else None)

    def _show_thumbnail(self, path: str | None) -> None:
        self.column.picture.set_pixmap(self.pictures.thumbnail(path))

    @Slot(object)
    def _on_thumbnail_arrived(self, path: str) -> None:
        current = self.pictures.current
        if current is not None and current.path == path:
            self._show_thumbnail(path)

    @Slot(str)
    def _on_inspect_requested(self, path: str) -> None:
        index = self._session.dataset.index
        if index is not None:
            self._session.inspection.change(image=index.root / path)
            self._actions_table.request("show_inspect")

    @Slot()
    def _on_plan_changed(self) -> None:
        self.pictures.set_pinned(frozenset(self._plan.pinned))
        self._on_current_changed(self.pictures.current)
        for warning in (self.column.warning, self.statistics.warning):
            warning.set_weighted(is_weighted=self._plan.is_weighted, reason=self._plan.refusal)

    # buttons

    @Slot()
    def _on_choose_network(self) -> None:
        self._actions_table.request("show_network")


def change_words(event: DatasetOpened) -> str:
    """What changed on disk, in a sentence: ``12 pictures were added, 1 was removed since the last look.``"""
    counts = ((event.added, "added"), (event.removed, "removed"), (event.modified, "modified"))
    parts = [(count, verb) for count, verb in counts if count]
    words = [f"{count:,} {'was' if count == 1 else 'were'} {verb}" for count, verb in parts]
    first = parts[0][0] if parts else 0
    noun = "picture" if first == 1 else "pictures"
    return f"{words[0].replace(' ', f' {noun} ', 1)}{''.join(f', {word}' for word in words[1:])} since the last look."
