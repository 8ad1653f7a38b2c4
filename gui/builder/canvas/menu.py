"""The menu of the canvas: what can be done with what was clicked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu

if TYPE_CHECKING:
    from gui.builder.canvas.canvas import Canvas

MOST_COPIES = 50


class CanvasMenu(QObject):
    """Opens menus over a canvas, and the dialog that asks how many copies are wanted."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        canvas.view.menu_wanted.connect(self._on_menu_wanted)

    def make(self, point: QPointF) -> QMenu:
        """The menu for what lies at a point of the scene."""
        canvas = self._canvas
        menu = QMenu(canvas)
        wire = canvas.scene.wire_at(point) if canvas.scene.card_at(point) is None else None
        frame = canvas.scene.frame_at(point)
        if wire is not None:
            canvas.scene.choose_wire(wire)
            _add(menu, "Remove the wire", "Del", canvas.commands.remove)
        elif canvas.selection.names:
            self._add_for_selection(menu)
        if canvas.frozen:
            _add(menu, "Unfreeze all", "", canvas.unfreeze)
        _add(menu, "Add layer", "/", canvas.start_search)
        _add(menu, "Paste", "Ctrl+V", canvas.commands.paste)
        menu.addSeparator()
        if frame is not None:
            canvas.commands.set_menu_block(frame.placed.key)
            _add(menu, f"Fold {frame.placed.title}", "", canvas.commands.fold_menu_block)
            _add(menu, f"Dissolve {frame.placed.title}", "", canvas.commands.dissolve_menu_block)
        _add(menu, "Open all blocks", "", canvas.commands.open_all)
        _add(menu, "Fold all blocks", "", canvas.commands.fold_all)
        menu.addSeparator()
        _add(menu, "Select all", "Ctrl+A", canvas.commands.select_all)
        _add(menu, "Tidy up", "Ctrl+L", canvas.commands.tidy)
        _add(menu, "Show the whole network", "Home", canvas.view.fit)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add_for_selection(self, menu: QMenu) -> None:
        canvas = self._canvas
        if len(canvas.selection.names) == 1:
            _add(menu, "Rename", "F2", canvas.commands.rename)
            _add(menu, "Make it the output", "", canvas.commands.make_output)
        elif canvas.commands.selected_block():
            _add(menu, "Open or fold the block", "Return", canvas.commands.toggle_block)
            _add(menu, "Rename", "F2", canvas.commands.rename)
        else:
            _add(menu, "Make a block", "Ctrl+G", canvas.commands.make_block)
        _add(menu, "Freeze up to here", "", canvas.freeze_selected)
        menu.addSeparator()
        _add(menu, "Duplicate", "Ctrl+D", canvas.commands.duplicate)
        _add(menu, "Duplicate several times", "", self.ask_for_copies)
        _add(menu, "Cut", "Ctrl+X", canvas.commands.cut)
        _add(menu, "Copy", "Ctrl+C", canvas.commands.copy)
        _add(menu, "Delete", "Del", canvas.commands.remove)
        menu.addSeparator()

    @Slot()
    def ask_for_copies(self) -> None:
        """Ask how many copies are wanted."""
        dialog = QInputDialog(self._canvas)
        dialog.setWindowTitle("Duplicate")
        dialog.setLabelText("Copies, each behind the one before it:")
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(1, MOST_COPIES)
        dialog.setIntValue(2)
        dialog.intValueSelected.connect(self._canvas.commands.duplicate_times)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(QPoint, QPointF)
    def _on_menu_wanted(self, place: QPoint, point: QPointF) -> None:
        self.make(point).popup(place)


def _add(menu: QMenu, text: str, keys: str, handler: Callable[..., object]) -> QAction:
    """Add an entry; its keys stand behind it, and the canvas itself listens to them."""
    action = menu.addAction(f"{text}\t{keys}" if keys else text)
    action.triggered.connect(handler)
    return action
