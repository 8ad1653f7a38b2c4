"""Connects the section about the backbone with the plan, the engine and the dialogs."""

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from engine.contract.commands import FetchWeights, OpenNetwork
from engine.contract.config import WeightsSource
from engine.contract.events import Failed, NetworkOpened, Progress, WeightsFetched
from engine.contract.run_folder import RunFolder
from engine.pretrained.files import WEIGHTS_FILES, WeightsFile
from gui.engine_client import Reply
from gui.notice import Notice
from gui.pages.network.transfer.facts import RANDOM, backbone_facts, frozen_names
from gui.pages.network.transfer.section import TransferSection
from gui.session import Session

MOST_RUNS = 12


class TransferControl(QObject):
    """Carries out what the section asks for.

    Args:
        section: its view.
        session: the plan and the runs.

    Signals:
        noticed(Notice): something to tell the user.
        frozen_changed(frozenset): the names of frozen nodes, for the canvas.
    """

    noticed = Signal(object)
    frozen_changed = Signal(object)

    def __init__(self, section: TransferSection, session: Session) -> None:
        super().__init__(section)
        self._section = section
        self._session = session
        self._download: Reply | None = None
        self._file: WeightsFile | None = None
        self._opening: Reply | None = None
        section.choose_wanted.connect(self._on_choose)
        section.unfreeze_wanted.connect(self.unfreeze)
        section.field_changed.connect(session.plan.set_field)
        section.download.download_wanted.connect(self._on_download)
        section.download.cancel_wanted.connect(self._on_cancel)
        section.download.local_file_wanted.connect(self._on_local_file)
        session.plan.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is planned now."""
        config = self._session.plan.config
        facts = backbone_facts(config)
        self._section.show_facts(facts, has_plan=config is not None)
        if self._download is not None and facts.file != self._file:
            self._download.cancel()
        if config is not None:
            self._section.show_training(config)
        self.frozen_changed.emit(frozenset(frozen_names(config)) if config is not None else frozenset())

    @Slot(str)
    def freeze_until(self, name: str) -> None:
        """Freeze the network up to a node."""
        if self._session.plan.config is None:
            text = "Nothing can be frozen yet. Open a folder of pictures first: freezing belongs to a training."
            self.noticed.emit(Notice("warning", text))
        else:
            self._session.plan.freeze_until(name)

    @Slot()
    def unfreeze(self) -> None:
        """Let all layers learn."""
        self._session.plan.freeze_until("")

    def make_menu(self) -> QMenu:
        """The menu of backbones."""
        menu = QMenu(self._section)
        pretrained = menu.addMenu("Pretrained on ImageNet")
        for file in WEIGHTS_FILES.values():
            _add(pretrained, f"{file.title}, {file.megabytes} MB", file.key).triggered.connect(self._on_pretrained)
        runs = menu.addMenu("A run")
        with_network = [run for run in self._session.library.runs if RunFolder(run.path).model.exists()]
        for run in with_network[:MOST_RUNS]:
            text = f"{run.name}: {run.config.network.name}, {run.dataset_name}"
            _add(runs, text, str(run.path)).triggered.connect(self._on_run)
        runs.addSeparator()
        _add(runs, "Another folder", "").triggered.connect(self._on_other_run)
        _add(menu, "A Keras file", "").triggered.connect(self._on_keras_file)
        menu.addSeparator()
        _add(menu, RANDOM, "").triggered.connect(self._session.plan.forget_backbone)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    @Slot()
    def _on_choose(self) -> None:
        button = self._section.choose
        self.make_menu().popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    @Slot()
    def _on_pretrained(self) -> None:
        key = _chosen(self.sender())
        source = WeightsSource(origin="imagenet", network=key)
        self._session.plan.start_from(source, title=WEIGHTS_FILES[key].title)

    @Slot()
    def _on_run(self) -> None:
        self._start_from_run(_chosen(self.sender()))

    @Slot()
    def _on_other_run(self) -> None:
        dialog = QFileDialog(self._section, "Folder of a run")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._start_from_run)
        _open(dialog)

    @Slot(str)
    def _start_from_run(self, path: str) -> None:
        self._session.plan.start_from(WeightsSource(origin="run", path=path), title=Path(path).name)

    @Slot()
    def _on_keras_file(self) -> None:
        dialog = QFileDialog(self._section, "Network to start from", "", "Keras networks (*.keras)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_file)
        _open(dialog)

    @Slot(str)
    def open_file(self, path: str) -> None:
        """Start from the network of a Keras file."""
        if self._opening is not None:
            self._opening.cancel()
        self._opening = self._session.client.request(OpenNetwork(path=path))
        self._opening.succeeded.connect(self._on_opened)
        self._opening.failed.connect(self._on_refused)

    @Slot(object, object)
    def _on_opened(self, event: NetworkOpened, _arrays: object) -> None:
        if self.sender() is not self._opening:
            return
        self._opening = None
        source = WeightsSource(origin=event.origin, path=event.path)
        graph = event.graph if event.origin == "file" else None
        self._session.plan.start_from(source, title=event.title, graph=graph)
        for warning in event.warnings:
            self.noticed.emit(Notice("warning", warning))

    @Slot(object)
    def _on_refused(self, failure: Failed) -> None:
        if self.sender() is self._opening:
            self._opening = None
            if not failure.is_cancelled:
                self.noticed.emit(Notice("error", f"{failure.message} {failure.hint}"))

    @Slot()
    def _on_download(self) -> None:
        file = backbone_facts(self._session.plan.config).file
        if file is None or self._download is not None:
            return
        self._file = file
        self._download = self._session.client.request(FetchWeights(network=file.key))
        self._download.progressed.connect(self._on_progress)
        self._download.succeeded.connect(self._on_fetched)
        self._download.failed.connect(self._on_not_fetched)
        self._section.download.show_progress(Progress(what="", done=0, total=0))

    @Slot()
    def _on_cancel(self) -> None:
        if self._download is not None:
            self._download.cancel()

    @Slot()
    def _on_local_file(self) -> None:
        dialog = QFileDialog(self._section, "Weights file of keras.applications", "", "Weights (*.h5 *.hdf5)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._session.plan.use_file)
        _open(dialog)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        if backbone_facts(self._session.plan.config).file == self._file:
            self._section.download.show_progress(progress)

    @Slot(object, object)
    def _on_fetched(self, _event: WeightsFetched, _arrays: object) -> None:
        self._download = None
        self.refresh()

    @Slot(object)
    def _on_not_fetched(self, failure: Failed) -> None:
        self._download = None
        self.refresh()
        if not failure.is_cancelled:
            self._section.download.show_failure(failure)


def _add(menu: QMenu, text: str, value: str) -> QAction:
    action = menu.addAction(text)
    action.setData(value)
    return action


def _chosen(action: QObject | None) -> str:
    assert isinstance(action, QAction)
    return str(action.data())


def _open(dialog: QFileDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
