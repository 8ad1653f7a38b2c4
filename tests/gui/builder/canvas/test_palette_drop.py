"""Layers dropped on the canvas are inserted, appended, or stand alone, by where they are let go."""

from PySide6.QtCore import QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from gui.builder.canvas.canvas import Canvas
from gui.builder.document import GraphDocument
from gui.builder.layer_entries import layer_entries
from gui.builder.palette_list import layer_mime
from models.graph import Graph
from tests.gui.builder.pointer import Pointer

COPY, LEFT, KEYS = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _drop(canvas: Canvas, name: str, point: QPointF) -> None:
    mime = layer_mime(next(entry for entry in layer_entries() if entry.name == name))
    port, place = canvas.view.viewport(), canvas.view.mapFromScene(point)
    QApplication.sendEvent(port, QDragEnterEvent(place, COPY, mime, LEFT, KEYS))
    QApplication.sendEvent(port, QDragMoveEvent(place, COPY, mime, LEFT, KEYS))
    QApplication.sendEvent(port, QDropEvent(place.toPointF(), COPY, mime, LEFT, KEYS))


def test_on_a_wire_a_layer_is_inserted(canvas: Canvas, document: GraphDocument) -> None:
    wire = next(wire for wire in canvas.scene.wires if wire.placed.target == "pool")

    _drop(canvas, "node/batch_normalisation", wire.middle())

    assert document.graph.node("batch_normalisation").inputs == ("conv",)
    assert document.graph.node("pool").inputs == ("batch_normalisation",)


def test_below_a_card_a_layer_is_appended(canvas: Canvas, document: GraphDocument, pointer: Pointer) -> None:
    _drop(canvas, "node/dropout", pointer.output("dense") + QPointF(30, 40))

    assert document.graph.node("dropout").inputs == ("dense",)
    assert document.graph.outputs == ("dropout",)


def test_elsewhere_a_layer_stands_alone_where_it_was_let_go(
    canvas: Canvas, document: GraphDocument, pointer: Pointer
) -> None:
    point = pointer.card("conv").pos() + QPointF(420, 100)

    _drop(canvas, "node/flatten", point)

    assert document.graph.node("flatten").inputs == ()
    assert pointer.card("flatten").placed.box[:2] == (point - QPointF(140, 24)).toTuple()
    assert canvas.selection.names == ("flatten",)


def test_files_are_left_to_the_window(canvas: Canvas, document: GraphDocument, chain: Graph) -> None:
    mime = layer_mime(layer_entries()[0])
    mime.clear()
    mime.setUrls([QUrl.fromLocalFile("/pictures")])
    event = QDragEnterEvent(QPointF(40, 40).toPoint(), COPY, mime, LEFT, KEYS)

    QApplication.sendEvent(canvas.view.viewport(), event)

    assert not event.isAccepted()
    assert document.graph == chain
