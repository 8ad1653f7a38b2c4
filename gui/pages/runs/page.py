"""The Runs page: all trainings so far, their curves beside each other, what differs between them."""

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.run_events import RunStatus
from gui.actions import Actions
from gui.notice import Notice
from gui.pages.page import Page, PageText
from gui.pages.runs.bar import RunsBar
from gui.pages.runs.comparison import RunsComparison
from gui.pages.runs.details import RunDetails
from gui.pages.runs.filter import RunFilter, choices, filter_runs
from gui.pages.runs.on_pictures import OnPictures
from gui.pages.runs.table import RunRow, RunsTable
from gui.runs.comparable import Comparison, comparison_of
from gui.runs.library import RunSummary
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.action_button import ActionButton
from gui.widgets.button import Button, ButtonKind
from gui.widgets.empty_state import EmptyState
from gui.widgets.icon_button import IconButton
from gui.widgets.surface import Surface
from gui.words import plural

TEXT = PageText(
    "runs",
    "Runs",
    "Every training is listed here, also those started on the command line. Choose several with their check boxes to "
    "see their curves in one plot and the settings that differ. A double click opens a run, Delete moves it to the "
    "trash, and undo brings it back. On pictures compares two runs picture by picture, disagreements first: who is "
    "right where, whether the difference may be chance, and the heat maps of both. A click on a cell of the table or "
    "on a class shows its pictures, the arrow keys run through them, Return opens one in Inspect. Two detectors draw "
    "their boxes on the same picture, and thresholds act at once on who finds what. Runs that learned masks stand "
    "beside each other in linked panes: what each says of every pixel, what of it is right, how probable "
    "each class is under the cursor, and how the masks of a pinned picture grew through the epochs. Return opens the "
    "network of a pane in Inspect.",
)
_MORE_EPOCHS = 10


