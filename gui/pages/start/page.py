"""The Start page: one-click trials, a place to drop one's own pictures, recent projects."""

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.commands import MakeThumbnails
from engine.contract.events import ThumbnailMade
from engine.contract.framing import Array
from gui.actions import Actions
from gui.builder.graph_thumbnail import GraphThumbnail
from gui.builder.slabs import slabs
from gui.pages.page import Page, PageText
from gui.pages.start.cards import MOST_PICTURES, PICTURE_PX, TRIALS, DropArea, PictureGrid, TrialCard
from gui.pages.start.recent import RecentList, RecentProject, recent_projects
from gui.pictures.pixels import image_from_array
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.session import Session, sample_folder
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
        self._thumbnails: dict[str, QImage] = {}
        self._feed = ThumbnailFeed(session.client, self)
        self._grid = PictureGrid(self._feed.store)
        self.recent = RecentList()
        self._no_recent = Label(_EMPTY, "secondary", tone="secondary", is_wrapped=True)
        self.cards = [self._make_card(position) for position in range(len(TRIALS))]
        self.drop_area = DropArea()
        self._fill()
        self.drop_area.dropped.connect(session.open_paths)
        self.drop_area.clicked.connect(self._on_open_folder)
        self.recent.opened.connect(self._on_recent_opened)
        session.library.changed.connect(self._on_library_changed)
        self._on_library_changed()

    def load_samples(self) -> None:
        """Have the sample pictures made and show them."""
        self._session.prepare_sample().succeeded.connect(self._on_sample_made)

    def _make_card(self, position: int) -> TrialCard:
        trial = TRIALS[position]
        picture: QWidget = self._grid
        if trial.network is not None:
            drawing = GraphThumbnail(PICTURE_PX)
            drawing.set_slabs(slabs(analyse(architecture(trial.network).graph())))
            picture = drawing
        card = TrialCard(trial, picture)
        card.tried.connect(self._on_tried)
        return card

    def _fill(self) -> None:
        margin = size("page_margin")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(margin, margin, margin, 20)
        column.setSpacing(0)
        column.addWidget(SectionHeader("Try it", "One click: sample pictures, a small network, and training starts"))
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(16)
        for card in self.cards:
            row.addWidget(card, 1)
        column.addLayout(row)
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
    def _on_tried(self, network: str | None) -> None:
        self._session.try_it(network)

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

    @Slot(object, object)
    def _on_sample_made(self, _event: object, _arrays: object) -> None:
        self._feed.set_root(sample_folder())
        self._grid.set_paths(sample_pictures(sample_folder(), MOST_PICTURES))


def sample_pictures(folder: Path, count: int) -> tuple[str, ...]:
    """The first pictures of each class in turn, relative to ``folder``."""
    classes = sorted(entry for entry in (folder / "validation").iterdir() if entry.is_dir())
    columns = [sorted(entry.iterdir()) for entry in classes]
    found = [pictures[row] for row in range(count) for pictures in columns if row < len(pictures)]
    return tuple(path.relative_to(folder).as_posix() for path in found[:count])
