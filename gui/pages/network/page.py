"""The Network page: the canvas with the next run's network, its layers, and the catalogue to choose another."""

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gui.actions import Actions, Facts, needs_plan
from gui.builder.canvas.canvas import Canvas
from gui.builder.canvas.selection import CanvasSelection
from gui.builder.catalogue import Catalogue
from gui.builder.drawn_network import catalogue_network
from gui.builder.editor import GraphEditor
from gui.builder.layer_table import LayerTable
from gui.builder.palette_list import LayerPalette
from gui.builder.totals_bar import Cell, TotalsBar
from gui.notice import Notice
from gui.pages.network.compare.networks import DRAWN
from gui.pages.network.compare.view import ComparisonView
from gui.pages.network.estimate import EstimateFeed
from gui.pages.network.fully_convolutional import MakeFullyConvolutional
from gui.pages.network.panel import NetworkPanel
from gui.pages.network.preparation.view import PreparationView
from gui.pages.network.script import ScriptView
from gui.pages.network.transfer.control import TransferControl
from gui.pages.network.transfer.section import TransferSection
from gui.pages.network.view import ESSENTIAL_TOTALS, TOTALS, changed_options, context_of, place_of, totals_of
from gui.pages.page import Page, PageText
from gui.session import Session
from gui.widgets.action_button import ActionButton
from gui.widgets.button import Button, ButtonKind
from gui.widgets.icon_button import IconButton
from models.arithmetic import LayerRow
from models.catalogue import ARCHITECTURES
from models.graph import GraphError

TEXT = PageText(
    "network",
    "Network",
    "Canvas draws the network: click a layer at the left to add it behind the selected one, or type its name anywhere "
    "on the canvas. Drag from port to port to draw a wire, drop a layer on a wire to insert it. Del removes, F2 "
    "renames, Ctrl+D duplicates, Ctrl+G makes a block, a double click opens or folds one, the arrow keys follow the "
    "wires, the wheel zooms, Space or the middle button moves the view. What is wrong is marked in red, with a "
    "repair. Layers lists what the network computes. Catalogue offers other architectures; the arrow keys move, Space "
    "takes one. Compare shows two networks side by side. Preparation shows what is done to pixel values first. Script "
    "is the network as Keras code.",
)
_MENU = ("new_network", "open_network", "save_network", "undo", "redo")
_NARROW_PX = 1000