class RunsPage(Page):
    """Lists runs and forwards what should be done with the chosen ones."""

    def __init__(
        self, session: Session, actions: Actions, settings: SettingsStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(TEXT, parent)
        self._session = session
        self._actions = actions
        self._is_comparing = False
        self._has_vectors = False
        self._was_folded = False
        self.bar = RunsBar()
        self.table = RunsTable()
        self.comparison = RunsComparison()
        self.on_pictures = OnPictures(session, settings)
        self.pictures, self.microscope = self.on_pictures.pictures, self.on_pictures.microscope
        self.panel = RunDetails()
        self.delete = IconButton("trash", "Move the chosen runs to the trash (Delete)")
        self.inspect = Button("Inspect", ButtonKind.QUIET, icon="inspect")
        self.resume = Button("Continue", ButtonKind.QUIET)
        self.repeat = Button("Repeat", ButtonKind.QUIET)
        self.compare = Button("Compare", ButtonKind.PRIMARY)
        self._views = QStackedWidget()
        self._fill()
        self._connect()
        self._on_library_changed()

    def _fill(self) -> None:
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.table, 5)
        line = Surface("window", ("top",))
        line.setFixedHeight(1)
        column.addWidget(line)
        column.addWidget(self.comparison, 4)
        try_it = Button("Try it", icon="play")
        try_it.clicked.connect(self._on_try)
        self._views.addWidget(EmptyState("runs", "No run yet. A first one takes about 15 s.", try_it))
        self._views.addWidget(listing)
        self.add_tab("runs", "All runs", self._views)
        self.add_tab("pictures", "On pictures", self.on_pictures)
        self.add_action(ActionButton("undo", self._actions.action("undo")))
        self.add_action(ActionButton("redo", self._actions.action("redo")))
        for control in (self.on_pictures.ways, self.delete, self.inspect, self.resume, self.repeat):
            self.add_action(control)
        self.set_primary(self.compare)
        self.details.set_content(self.panel)

    def _connect(self) -> None:
        self.bar.changed.connect(self._on_filter_changed)
        self.table.selection_changed.connect(self._on_selection_changed)
        self.table.opened.connect(self._on_opened)
        self.table.delete_requested.connect(self._on_delete)
        self.table.customContextMenuRequested.connect(self._on_menu_requested)
        self.delete.clicked.connect(self._on_delete)
        self.inspect.clicked.connect(self._on_inspect)
        self.resume.clicked.connect(self._on_resume)
        self.repeat.clicked.connect(self._on_repeat)
        self.compare.clicked.connect(self._on_compare)
        self.comparison.on_pictures.clicked.connect(self._on_compare_on_pictures)
        self.pictures.noticed.connect(self.show_notice)
        self.on_pictures.detectors.noticed.connect(self.show_notice)
        self.on_pictures.way_changed.connect(self._on_way_changed)
        self.tab_changed.connect(self._on_tab_changed)
        self._session.pair.wanted.connect(self._on_pictures_wanted)
        self._session.detectors.wanted.connect(self._on_boxes_wanted)
        self._session.group.wanted.connect(self._on_masks_wanted)
        self._session.library.changed.connect(self._on_library_changed)

    @Slot()
    def _on_library_changed(self) -> None:
        runs = self._session.library.runs
        self._views.setCurrentIndex(1 if runs else 0)
        self.bar.set_choices(choices(runs))
        self._list_runs()
        if runs and not self.table.selected_runs():
            self.table.select_runs([runs[0].path])
        if not runs:
            self._on_selection_changed(())

    @Slot(object)
    def _on_filter_changed(self, _kept: RunFilter) -> None:
        self._list_runs()

    def _list_runs(self) -> None:
        runs = filter_runs(self._session.library.runs, self.bar.kept)
        if self._is_comparing:
            chosen = {run.path for run in self.table.selected_runs()}
            runs = tuple(run for run in runs if run.path in chosen)
        self.table.set_runs(runs)

    @Slot(object)
    def _on_selection_changed(self, chosen: tuple[RunSummary, ...]) -> None:
        total = plural(len(self._session.library.runs), "run")
        context = f"{total}, {len(chosen)} selected" if chosen else total
        is_listed = bool(self._session.library.runs) and self.current_tab == "runs"
        self.set_context(context if is_listed else "")
        self.comparison.setVisible(bool(chosen))
        self.comparison.set_runs(chosen)
        if len(chosen) == 1 and not self._has_vectors:
            self.details.set_title(chosen[0].name)
            self.panel.show_run(chosen[0])
        self._enable(chosen)

    def _enable(self, chosen: tuple[RunSummary, ...]) -> None:
        is_one = len(chosen) == 1
        one = "Choose one run."
        is_active = any(run.is_active for run in chosen)
        has_model = is_one and chosen[0].state.best_epoch is not None
        self.delete.set_available(
            bool(chosen) and not is_active,
            reason="A run that goes on cannot be deleted. Finish it first." if is_active else "Choose a run.",
        )
        self.inspect.set_available(has_model, reason="It has no network yet." if is_one else one)
        self.repeat.set_tip("Train again with the same settings")
        self.repeat.set_available(is_one, reason=one)
        self.resume.set_tip(_resume_tip(chosen[0]) if is_one else one)
        self.resume.set_available(is_one and not is_active, reason="The run goes on already." if is_one else one)
        self.compare.set_tip("Back to all runs" if self._is_comparing else "Show only the chosen runs (Ctrl+Return)")
        self.compare.set_available(self._is_comparing or len(chosen) > 1, reason="Choose two runs or more.")

    @Slot(object)
    def _on_opened(self, row: RunRow) -> None:
        self._session.show_run(row.run.path)

    @Slot()
    def _on_open(self) -> None:
        for run in self.table.selected_runs()[:1]:
            self._session.show_run(run.path)

    @Slot()
    def _on_inspect(self) -> None:
        for run in self.table.selected_runs()[:1]:
            self._session.inspect(run.path)

    @Slot()
    def _on_resume(self) -> None:
        for run in self.table.selected_runs()[:1]:
            is_over = run.state.status is RunStatus.FINISHED
            self._session.show_run(run.path)
            self._session.resume(run.path, epochs=run.state.epoch + _MORE_EPOCHS if is_over else None)

    @Slot()
    def _on_repeat(self) -> None:
        for run in self.table.selected_runs()[:1]:
            self._session.repeat(run.path)

    @Slot()
    def _on_delete(self) -> None:
        chosen = tuple(run.path for run in self.table.selected_runs() if not run.is_active)
        if chosen:
            self._session.library.delete(chosen)
            text = f"{plural(len(chosen), 'run')} moved to the trash."
            self.show_notice(Notice("info", text, action="undo"), action_text="Undo")

    @Slot()
    def _on_compare(self) -> None:
        self._is_comparing = not self._is_comparing
        self.compare.set_text("All runs" if self._is_comparing else "Compare")
        self._list_runs()

    @Slot()
    def _on_compare_on_pictures(self) -> None:
        chosen = self.table.selected_runs()
        match comparison_of(chosen[0]):
            case Comparison.MASKS:
                self._session.group.want([run.path for run in chosen])
            case Comparison.BOXES:
                self._session.detectors.want(chosen[0].path, chosen[1].path)
            case _:
                self._session.pair.want(chosen[0].path, chosen[1].path)

    @Slot()
    def _on_pictures_wanted(self) -> None:
        self.on_pictures.show_way(Comparison.ANSWERS)
        self.show_tab("pictures")

    @Slot()
    def _on_boxes_wanted(self) -> None:
        self.on_pictures.show_way(Comparison.BOXES)
        self.show_tab("pictures")

    @Slot()
    def _on_masks_wanted(self) -> None:
        self.on_pictures.show_way(Comparison.MASKS)
        self.show_tab("pictures")
        self.microscope.content.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_way_changed(self) -> None:
        """The class vectors under the cursor stand in Details while the microscope is shown."""
        is_listed = self.current_tab == "runs"
        is_microscope = not is_listed and self.on_pictures.way is Comparison.MASKS
        self.on_pictures.ways.setVisible(not is_listed and self.on_pictures.has_choice)
        self.details.set_content(self.microscope.content.details if is_microscope else self.panel)
        if is_microscope == self._has_vectors:
            return
        self._has_vectors = is_microscope
        if is_microscope:
            self._was_folded = self.are_details_folded
            self.details.set_title("Class vectors")
        self.set_details_folded(not is_microscope and self._was_folded)
        self._on_selection_changed(self.table.selected_runs())

    @Slot(str)
    def _on_tab_changed(self, name: str) -> None:
        """What is done with runs of the list makes no sense beside two of them."""
        for control in (self.delete, self.inspect, self.resume, self.repeat, self.compare):
            control.setVisible(name == "runs")
        self._on_way_changed()
        self._on_selection_changed(self.table.selected_runs())

    @Slot()
    def _on_try(self) -> None:
        self._actions.request("try_it")

    @Slot(QPoint)
    def _on_menu_requested(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("Open", self._on_open)
        for button in (self.inspect, self.resume, self.repeat):
            action = menu.addAction(button.text(), button.click)
            action.setEnabled(button.isEnabled())
        menu.addSeparator()
        menu.addAction("Delete", self._on_delete).setEnabled(self.delete.isEnabled())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.viewport().mapToGlobal(place))


def _resume_tip(run: RunSummary) -> str:
    if run.state.status is RunStatus.FINISHED:
        return f"Train {_MORE_EPOCHS} more epochs from the last checkpoint"
    return "Go on from the last checkpoint"
