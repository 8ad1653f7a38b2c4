"""The canvas edits its document by mouse and keyboard; every edit can be undone."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QUndoStack
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gui.builder.canvas.canvas import Canvas
from gui.builder.document import GraphDocument
from models.graph import Graph
from tests.gui.builder.pointer import Pointer

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _names(document: GraphDocument) -> list[str]:
    return [node.name for node in document.graph.nodes]


def test_a_typed_name_adds_a_layer_behind_the_selected_one(
    canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    pointer.click(pointer.middle("conv"))

    pointer.add("batch")

    assert document.graph.node("batch_normalisation").inputs == ("conv",)
    assert document.graph.node("pool").inputs == ("batch_normalisation",)
    assert canvas.selection.names == ("batch_normalisation",)


def test_escape_closes_the_search_and_gives_the_keyboard_back(
    qtbot: QtBot, canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    pointer.press(Qt.Key.Key_Slash)
    qtbot.keyClick(canvas.search.search, Qt.Key.Key_Escape)

    assert canvas.search.isHidden()
    assert _names(document) == ["input", "conv", "pool", "gap", "dense"]


def test_a_wire_is_drawn_from_port_to_port(document: GraphDocument, pointer: Pointer) -> None:
    pointer.click(pointer.middle("pool"))
    pointer.add("convolution")
    pointer.press(Qt.Key.Key_Escape)

    pointer.drag(pointer.output("conv"), pointer.input("gap"))

    assert document.graph.node("gap").inputs == ("conv",)


def test_a_wire_snaps_to_the_nearest_port(document: GraphDocument, pointer: Pointer) -> None:
    pointer.drag(pointer.output("conv"), pointer.input("gap") + QPointF(20, -4))

    assert document.graph.node("gap").inputs == ("conv",)


def test_a_wire_that_would_close_a_cycle_is_not_drawn(document: GraphDocument, pointer: Pointer, chain: Graph) -> None:
    pointer.drag(pointer.output("gap"), pointer.input("conv"))

    assert document.graph == chain


def test_a_wire_pulled_out_of_its_port_is_removed(document: GraphDocument, pointer: Pointer) -> None:
    pointer.drag(pointer.input("pool"), pointer.input("pool") + QPointF(220, 10))

    assert document.graph.node("pool").inputs == ()
    assert [problem.node for problem in document.problems] == ["pool"]


def test_a_wire_let_go_over_nothing_asks_for_a_layer(
    qtbot: QtBot, canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    pointer.drag(pointer.output("conv"), pointer.output("conv") + QPointF(260, 30))
    qtbot.keyClicks(canvas.search.search, "flatten")
    qtbot.keyClick(canvas.search.search, Qt.Key.Key_Return)

    assert document.graph.node("flatten").inputs == ("conv",)
    assert document.graph.node("pool").inputs == ("conv",)


def test_a_wrong_port_is_marked(canvas: Canvas, document: GraphDocument, pointer: Pointer) -> None:
    pointer.drag(pointer.output("pool"), pointer.input("dense"))

    card = pointer.card("dense").placed
    assert card.wrong_ports == {0}
    assert card.card.problem
    assert [wire.placed.target for wire in canvas.scene.wires if wire.placed.is_wrong] == ["dense"]


def test_the_bubble_beside_a_broken_node_repairs_it(
    qtbot: QtBot, canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    pointer.drag(pointer.output("pool"), pointer.input("dense"))
    pointer.click(pointer.middle("dense"))
    note = canvas.overlays.bubble.note
    assert note is not None

    qtbot.mouseClick(note.buttons[0], Qt.MouseButton.LeftButton)

    assert not document.problems
    assert canvas.overlays.bubble.isHidden()


def test_the_rubber_band_selects_what_it_touches(canvas: Canvas, pointer: Pointer) -> None:
    start = pointer.card("conv").pos() + QPointF(-20, -4)
    end = pointer.card("pool").pos() + QPointF(60, 20)

    pointer.drag(start, end)

    assert set(canvas.selection.names) == {"conv", "pool"}


def test_control_and_a_click_add_to_the_selection(canvas: Canvas, pointer: Pointer) -> None:
    pointer.click(pointer.middle("conv"))
    pointer.click(pointer.middle("gap"), keys=CONTROL)
    pointer.click(pointer.middle("conv"), keys=SHIFT)

    assert canvas.selection.names == ("gap",)


def test_a_moved_card_stays_where_it_was_put_until_undo(
    document: GraphDocument, undo_stack: QUndoStack, pointer: Pointer
) -> None:
    before = pointer.card("pool").pos()

    pointer.drag(pointer.middle("pool"), pointer.middle("pool") + QPointF(160, 24))

    after = pointer.card("pool").pos()
    assert (after - before).toTuple() == (160, 24)
    assert document.drawn.positions == {"pool": after.toTuple()}
    undo_stack.undo()
    assert pointer.card("pool").pos() == before


def test_escape_while_moving_puts_cards_back(
    qtbot: QtBot, canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    port, before = canvas.view.viewport(), pointer.card("pool").pos()
    start = pointer.pixel(pointer.middle("pool"))

    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, start + QPointF(80, 80).toPoint())
    pointer.press(Qt.Key.Key_Escape)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=start + QPointF(80, 80).toPoint())

    assert pointer.card("pool").pos() == before
    assert not document.drawn.positions


def test_a_lonely_node_let_go_over_a_wire_is_inserted_there(
    canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    pointer.drag(pointer.input("pool"), pointer.input("pool") + QPointF(320, 10))
    pointer.drag(pointer.output("conv"), pointer.input("gap"))
    canvas.search.close_search()
    wire = next(wire for wire in canvas.scene.wires if wire.placed.target == "gap")

    pointer.drag(pointer.middle("pool"), wire.middle())

    assert document.graph.node("pool").inputs == ("conv",)
    assert document.graph.node("gap").inputs == ("pool",)


def test_delete_removes_the_selection_and_heals_the_chain(
    document: GraphDocument, undo_stack: QUndoStack, pointer: Pointer, chain: Graph
) -> None:
    pointer.click(pointer.middle("pool"))

    pointer.press(Qt.Key.Key_Delete)

    assert document.graph.node("gap").inputs == ("conv",)
    undo_stack.undo()
    assert document.graph == chain


def test_copied_layers_are_pasted_as_text_into_the_same_graph(document: GraphDocument, pointer: Pointer) -> None:
    pointer.click(pointer.middle("conv"))
    pointer.press(Qt.Key.Key_C, CONTROL)
    pointer.press(Qt.Key.Key_V, CONTROL)

    assert '"convolution"' in QGuiApplication.clipboard().text()
    assert "conv_2" in _names(document)


def test_text_without_layers_is_refused_with_a_reason(qtbot: QtBot, canvas: Canvas, pointer: Pointer) -> None:
    QGuiApplication.clipboard().setText("no network")

    with qtbot.waitSignal(canvas.refused) as refused:
        pointer.press(Qt.Key.Key_V, CONTROL)

    assert "holds no layers" in refused.args[0]


def test_a_duplicate_stands_behind_the_original(document: GraphDocument, pointer: Pointer) -> None:
    pointer.click(pointer.middle("conv"))

    pointer.press(Qt.Key.Key_D, CONTROL)

    assert document.graph.node("conv_2").inputs == ("conv",)
    assert document.graph.node("pool").inputs == ("conv_2",)


def test_copies_are_chained_as_often_as_wished(canvas: Canvas, document: GraphDocument, pointer: Pointer) -> None:
    pointer.click(pointer.middle("conv"))

    canvas.commands.duplicate_times(3)

    assert document.graph.node("pool").inputs == ("conv_4",)


def test_arrow_keys_follow_the_wires(canvas: Canvas, pointer: Pointer) -> None:
    pointer.click(pointer.middle("conv"))

    pointer.press(Qt.Key.Key_Down)
    pointer.press(Qt.Key.Key_Down)
    pointer.press(Qt.Key.Key_Up)

    assert canvas.selection.names == ("pool",)


def test_a_node_is_renamed_over_its_card(
    qtbot: QtBot, canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    pointer.click(pointer.middle("conv"))
    pointer.press(Qt.Key.Key_F2)
    qtbot.keyClicks(canvas.name_editor, "first")
    qtbot.keyClick(canvas.name_editor, Qt.Key.Key_Return)

    assert _names(document)[1] == "first"
    assert document.graph.node("pool").inputs == ("first",)
    assert canvas.selection.names == ("first",)


def test_selected_nodes_become_a_block_that_opens_with_a_double_click(
    canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    pointer.click(pointer.middle("conv"))
    pointer.click(pointer.middle("pool"), keys=CONTROL)
    pointer.press(Qt.Key.Key_G, CONTROL)
    assert pointer.card("conv").placed.is_folded

    pointer.double_click(pointer.middle("conv"))

    assert document.open_blocks == {"block"}
    assert set(canvas.scene.frames) == {"block"}
    pointer.double_click(canvas.scene.frames["block"].pos() + QPointF(120, 20))
    assert pointer.card("conv").placed.is_folded


def test_the_wheel_zooms_and_home_shows_everything(qtbot: QtBot, canvas: Canvas, pointer: Pointer) -> None:
    pointer.press(Qt.Key.Key_Minus, CONTROL)
    pointer.press(Qt.Key.Key_Minus, CONTROL)
    assert canvas.view.zoom < 0.75

    pointer.press(Qt.Key.Key_Home)
    assert canvas.view.shown_rect().contains(canvas.scene.content_rect())
    pointer.press(Qt.Key.Key_0, CONTROL)
    assert canvas.view.zoom == 1.0


def test_the_middle_button_moves_the_view(canvas: Canvas, pointer: Pointer) -> None:
    before = canvas.view.shown_rect().topLeft()
    start = pointer.card("conv").pos() + QPointF(-60, 0)

    pointer.drag(start, start + QPointF(40, 30), button=Qt.MouseButton.MiddleButton)

    moved = before - canvas.view.shown_rect().topLeft()
    assert abs(moved.x() - 40) <= 1
    assert abs(moved.y() - 30) <= 1


def test_a_tidied_canvas_forgets_moved_cards(document: GraphDocument, pointer: Pointer) -> None:
    pointer.drag(pointer.middle("pool"), pointer.middle("pool") + QPointF(160, 24))

    pointer.press(Qt.Key.Key_L, CONTROL)

    assert not document.drawn.positions


def test_a_large_network_has_a_map(canvas: Canvas, document: GraphDocument, pointer: Pointer) -> None:
    assert canvas.overlays.mini_map.isHidden()
    pointer.click(pointer.middle("conv"))

    canvas.commands.duplicate_times(40)
    canvas.commands.show_own_size()

    assert canvas.overlays.mini_map.isVisible()


def test_a_selected_wire_is_removed_with_delete(canvas: Canvas, document: GraphDocument, pointer: Pointer) -> None:
    wire = next(wire for wire in canvas.scene.wires if wire.placed.target == "gap")

    pointer.click(wire.middle())
    pointer.press(Qt.Key.Key_Delete)

    assert document.graph.node("gap").inputs == ()
    assert document.graph.node("dense").inputs == ("gap",)


def test_a_click_on_the_chevron_opens_and_folds_a_block(
    canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    canvas.selection.choose(["conv", "pool"])
    pointer.press(Qt.Key.Key_G, CONTROL)
    card = pointer.card("conv")

    pointer.click(card.pos() + card.chevron().center())
    assert document.open_blocks == {"block"}

    frame = canvas.scene.frames["block"]
    pointer.click(frame.pos() + frame.chevron().center())
    assert document.open_blocks == set()


def test_a_frame_is_moved_by_its_title_with_all_that_is_inside(
    canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    canvas.selection.choose(["conv", "pool"])
    pointer.press(Qt.Key.Key_G, CONTROL)
    canvas.commands.open_all()
    start = canvas.scene.frames["block"].pos() + QPointF(150, 20)

    pointer.drag(start, start + QPointF(80, 40))

    assert set(document.drawn.positions) == {"conv", "pool"}


def test_space_moves_the_view_with_the_left_button(qtbot: QtBot, canvas: Canvas, pointer: Pointer) -> None:
    before = canvas.view.shown_rect().topLeft()
    start = pointer.middle("conv")

    qtbot.keyPress(canvas.view, Qt.Key.Key_Space)
    pointer.drag(start, start + QPointF(0, 40))
    qtbot.keyRelease(canvas.view, Qt.Key.Key_Space)

    assert abs((before - canvas.view.shown_rect().topLeft()).y() - 40) <= 1
    assert canvas.selection.names == ()


def test_the_menu_offers_what_fits_to_the_selection(canvas: Canvas, pointer: Pointer) -> None:
    canvas.selection.choose(["conv", "pool"])
    menu = canvas.menu.make(pointer.middle("conv"))

    texts = [action.text().partition("\t")[0] for action in menu.actions()]

    assert "Make a block" in texts
    assert "Duplicate several times" in texts
    assert "Rename" not in texts


def test_a_click_on_the_map_moves_the_canvas_there(qtbot: QtBot, canvas: Canvas, pointer: Pointer) -> None:
    pointer.click(pointer.middle("conv"))
    canvas.commands.duplicate_times(40)
    canvas.commands.show_own_size()
    mini_map = canvas.overlays.mini_map
    before = canvas.view.shown_rect().center()

    qtbot.mouseClick(mini_map, Qt.MouseButton.LeftButton, pos=mini_map.rect().bottomRight() * 0.9)

    assert canvas.view.shown_rect().center() != before


def test_the_canvas_keys_come_before_those_of_the_window(qtbot: QtBot, canvas: Canvas, pointer: Pointer) -> None:
    canvas.view.zoom_out()
    shortcut = QShortcut(QKeySequence("Ctrl+0"), canvas)
    spy = QSignalSpy(shortcut.activated)

    pointer.press(Qt.Key.Key_0, CONTROL)

    assert spy.count() == 0
    assert canvas.view.zoom == 1.0
