"""Carries out the actions of the table."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu

from engine.contract.events import WarmedUp
from engine.contract.folders import runs_folder
from gui.actions import Facts
from gui.network_files import NetworkFiles
from gui.notice import Notice
from gui.runs.follower import RunFollower
from gui.session import Session
from gui.settings import SettingsStore
from gui.theme import ThemeChoice, theme
from gui.window import MainWindow

_FILE_FILTER = "Pictures, tables, networks (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.gif *.csv *.keras)"
_THEME_ACTIONS = ("use_system_theme", "use_light_theme", "use_dark_theme")


class Commands(QObject):
    """Turns actions into calls of the session and the window, and tells the table what is possible."""

    def __init__(self, window: MainWindow, session: Session, settings: SettingsStore) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._settings = settings
        self._networks = NetworkFiles(window, session, settings)
        self._handlers = self._make_handlers()
        window.actions_table.requested.connect(self.run)
        window.place_requested.connect(self._on_place_requested)
        window.status.engine_clicked.connect(self._on_engine_clicked)
        window.paths_dropped.connect(self._on_paths_dropped)
        for signal in (
            session.dataset.changed,
            session.plan.changed,
            session.library.changed,
            session.inspection.described,
            session.undo_stack.indexChanged,
        ):
            signal.connect(self.update_facts)
        session.run_followed.connect(self._on_run_followed)
        self.update_facts()

    @Slot(str)
    def run(self, name: str) -> None:
        """Carry out the action called ``name``."""
        self._handlers[name]()

    @Slot()
    def update_facts(self) -> None:
        """Look at the session and enable what is possible now."""
        session = self._session
        state = session.follower.state if session.follower is not None else None
        self._window.actions_table.update(
            Facts(
                has_dataset=session.dataset.index is not None,
                has_plan=session.plan.config is not None,
                plan_obstacle=session.plan.obstacle,
                has_runs=bool(session.library.runs),
                has_model=session.inspection.model is not None,
                run_status=state.status if state is not None else "",
                undo_text=session.undo_stack.undoText() if session.undo_stack.canUndo() else "",
                redo_text=session.undo_stack.redoText() if session.undo_stack.canRedo() else "",
            )
        )

    def _make_handlers(self) -> dict[str, Callable[[], object]]:
        session, window = self._session, self._window
        handlers: dict[str, Callable[[], object]] = {
            "open_folder": self._open_folder,
            "open_file": self._open_file,
            "try_it": session.try_it,
            "new_network": self._networks.new,
            "open_network": self._networks.open,
            "save_network": self._networks.save,
            "edit_network": self._networks.edit_inspected,
            "undo": session.undo_stack.undo,
            "redo": session.undo_stack.redo,
            "press_primary": self._press_primary,
            "toggle_details": self._toggle_details,
            "show_palette": window.show_palette,
            "show_help": window.show_help,
            "start_training": session.start_training,
            "pause_run": self._pause_run,
            "finish_run": self._finish_run,
            "discard_run": self._discard_run,
            "force_stop_run": session.force_stop,
            "resume_run": self._resume_run,
            "repeat_run": self._repeat_run,
            "inspect_run": self._inspect_run,
            "use_system_theme": self._use_system_theme,
            "use_light_theme": self._use_light_theme,
            "use_dark_theme": self._use_dark_theme,
            "open_runs_folder": _open_runs_folder,
            "quit": window.close,
        }
        return handlers | self._page_handlers()

    def _page_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "show_start": self._show_start,
            "show_data": self._show_data,
            "show_network": self._show_network,
            "show_train": self._show_train,
            "show_inspect": self._show_inspect,
            "show_runs": self._show_runs,
            "predict_pictures": self._predict_pictures,
            "divide_pictures": self._show_data,  # the page opens its dialogs itself
            "convert_dataset": self._show_data,
            "make_crops": self._show_data,
            "make_detector": self._show_inspect,
        }

    def _show_start(self) -> None:
        self._window.show_page("start")

    def _show_data(self) -> None:
        self._window.show_page("data")

    def _show_network(self) -> None:
        self._window.show_page("network")

    def _show_train(self) -> None:
        self._window.show_page("train")

    def _show_inspect(self) -> None:
        self._window.show_page("inspect")

    def _show_runs(self) -> None:
        self._window.show_page("runs")

    def _predict_pictures(self) -> None:
        self._show_inspect()
        self._window.page("inspect").show_tab("predict")

    def _open_folder(self) -> None:
        dialog = QFileDialog(self._window, "Open a folder of pictures", self._settings.value.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open_dialog(dialog)

    def _open_file(self) -> None:
        dialog = QFileDialog(self._window, "Open a file", self._settings.value.last_folder, _FILE_FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._open_dialog(dialog)

    def _open_dialog(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(list)
    def _on_files_selected(self, names: list[str]) -> None:
        if names:
            self._on_paths_dropped(tuple(Path(name) for name in names))

    @Slot(object)
    def _on_paths_dropped(self, paths: tuple[Path, ...]) -> None:
        self._settings.change(last_folder=str(paths[0].parent))
        self._session.open_paths(paths)

    def _press_primary(self) -> None:
        primary = self._window.page(self._window.page_name).primary
        if primary is not None and primary.isEnabled():
            primary.click()

    def _toggle_details(self) -> None:
        self._window.page(self._window.page_name).toggle_details()

    def _pause_run(self) -> None:
        state = self._session.follower.state if self._session.follower else None
        self._session.control("continue" if state is not None and state.status == "paused" else "pause")

    def _finish_run(self) -> None:
        self._session.control("finish")

    def _discard_run(self) -> None:
        self._session.control("discard")

    def _resume_run(self) -> None:
        if self._session.follower is not None:
            self._session.resume(self._session.follower.folder.path)

    def _repeat_run(self) -> None:
        if self._session.follower is not None:
            self._session.repeat(self._session.follower.folder.path)

    def _inspect_run(self) -> None:
        if self._session.follower is not None:
            self._session.inspect(self._session.follower.folder.path)

    def _use_system_theme(self) -> None:
        self._choose_theme("system")

    def _use_light_theme(self) -> None:
        self._choose_theme("light")

    def _use_dark_theme(self) -> None:
        self._choose_theme("dark")

    def _choose_theme(self, choice: ThemeChoice) -> None:
        self._settings.change(theme=choice)
        theme().choose(choice)

    @Slot(str)
    def _on_place_requested(self, _name: str) -> None:
        menu = QMenu(self._window)
        for name in _THEME_ACTIONS:
            action = self._window.actions_table.action(name)
            action.setCheckable(True)
            action.setChecked(name == f"use_{self._settings.value.theme}_theme")
            menu.addAction(action)
        menu.addSeparator()
        for name in ("open_runs_folder", "show_palette", "quit"):
            menu.addAction(self._window.actions_table.action(name))
        menu.aboutToHide.connect(menu.deleteLater)
        item = self._window.rail.item("settings")
        corner = item.mapToGlobal(item.rect().bottomRight())
        menu.popup(QPoint(corner.x() + 4, corner.y() - menu.sizeHint().height()))

    @Slot()
    def _on_engine_clicked(self) -> None:
        self._window.show_notice(engine_notice(self._session.warmed_up))

    @Slot(object)
    def _on_run_followed(self, follower: RunFollower) -> None:
        follower.state_changed.connect(self.update_facts)
        self.update_facts()


def engine_notice(warmed_up: WarmedUp | None) -> Notice:
    """What is known of the engine."""
    if warmed_up is None:
        return Notice("info", "The engine starts in the background; everything that needs it waits for it.")
    versions = "\n".join(f"{name} {version}" for name, version in warmed_up.versions.items())
    return Notice("info", f"The engine is ready: {warmed_up.device}, {warmed_up.precision}.", details=versions)


def _open_runs_folder() -> None:
    runs_folder().mkdir(parents=True, exist_ok=True)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(runs_folder())))
