"""What keys and menus of the canvas do."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from gui.builder.canvas.neighbours import beside, next_card
from gui.builder.canvas.node_item import NodeItem
from gui.builder.canvas.selection import CanvasSelection
from gui.builder.canvas.view import CanvasView
from gui.builder.document import GraphDocument
from gui.builder.editor import GraphEditor
from gui.builder.folding import blocks
from models.problems import GraphError


class CanvasCommands(QObject):
    """One method for each action; all of them work on the selection.

    Signals:
        refused(str): why something that was asked for cannot be.
        rename_wanted(NodeItem): another name should be written over this card.
    """

    refused = Signal(str)
    rename_wanted = Signal(object)

    def __init__(
        self, view: CanvasView, document: GraphDocument, selection: CanvasSelection, editor: GraphEditor
    ) -> None:
        super().__init__(view)
        self._view = view
        self._scene = view.canvas_scene
        self._document = document
        self._selection = selection
        self._editor = editor
        self._menu_block = ""

    @Slot()
    def remove(self) -> None:
        """Remove the selected wire, or else the selected nodes."""
        wire = self._scene.chosen_wire
        if wire is not None:
            self._editor.remove_wires(wire.placed.wires)
        else:
            self._editor.remove_selected()

    @Slot()
    def copy(self) -> None:
        """Put the selected nodes into the clipboard, as text."""
        text = self._editor.copy()
        if text:
            QGuiApplication.clipboard().setText(text)

    @Slot()
    def cut(self) -> None:
        """Copy the selected nodes, and remove them."""
        self.copy()
        self._editor.remove_selected()

    @Slot()
    def paste(self) -> None:
        """Add the nodes of the clipboard's text."""
        try:
            self._editor.paste(QGuiApplication.clipboard().text())
        except GraphError as error:
            self.refused.emit(str(error))

    @Slot()
    def duplicate(self) -> None:
        """Put a copy of the selected nodes behind them."""
        self._editor.duplicate_selected()

    @Slot(int)
    def duplicate_times(self, times: int) -> None:
        """Put copies of the selected nodes behind them, each behind the one before it."""
        self._editor.duplicate_selected(times)

    @Slot()
    def make_block(self) -> None:
        """Make a block of the selected nodes."""
        self._editor.make_block()

    @Slot()
    def make_output(self) -> None:
        """Let the selected node be the output."""
        self._editor.make_output(self._selection.current)

    @Slot()
    def select_all(self) -> None:
        """Select every node."""
        self._selection.choose(node.name for node in self._document.graph.nodes)

    @Slot()
    def cancel(self) -> None:
        """Give up what is being dragged, or else select nothing."""
        if not self._view.cancel_gesture():
            self._selection.choose(())
            self._scene.choose_wire(None)

    @Slot()
    def tidy(self) -> None:
        """Lay everything out anew, and show it."""
        self._document.tidy()
        self._view.fit()

    @Slot()
    def show_own_size(self) -> None:
        """Draw the network at 100 %."""
        self._view.set_zoom(1.0)

    @Slot()
    def open_all(self) -> None:
        """Open every block."""
        self._document.set_open_blocks(blocks(self._document.graph))

    @Slot()
    def fold_all(self) -> None:
        """Fold every block."""
        self._document.set_open_blocks(())

    @Slot()
    def toggle_block(self) -> None:
        """Open the selected block, or fold the one around the selected node."""
        block = self.selected_block()
        if block:
            self.set_open(block, is_open=block not in self._document.open_blocks)

    @Slot()
    def rename(self) -> None:
        """Let the user write another name over the selected card."""
        card = self._current_card()
        if card is not None:
            self.rename_wanted.emit(card)

    @Slot()
    def fold_menu_block(self) -> None:
        """Fold the block whose menu was opened."""
        self.set_open(self._menu_block, is_open=False)

    @Slot()
    def dissolve_menu_block(self) -> None:
        """Take away the block whose menu was opened."""
        self._editor.dissolve_block(self._menu_block)

    def set_menu_block(self, path: str) -> None:
        """Remember for which block the menu was opened."""
        self._menu_block = path

    def selected_block(self) -> str:
        """The block whose nodes are exactly what is selected; empty for none."""
        chosen = set(self._selection.names)
        found = [path for path, names in blocks(self._document.graph).items() if set(names) == chosen]
        return found[0] if found else ""

    def go_up(self) -> None:
        self._go(is_forward=False)

    def go_down(self) -> None:
        self._go(is_forward=True)

    def go_left(self) -> None:
        card = self._current_card()
        self._go_to(beside(self._scene, card, "left") if card is not None else self._first_card())

    def go_right(self) -> None:
        card = self._current_card()
        self._go_to(beside(self._scene, card, "right") if card is not None else self._first_card())

    def set_open(self, block: str, *, is_open: bool) -> None:
        """Open a block, or fold it."""
        others = self._document.open_blocks - {block}
        self._document.set_open_blocks(others | {block} if is_open else others)

    def _go(self, *, is_forward: bool) -> None:
        card = self._current_card()
        self._go_to(next_card(self._scene, card, is_forward=is_forward) if card is not None else self._first_card())

    def _go_to(self, card: NodeItem | None) -> None:
        if card is not None:
            self._selection.choose(card.placed.nodes)

    def _current_card(self) -> NodeItem | None:
        return self._scene.card_of(self._selection.current)

    def _first_card(self) -> NodeItem | None:
        return next(iter(self._scene.cards.values()), None)