class NetworkPage(Page):
    """Shows the drawn network, and edits it."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(TEXT, parent)
        self._session = session
        self._actions = actions
        self._document = session.document
        self.selection = CanvasSelection(self)
        self.editor = GraphEditor(self._document, self.selection)
        self.palette_list = LayerPalette()
        self.canvas = Canvas(self._document, self.selection, self.editor)
        self.table = LayerTable()
        self.totals = TotalsBar(TOTALS, ESSENTIAL_TOTALS)
        self.layer_totals = TotalsBar(TOTALS)
        self.catalogue = Catalogue(ARCHITECTURES)
        self.comparison = ComparisonView(session)
        self.preparation = PreparationView(session)
        self.script = ScriptView()
        self._estimate = EstimateFeed(session, self)
        self._fully_convolutional = MakeFullyConvolutional(self._document, self)
        self.panel = NetworkPanel(self._document, self.selection, self.editor)
        self.transfer = TransferSection()
        self.panel.network.add_section(self.transfer)
        self._transfer_control = TransferControl(self.transfer, session)
        self._titles = ("", "")
        self.train = Button("Train", ButtonKind.PRIMARY)
        self._undo_buttons = [ActionButton(name, actions.action(name)) for name in ("undo", "redo")]
        self._more = IconButton("more", "New, open, save")
        self._fill(actions)
        self._connect()
        self._on_facts_changed(actions.facts)
        self._show()

    @Slot(object)
    def set_estimate(self, cells: list[Cell]) -> None:
        """Show what the next training would cost behind the sums of the network."""
        self.totals.set_further_cells(cells)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._estimate.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button in self._undo_buttons:
            button.setVisible(self.width() >= _NARROW_PX)  # their keys and the menu stay

    def _fill(self, actions: Actions) -> None:
        self.add_tab("canvas", "Canvas", _stacked(_beside(self.palette_list, self.canvas), self.totals))
        self.add_tab("layers", "Layers", _stacked(self.table, self.layer_totals))
        self.add_tab("catalogue", "Catalogue", self.catalogue)
        self.add_tab("compare", "Compare", self.comparison)
        self.add_tab("preparation", "Preparation", self.preparation)
        self.add_tab("script", "Script", self.script)
        for button in self._undo_buttons:
            self.add_action(button)
        self.add_action(self._more)
        self.train.set_tip("Train this network with the settings of the Train page (Ctrl+Return)")
        self.set_primary(self.train)
        self.details.set_content(self.panel)

    def _connect(self) -> None:
        self.palette_list.chosen.connect(self.canvas.add)
        self.canvas.refused.connect(self._on_canvas_refused)
        self._connect_transfer()
        self.table.chosen.connect(self._on_layer_chosen)
        self.catalogue.chosen.connect(self._on_architecture_chosen)
        self.catalogue.opened.connect(self._on_architecture_opened)
        self.panel.option_changed.connect(self._on_option_changed)
        self.catalogue.selected.connect(self._show_details)
        self.catalogue.compare_wanted.connect(self._on_compare_wanted)
        self.tab_changed.connect(self._show_details)
        for view in (self.comparison, self.preparation, self.script, self._estimate, self._fully_convolutional):
            view.noticed.connect(self.show_notice)
        self._estimate.cells_changed.connect(self.set_estimate)
        self.preparation.open_requested.connect(self._on_open_requested)
        self.panel.title_changed.connect(self._on_title_changed)
        self.train.clicked.connect(self._on_train)
        self._more.clicked.connect(self._on_more)
        self._document.changed.connect(self._show)
        self.selection.changed.connect(self._show_selection)
        self._session.plan.changed.connect(self._show_context)
        self._session.plan.failed.connect(self._show_context)
        self._session.plan.refused.connect(self._on_refused)
        self._actions.facts_changed.connect(self._on_facts_changed)

    def _connect_transfer(self) -> None:
        control = self._transfer_control
        control.noticed.connect(self.show_notice)
        control.frozen_changed.connect(self.canvas.set_frozen)
        self.canvas.freeze_wanted.connect(control.freeze_until)
        self.panel.node.freeze_wanted.connect(control.freeze_until)
        control.refresh()

    @Slot()
    def _show(self) -> None:
        drawn, examination = self._document.drawn, self._document.examination
        self.table.set_analysis(examination.table)
        self.script.set_graph(drawn.graph)
        self.catalogue.set_chosen("" if drawn.is_edited else drawn.architecture)
        for bar in (self.totals, self.layer_totals):
            bar.set_values(totals_of(examination))
        self._show_context()
        self._show_selection()
        self.panel.refresh()
        self._show_train()

    @Slot()
    def _show_context(self) -> None:
        config = self._session.plan.config
        weights = self._session.opened_network.weights_in_words(self._document.drawn)
        self.set_context(context_of(self._document.drawn, config, weights))
        self.catalogue.set_task(None if config is None else config.task)
        self.catalogue.set_picture_side(None if config is None else min(config.input.height, config.input.width))
        self._show_details()

    @Slot(str, str)
    def _on_title_changed(self, title: str, subtitle: str) -> None:
        self._titles = (title, subtitle)
        self._show_details()

    @Slot()
    def _show_details(self) -> None:
        """Details tell of what the tab is about: a network of the catalogue, the preparation, or what is drawn."""
        entry = self.catalogue.facts.entry
        if self.current_tab == "catalogue" and entry is not None:
            self.details.set_content(self.catalogue.facts)
            self.details.set_title(entry.title)
        elif self.current_tab == "preparation" and self._session.plan.config is not None:
            self.details.set_content(self.preparation.panel)
            self.details.set_title("Preparation")
        else:
            self.details.set_content(self.panel)
            self.details.set_title(*self._titles)

    @Slot(str)
    def _on_compare_wanted(self, name: str) -> None:
        self.comparison.compare(DRAWN, name)
        self.show_tab("compare")

    @Slot()
    def _on_open_requested(self) -> None:
        self._actions.request("open_folder")

    @Slot()
    def _show_selection(self) -> None:
        place = place_of(self._document.examination.table, self.selection.current)
        if place is not None and len(self.selection.names) == 1:
            self.table.choose(place)
        else:
            self.table.clearSelection()

    @Slot(object)
    def _on_layer_chosen(self, row: LayerRow | None) -> None:
        if row is not None:
            self.selection.choose((row.name,))

    @Slot(str)
    def _on_architecture_chosen(self, name: str) -> None:
        self.selection.choose(())
        if self._session.plan.config is not None:
            self.set_context(f"Preparing {ARCHITECTURES[name].title}")
            self._session.plan.choose_network(name)
        else:
            self._document.replace(catalogue_network(name), f"network {name}")

    @Slot(str)
    def _on_architecture_opened(self, name: str) -> None:
        self._on_architecture_chosen(name)
        self.show_tab("canvas")

    @Slot(str, object)
    def _on_option_changed(self, name: str, value: object) -> None:
        drawn = self._document.drawn
        options = changed_options(drawn, name, value)
        if self._session.plan.config is not None:
            self._session.plan.set_network_options(options)
            return
        try:
            self._document.replace(catalogue_network(drawn.architecture, options), "change of the network")
        except GraphError as error:
            self._on_refused("network.options", str(error))

    @Slot(str, str)
    def _on_refused(self, field: str, sentence: str) -> None:
        if field == "network.options":
            self.show_notice(Notice("warning", sentence))
            self.panel.refresh()

    @Slot(str)
    def _on_canvas_refused(self, sentence: str) -> None:
        self.show_notice(Notice("warning", sentence))

    @Slot()
    def _on_train(self) -> None:
        self._actions.request("show_train")

    @Slot()
    def _on_more(self) -> None:
        menu = QMenu(self)
        for name in _MENU:
            menu.addAction(self._actions.action(name))
        menu.addSeparator()
        menu.addAction(self._fully_convolutional)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    @Slot(object)
    def _on_facts_changed(self, facts: Facts) -> None:
        self._show_train()

    def _show_train(self) -> None:
        facts = self._actions.facts
        reason = needs_plan(facts) or self._session.plan.obstacle
        self.train.set_available(not reason, reason=reason)


def _stacked(content: QWidget, bar: QWidget) -> QWidget:
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(content, 1)
    column.addWidget(bar)
    return place


def _beside(palette: QWidget, canvas: QWidget) -> QWidget:
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(palette)
    row.addWidget(canvas, 1)
    return place
