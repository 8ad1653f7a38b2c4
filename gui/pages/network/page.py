"""The Network page: the layers of the next run's network, and the catalogue to choose another."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.actions import Actions, Facts, needs_plan
from gui.builder.arithmetic_rows import arithmetic_rows
from gui.builder.catalogue import Catalogue
from gui.builder.layer_table import LayerTable
from gui.builder.totals_bar import TotalsBar
from gui.notice import Notice
from gui.pages.network.details import NetworkDetails
from gui.pages.network.view import ShownNetwork, catalogue_network, changed_options, planned_network
from gui.pages.page import Page, PageText
from gui.session import Session
from gui.widgets.action_button import ActionButton
from gui.widgets.button import Button, ButtonKind
from gui.widgets.table import ROW_ROLE
from gui.words import byte_size, count, plural, shape, short_count
from models.arithmetic import Analysis, LayerRow
from models.catalogue import ARCHITECTURES
from models.graph import GraphError

TEXT = PageText(
    "network",
    "Network",
    "Layers lists what the network computes, layer by layer; choose one to see where its numbers come from. "
    "Catalogue offers other architectures: one click takes one for your pictures. Options at the right redraw the "
    "network at once, and undo brings the last one back.",
)
_TOTALS = ("Input", "Parameters", "Trainable", "Multiply-adds", "Memory per picture", "Layers")


class NetworkPage(Page):
    """Shows the planned network; without data, those of the catalogue."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(TEXT, parent)
        self._session = session
        self._actions = actions
        self._shown: ShownNetwork | None = None
        self.table = LayerTable()
        self.totals = TotalsBar(_TOTALS)
        self.catalogue = Catalogue(ARCHITECTURES)
        self.panel = NetworkDetails()
        self.train = Button("Train", ButtonKind.PRIMARY)
        self._fill(actions)
        self.table.chosen.connect(self._on_layer_chosen)
        self.catalogue.chosen.connect(self._on_architecture_chosen)
        self.catalogue.opened.connect(self._on_architecture_opened)
        self.panel.option_changed.connect(self._on_option_changed)
        self.train.clicked.connect(self._on_train)
        session.plan.changed.connect(self._on_plan_changed)
        session.plan.failed.connect(self._on_plan_changed)
        session.plan.refused.connect(self._on_refused)
        actions.facts_changed.connect(self._on_facts_changed)
        self._on_facts_changed(actions.facts)
        self._on_plan_changed()

    def _fill(self, actions: Actions) -> None:
        layers = QWidget()
        column = QVBoxLayout(layers)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.totals)
        self.add_tab("layers", "Layers", layers)
        self.add_tab("catalogue", "Catalogue", self.catalogue)
        self.add_action(ActionButton("undo", actions.action("undo")))
        self.add_action(ActionButton("redo", actions.action("redo")))
        self.train.set_tip("Train this network with the settings of the Train page (Ctrl+Return)")
        self.set_primary(self.train)
        self.details.set_content(self.panel)

    @Slot()
    def _on_plan_changed(self) -> None:
        config = self._session.plan.config
        try:
            shown = planned_network(config) if config is not None else catalogue_network("small-resnet-accurate")
        except GraphError as error:
            self.show_notice(Notice("error", str(error)))
            return
        classes = plural(len(config.classes), "class", many="classes") if config is not None else ""
        self._show(shown, f"{shown.title} for {Path(config.dataset.path).name}, {classes}" if config else shown.title)

    def _show(self, shown: ShownNetwork, context: str) -> None:
        self._shown = shown
        self.set_context(context)
        self.details.set_title(shown.title)
        self.panel.show_network(shown)
        chosen = self.table.currentIndex().data(ROW_ROLE)
        self.table.set_analysis(shown.analysis)
        place = layer_to_choose(shown.analysis, chosen.name if chosen is not None else "")
        self.table.choose(place)
        self._show_layer(shown.analysis.rows[place])
        self.catalogue.set_chosen(shown.entry.name if shown.entry is not None else "")
        analysis = shown.analysis
        values = (
            shape(analysis.rows[0].output_shape),
            count(analysis.parameters),
            count(analysis.trainable_parameters),
            short_count(analysis.multiply_adds),
            byte_size(analysis.activation_bytes),
            count(len(analysis.rows)),
        )
        self.totals.set_values(values)

    @Slot(object)
    def _on_layer_chosen(self, row: LayerRow | None) -> None:
        if row is not None:
            self._show_layer(row)

    def _show_layer(self, row: LayerRow) -> None:
        if self._shown is not None:
            before = {other.name: other for other in self._shown.analysis.rows}
            self.panel.show_sums(row.name, arithmetic_rows(self._shown.graph.node(row.name), row, before))

    @Slot(str)
    def _on_architecture_chosen(self, name: str) -> None:
        if self._session.plan.config is not None:
            self.set_context(f"Preparing {ARCHITECTURES[name].title}")
            self._session.plan.choose_network(name)
        else:
            shown = catalogue_network(name)
            self._show(shown, shown.title)

    @Slot(str)
    def _on_architecture_opened(self, name: str) -> None:
        self._on_architecture_chosen(name)
        self.show_tab("layers")

    @Slot(str, object)
    def _on_option_changed(self, name: str, value: object) -> None:
        if self._shown is not None and self._shown.is_planned:
            self._session.plan.set_network_options(changed_options(self._shown, name, value))

    @Slot(str, str)
    def _on_refused(self, field: str, sentence: str) -> None:
        if field == "network.options" and self._shown is not None:
            self.show_notice(Notice("warning", sentence))
            self.panel.show_network(self._shown)

    @Slot()
    def _on_train(self) -> None:
        self._actions.request("show_train")

    @Slot(object)
    def _on_facts_changed(self, facts: Facts) -> None:
        self.train.set_available(facts.has_plan, reason=needs_plan(facts))


def layer_to_choose(analysis: Analysis, name: str) -> int:
    """The row of the layer called ``name``; where there is none, of the first one that learns."""
    names = [row.name for row in analysis.rows]
    if name in names:
        return names.index(name)
    return next((place for place, row in enumerate(analysis.rows) if row.parameters), 0)
