"""What Details of the Network page shows: the network, the selected layer, or the sums of several."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.builder.arithmetic_rows import arithmetic_rows
from gui.builder.canvas.selection import CanvasSelection
from gui.builder.document import GraphDocument
from gui.builder.editor import GraphEditor
from gui.builder.folding import block_sums
from gui.pages.network.details import NetworkDetails
from gui.pages.network.node_details import NodeDetails, Shares
from gui.pages.network.view import entry_of, title_of
from gui.tokens import size
from gui.widgets.scroll import ScrollColumn
from gui.widgets.value_rows import ValueRows
from gui.words import NOTHING, byte_size, count, percent, plural, shape, short_count
from models.arithmetic import LayerRow
from models.editing.repairs import Repair
from models.problems import GraphProblem, RuleError


class NetworkPanel(QStackedWidget):
    """Follows the document and the selection, and edits what is selected.

    Attributes:
        network: shown while nothing is selected.
        node: shown while one layer is selected.

    Signals:
        title_changed(str, str): what is shown, and what kind of thing it is.
        option_changed(str, object): the user gave an option of the architecture another value.
    """

    title_changed = Signal(str, str)
    option_changed = Signal(str, object)

    def __init__(
        self, document: GraphDocument, selection: CanvasSelection, editor: GraphEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._editor = editor
        self.network = NetworkDetails()
        self.node = NodeDetails()
        self._several = ScrollColumn(margin_px=size("page_margin"))
        self._sums = ValueRows()
        self._several.column.addWidget(self._sums)
        self._several.column.addStretch(1)
        for widget in (self.network, self.node, self._several):
            self.addWidget(widget)
        self.network.option_changed.connect(self.option_changed)
        self.network.repair_chosen.connect(self._on_repair_chosen)
        self.network.node_wanted.connect(self._on_node_wanted)
        self.node.repair_chosen.connect(self._on_repair_chosen)
        self.node.option_changed.connect(self._on_node_option_changed)
        self.node.name_changed.connect(self._on_node_renamed)
        document.changed.connect(self.refresh)
        selection.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is selected now."""
        names = [name for name in self._selection.names if self._document.has_node(name)]
        match names:
            case []:
                self._show_network()
            case [name]:
                self._show_node(name)
            case _:
                self._show_several(names)

    def _show_network(self) -> None:
        drawn = self._document.drawn
        self.network.show_architecture(entry_of(drawn), drawn.options)
        self.network.show_problems([self._with_repairs(problem) for problem in self._document.problems[:3]])
        self.setCurrentWidget(self.network)
        self.title_changed.emit(title_of(drawn), "")

    def _show_node(self, name: str) -> None:
        node = self._document.graph.node(name)
        examination = self._document.examination
        row = examination.by_name.get(name)
        self.node.show_node(node)
        self.node.show_problems(
            [self._with_repairs(problem) for problem in self._document.problems if problem.node == name]
        )
        sums = arithmetic_rows(node, row, examination.by_name) if row is not None else ()
        self.node.show_sums(sums, self._shares(row) if row is not None else {})
        self.setCurrentWidget(self.node)
        self.title_changed.emit(name, node.operation.title.lower())

    def _show_several(self, names: list[str]) -> None:
        sums = block_sums(self._document.graph, self._document.examination, names)
        rows = [
            ("Parameters", _with_share(count(sums.parameters), sums.parameter_share)),
            ("Multiply-adds", _with_share(short_count(sums.multiply_adds), sums.multiply_add_share)),
            ("Memory per picture", byte_size(sums.activation_bytes)),
        ]
        if sums.output_shape is not None:
            rows.insert(0, ("Output", shape(sums.output_shape)))
        self._sums.set_rows(rows)
        self.setCurrentWidget(self._several)
        self.title_changed.emit(plural(len(names), "layer"), "")

    def _shares(self, row: LayerRow) -> Shares:
        table = self._document.examination.table
        parts = (
            ("Parameters", row.parameters, table.parameters),
            ("Multiply-adds", row.multiply_adds, table.multiply_adds),
            ("Memory per picture", row.activation_bytes, table.activation_bytes),
        )
        return {name: part / whole for name, part, whole in parts if whole}

    def _with_repairs(self, problem: GraphProblem) -> tuple[GraphProblem, tuple[Repair, ...]]:
        return problem, self._document.repairs(problem)

    @Slot(object)
    def _on_repair_chosen(self, repair: Repair) -> None:
        self._editor.apply(repair)

    @Slot(str)
    def _on_node_wanted(self, name: str) -> None:
        self._selection.choose((name,))

    @Slot(str, object)
    def _on_node_option_changed(self, option: str, value: object) -> None:
        try:
            self._document.set_option(self._selection.current, option, value)
        except RuleError as error:
            self.node.refuse(option, str(error))

    @Slot(str)
    def _on_node_renamed(self, name: str) -> None:
        self._editor.rename_node(self._selection.current, name)


def _with_share(number: str, share: float) -> str:
    return f"{number}, {percent(share)}" if share else NOTHING
