"""The Start page: one-click trials, a place to drop one's own pictures, recent projects."""

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QWidget

from engine.contract.commands import MakeThumbnails
from engine.contract.events import ThumbnailMade
from engine.contract.framing import Array
from engine.contract.trials import TRIALS, SampleDataset, Trial
from gui.actions import Actions
from gui.builder.graph_thumbnail import GraphThumbnail
from gui.builder.slabs import slabs
from gui.pages.page import Page, PageText
from gui.pages.start.cards import CardGrid, DropArea, TrialCard
from gui.pages.start.recent import RecentList, RecentProject, recent_projects
from gui.pages.start.sample_pictures import PICTURE_PX, SamplePictures
from gui.pictures.pixels import image_from_array
from gui.session import Session
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from models.arithmetic import analyse
from models.catalogue import architecture

TEXT = PageText(
    "start",
    "Fovea",
    "Try it starts a training on built-in sample pictures with one click. Or drop a folder of your own pictures "
    "anywhere: one folder for each class is enough. Recent projects open where you left them.",
)
_EMPTY = "Projects appear here once you have trained on your own pictures or on a sample."


class StartPage(Page):
    """Where nothing is open yet."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(TEXT, parent)
        self._session = session
        self._actions = actions
        self._wants_samples = False
        self._thumbnails: dict[str, QImage] = {}
        self._samples = {trial.sample: SamplePictures(session.client, trial.sample, self) for trial in TRIALS}
        self.recent = RecentList()
        self._no_recent = Label(_EMPTY, "secondary", tone="secondary", is_wrapped=True)
        self.cards = [self._make_card(trial) for trial in TRIALS]
        self.drop_area = DropArea()
        self._fill()
        self.drop_area.dropped.connect(session.open_paths)
        self.drop_area.clicked.connect(self._on_open_folder)
        self.recent.opened.connect(self._on_recent_opened)
        for pictures in self._samples.values():
            pictures.drawn.connect(self._load_next)
        session.library.changed.connect(self._on_library_changed)
        session.page_requested.connect(self._on_page_requested)
        self._on_library_changed()

    def load_samples(self) -> None:
        """Have the sample pictures made and show them, one sample after the other: the first card is ready soon."""
        self._wants_samples = True
        self._load_next()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._wants_samples:
            self.load_samples()

    @Slot()
    def _load_next(self) -> None:
        waiting = next((pictures for pictures in self._samples.values() if not pictures.is_drawn), None)
        if waiting is not None and self.isVisible():
            waiting.load()

    def _make_card(self, trial: Trial) -> TrialCard:
        card = TrialCard(trial, self._picture_of(trial))
        card.tried.connect(self._on_tried)
        return card

    def _picture_of(self, trial: Trial) -> QWidget:
        if trial.network is None or not trial.shows_network:
            return self._samples[trial.sample].grid
        drawing = GraphThumbnail(PICTURE_PX)
        drawing.set_slabs(slabs(analyse(architecture(trial.network).graph())))
        return drawing

    def _fill(self) -> None:
        content = ScrollColumn(margin_px=size("page_margin"), spacing_px=0)
        column = content.column
        column.addWidget(SectionHeader("Try it", "One click: sample pictures, a small network, and training starts"))
        column.addSpacing(8)
        column.addWidget(CardGrid(self.cards))
        column.addSpacing(24)
        column.addWidget(SectionHeader("Your own pictures"))
        column.addSpacing(8)
        column.addWidget(self.drop_area, 1)
        self.set_content(content)
        self._add_primary()
        self._fill_details()

    def _add_primary(self) -> None:
        button = Button("Open folder", ButtonKind.PRIMARY, icon="folder")
        button.set_tip("Open a folder of pictures (Ctrl+O)")
        button.clicked.connect(self._on_open_folder)
        self.set_primary(button)

    def _fill_details(self) -> None:
        self.details.set_title("Recent projects")
        self.details.fold_button.hide()
        scroll = ScrollColumn(margin_px=size("page_margin"), spacing_px=0)
        scroll.column.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        scroll.column.addWidget(self._no_recent)
        scroll.column.addWidget(self.recent)
        scroll.column.addStretch(1)
        self.details.set_content(scroll)

    @Slot(object)
    def _on_tried(self, trial: Trial) -> None:
        self._stop_samples(besides=trial.sample)
        self._session.try_it(trial)

    @Slot(str)
    def _on_page_requested(self, name: str) -> None:
        if name == "data":  # somebody's own pictures do not wait for ours
            self._stop_samples(besides=None)

    def _stop_samples(self, *, besides: SampleDataset | None) -> None:
        for sample, pictures in self._samples.items():
            if sample != besides:
                pictures.stop()

    @Slot()
    def _on_open_folder(self) -> None:
        self._actions.request("open_folder")

    @Slot(object)
    def _on_recent_opened(self, project: RecentProject) -> None:
        self._session.follow(project.run)
        self._session.open_dataset(project.dataset)

    @Slot()
    def _on_library_changed(self) -> None:
        projects = recent_projects(self._session.library.runs, time.time())
        if projects == self.recent.projects:
            return
        self.recent.set_projects(projects)
        self._no_recent.setVisible(not projects)
        for path, image in self._thumbnails.items():
            self.recent.set_thumbnail(path, image)
        self._ask_for_thumbnails([project.picture for project in projects if project.picture is not None])

    def _ask_for_thumbnails(self, pictures: Sequence[Path]) -> None:
        missing = tuple(str(picture) for picture in pictures if str(picture) not in self._thumbnails)
        if missing:
            reply = self._session.client.request(MakeThumbnails(paths=missing, size_px=2 * size("recent_thumbnail")))
            reply.item_arrived.connect(self._on_thumbnail_made)

    @Slot(object, object)
    def _on_thumbnail_made(self, event: ThumbnailMade, arrays: Sequence[Array]) -> None:
        if arrays:
            image = image_from_array(arrays[0])
            self._thumbnails[event.path] = image
            self.recent.set_thumbnail(event.path, image)
