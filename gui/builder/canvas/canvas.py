"""The canvas: the view of the network with what floats over it, following the document."""

from PySide6.QtCore import QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.builder.additions import Place
from gui.builder.canvas.commands import CanvasCommands
from gui.builder.canvas.keys import CanvasKeys
from gui.builder.canvas.layer_search import LayerSearch
from gui.builder.canvas.menu import CanvasMenu
from gui.builder.canvas.name_editor import NameEditor
from gui.builder.canvas.node_item import NodeItem
from gui.builder.canvas.overlays import Overlays
from gui.builder.canvas.palette_drop import PaletteDrop
from gui.builder.canvas.placed import Placer
from gui.builder.canvas.scene import CanvasScene
from gui.builder.canvas.selection import CanvasSelection
from gui.builder.canvas.view import CanvasView
from gui.builder.document import GraphDocument
from gui.builder.editor import GraphEditor, leaving_node
from gui.builder.layer_entries import LayerEntry, layer_entries

_CARD_GRIP = QPointF(140, 24)


class Canvas(QWidget):
    """Shows the document and edits it by mouse and keyboard.

    Args:
        document: the network.
        selection: which of its nodes are selected.
        editor: carries out edits.
        parent: owner.

    Attributes:
        scene: the items.
        view: shows them.
        overlays: what lies over the view.
        search: the pop-up that finds layers.
        name_editor: the field in which a card gets another name.
        commands: what keys and menus do.
        menu: opens over what was clicked.

    Signals:
        refused(str): why something that was asked for cannot be.
        freeze_wanted(str): the network is to be frozen up to this node; not at all where it is empty.
    """

    refused = Signal(str)
    freeze_wanted = Signal(str)

    def __init__(
        self, document: GraphDocument, selection: CanvasSelection, editor: GraphEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.selection = selection
        self.editor = editor
        self.scene = CanvasScene()
        self.view = CanvasView(self.scene, document, editor, selection, self)
        self.scene.setParent(self.view)  # it goes with its view, not before
        self.overlays = Overlays(self.view, document, selection, self)
        self.search = LayerSearch(self)
        self.name_editor = NameEditor(self)
        self.commands = CanvasCommands(self.view, document, selection, editor)
        self._drop = PaletteDrop(self.view, self.scene)
        self._placer = Placer()
        self._place: Place | None = None
        self._frozen: frozenset[str] = frozenset()
        self._is_start_wanted = True
        self._connect()
        CanvasKeys(self)
        self.menu = CanvasMenu(self)
        self._show_document()

    def _connect(self) -> None:
        self.document.changed.connect(self._on_document_changed)
        self.document.folding_changed.connect(self._show_document)
        self.document.replaced.connect(self.show_start)
        self.view.resized.connect(self._on_view_resized)
        self.selection.changed.connect(self._on_selection_changed)
        self.view.block_toggled.connect(self._on_block_toggled)
        self.view.search_wanted.connect(self._on_search_wanted)
        self.view.name_clicked.connect(self._on_name_clicked)
        self._drop.dropped.connect(self._on_dropped)
        self.search.chosen.connect(self._on_layer_found)
        self.search.closed.connect(self.focus_view)
        self.name_editor.named.connect(self._on_named)
        self.name_editor.closed.connect(self.focus_view)
        self.overlays.repair_chosen.connect(self.editor.apply)
        self.overlays.tidied.connect(self.commands.tidy)
        self.commands.rename_wanted.connect(self._on_rename_wanted)
        self.commands.refused.connect(self.refused)

    def add(self, entry: LayerEntry) -> None:
        """Add a layer behind the selection, and go there."""
        self.editor.add(entry)
        self.focus_view()

    @property
    def frozen(self) -> frozenset[str]:
        """Names of the nodes that are marked as frozen."""
        return self._frozen

    @Slot(object)
    def set_frozen(self, names: frozenset[str]) -> None:
        """Mark the nodes that keep their weights while the network learns."""
        self._frozen = names
        self.scene.show_frozen(names)

    @Slot()
    def freeze_selected(self) -> None:
        """Ask that the network is frozen up to the end of what is selected."""
        self.freeze_wanted.emit(leaving_node(self.document.graph, self.selection.names))

    @Slot()
    def unfreeze(self) -> None:
        """Ask that all nodes learn."""
        self.freeze_wanted.emit("")

    @Slot()
    def focus_view(self) -> None:
        """Give the keyboard to the canvas."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_search(self, text: str = "") -> None:
        """Open the search for a layer beside the selected card, or in the middle."""
        self._place = None
        card = self.scene.card_of(self.selection.current)
        rect = self.view.rect_of(card) if card is not None else self.view.rect().adjusted(200, 120, 0, 0)
        self.search.open_at(rect.bottomLeft() + QPoint(0, 8) if card is not None else rect.topLeft(), text)

    @Slot()
    def start_search(self) -> None:
        """Open the search with nothing typed."""
        self.open_search()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.setGeometry(self.rect())

    @Slot()
    def _on_document_changed(self) -> None:
        self.selection.keep({node.name for node in self.document.graph.nodes})
        self._show_document()

    @Slot()
    def _show_document(self) -> None:
        document = self.document
        placed = self._placer.place(
            document.graph,
            document.examination,
            document.problems,
            open_blocks=document.open_blocks,
            moved=document.drawn.positions,
        )
        self.scene.show_network(placed)
        self.scene.show_selection(self.selection.names)
        self.scene.show_frozen(self._frozen)
        self.overlays.show_network()

    @Slot()
    def show_start(self) -> None:
        """Show the top of the network, also when the canvas gets its size later."""
        self._is_start_wanted = True
        self.view.show_start()

    @Slot()
    def _on_view_resized(self) -> None:
        if self._is_start_wanted:
            self.view.show_start()

    @Slot()
    def _on_selection_changed(self) -> None:
        self.scene.show_selection(self.selection.names)
        card = self.scene.card_of(self.selection.current)
        if card is not None and not self.view.is_dragging and len(self.selection.names) == len(card.placed.nodes):
            self._is_start_wanted = False
            self.view.show_card(card)
        self.overlays.show_problem()

    @Slot(str, bool)
    def _on_block_toggled(self, block: str, is_open: bool) -> None:
        self.commands.set_open(block, is_open=is_open)

    @Slot(QPointF, str)
    def _on_search_wanted(self, point: QPointF, source: str) -> None:
        self._place = Place(reads=source)
        self.search.open_at(self.view.mapFromScene(point), "")

    @Slot(str)
    def _on_name_clicked(self, name: str) -> None:
        self.selection.choose((name,))
        self.commands.rename()

    @Slot(object)
    def _on_rename_wanted(self, card: NodeItem) -> None:
        self.view.show_card(card)
        name = card.placed.card.name if card.placed.is_folded else card.placed.nodes[0]
        self.name_editor.open_over(self.view.rect_of(card), name)

    @Slot(object)
    def _on_layer_found(self, entry: LayerEntry) -> None:
        place, self._place = self._place, None
        self.editor.add(entry, place)

    @Slot(str, object, QPointF)
    def _on_dropped(self, name: str, place: Place, point: QPointF) -> None:
        entry = next((entry for entry in layer_entries() if entry.name == name), None)
        if entry is None:
            return
        at = point - _CARD_GRIP if place.is_alone else None
        self.editor.add(entry, place, at=(at.x(), at.y()) if at is not None else None)
        self.focus_view()

    @Slot(str)
    def _on_named(self, name: str) -> None:
        block = self.commands.selected_block()
        if block and block not in self.document.open_blocks:
            self.editor.rename_block(block, name)
        else:
            self.editor.rename_node(self.selection.current, name)
