"""The main window: rail, pages, status bar, drop of files anywhere."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QByteArray, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gui.actions import ACTIONS, Actions, Facts, spec
from gui.dropped import dropped_paths, has_local_files
from gui.frame.help import HelpCard
from gui.frame.rail import PLACES, Rail
from gui.frame.status_bar import StatusBar
from gui.notice import Notice
from gui.pages.page import Page
from gui.palette import CommandPalette
from gui.settings import SettingsStore

SMALLEST = (1024, 680)
DESIGN_SIZE = (1280, 800)

PageFactory = Callable[[], Page]


class MainWindow(QMainWindow):
    """Shows one page at a time; pages are made when they are first needed.

    Args:
        factories: name of a page -> what makes it.
        settings: remembers geometry, page and folded details.

    Attributes:
        actions_table: the actions; connect ``requested``.
        status: the status bar.
        rail: the rail.

    Signals:
        paths_dropped(tuple): files or folders were dropped somewhere.
        page_shown(str): another page is shown.
        place_requested(str): ``settings`` was clicked in the rail.
        closing: the window closes.
    """

    paths_dropped = Signal(object)
    page_shown = Signal(str)
    place_requested = Signal(str)
    closing = Signal()

    def __init__(self, factories: Mapping[str, PageFactory], settings: SettingsStore) -> None:
        super().__init__()
        self._factories = dict(factories)
        self._settings = settings
        self._pages: dict[str, Page] = {}
        self._palette: CommandPalette | None = None
        self._help: HelpCard | None = None
        self.rail = Rail()
        self.status = StatusBar()
        self.actions_table = Actions(self)
        self._central = QWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self.setAcceptDrops(True)
        self.setWindowTitle("Fovea")
        self.setMinimumSize(*SMALLEST)
        self.rail.chosen.connect(self._on_place_chosen)
        self.actions_table.facts_changed.connect(self._on_facts_changed)
        self.actions_table.refused.connect(self._on_refused)
        self._on_facts_changed(self.actions_table.facts)
        self._restore_geometry()

    @property
    def page_name(self) -> str:
        """The page that is shown."""
        return next((name for name, page in self._pages.items() if page is self._stack.currentWidget()), "")

    def page(self, name: str) -> Page:
        """The page called ``name``; made now if it is not there yet."""
        if name not in self._pages:
            page = self._factories[name]()
            page.set_details_folded(self._settings.value.folded_details.get(name, False))
            page.set_details_width(self._settings.value.details_width_px)
            page.details_folded.connect(self._on_details_folded)
            page.details_resized.connect(self._on_details_resized)
            page.banners.action_requested.connect(self.actions_table.request)
            page.banners.count_changed.connect(self._on_message_count_changed)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Go to a page."""
        page = self.page(name)
        self._stack.setCurrentWidget(page)
        self.rail.set_current(name)
        self.status.set_message_count(len(page.banners.notices))
        self._settings.change(page=name)
        self.page_shown.emit(name)

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Show a message at the top of the page it concerns."""
        name = notice.page or self.page_name or "start"
        action_text = spec(notice.action).text if notice.action else ""
        self.page(name).show_notice(notice, action_text=action_text)

    @Slot()
    def show_palette(self) -> None:
        """Open the command palette."""
        if self._palette is None:
            self._palette = CommandPalette(ACTIONS, self._central)
            self._palette.chosen.connect(self.actions_table.request)
        self._palette.open_with(self.actions_table.facts)

    @Slot()
    def show_help(self) -> None:
        """Explain the page that is shown."""
        if self._help is None:
            self._help = HelpCard(ACTIONS, self._central)
        text = self.page(self.page_name).text
        self._help.open_for(text.title, text.help)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.paths_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.change(geometry=bytes(self.saveGeometry().toBase64().data()).decode())
        self._settings.save()
        self.closing.emit()
        super().closeEvent(event)

    def _restore_geometry(self) -> None:
        stored = self._settings.value.geometry
        if not stored or not self.restoreGeometry(QByteArray.fromBase64(stored.encode())):
            self.resize(*DESIGN_SIZE)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.rail)
        top.addWidget(self._stack, 1)
        column = QVBoxLayout(self._central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top, 1)
        column.addWidget(self.status)
        self.setCentralWidget(self._central)

    @Slot(str)
    def _on_place_chosen(self, name: str) -> None:
        if name == "help":
            self.show_help()
        elif name == "settings":
            self.place_requested.emit(name)
        else:
            self.show_page(name)

    @Slot(bool)
    def _on_details_folded(self, is_folded: bool) -> None:
        page = self.sender()
        if isinstance(page, Page):
            folded = {**self._settings.value.folded_details, page.text.name: is_folded}
            self._settings.change(folded_details=folded)

    @Slot(int)
    def _on_details_resized(self, width_px: int) -> None:
        self._settings.change(details_width_px=width_px)
        for page in self._pages.values():
            if page is not self.sender():
                page.set_details_width(width_px)

    @Slot(int)
    def _on_message_count_changed(self, count: int) -> None:
        self.status.set_message_count(len(self.page(self.page_name).banners.notices) if self.page_name else count)

    @Slot(str)
    def _on_refused(self, reason: str) -> None:
        self.show_notice(Notice("warning", reason))

    @Slot(object)
    def _on_facts_changed(self, facts: Facts) -> None:
        for place in PLACES:
            reason = spec(f"show_{place.name}").refusal(facts)
            self.rail.set_available(place.name, not reason, reason=reason)
