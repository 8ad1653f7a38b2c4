"""An edited network survives closing and crashing."""

from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from gui.builder.autosave import Autosave
from gui.builder.document import GraphDocument
from gui.builder.drawn_network import catalogue_network


@pytest.fixture
def drawn_document(undo_stack: QUndoStack) -> GraphDocument:
    return GraphDocument(undo_stack, catalogue_network("lenet5"))


def _restored(path: Path, undo_stack: QUndoStack) -> GraphDocument:
    document = GraphDocument(undo_stack, catalogue_network("linear"))
    Autosave(document, path).restore()
    return document


def test_an_edit_is_saved_without_closing_the_window(
    qtbot: QtBot, tmp_path: Path, drawn_document: GraphDocument, undo_stack: QUndoStack
) -> None:
    path = tmp_path / "network.json"
    autosave = Autosave(drawn_document, path)

    drawn_document.set_option("c1", "filters", 9)

    qtbot.waitUntil(path.is_file)
    assert _restored(path, undo_stack).drawn == drawn_document.drawn
    autosave.save()


def test_a_broken_network_is_restored_too(
    tmp_path: Path, drawn_document: GraphDocument, undo_stack: QUndoStack
) -> None:
    autosave = Autosave(drawn_document, tmp_path / "network.json")
    drawn_document.set_option("c1", "kernel", (60, 60))
    autosave.save()

    restored = _restored(tmp_path / "network.json", undo_stack)

    assert [problem.node for problem in restored.problems] == ["c1"]


def test_a_network_of_the_catalogue_needs_no_copy(
    tmp_path: Path, drawn_document: GraphDocument, undo_stack: QUndoStack
) -> None:
    autosave = Autosave(drawn_document, tmp_path / "network.json")
    drawn_document.set_option("c1", "filters", 9)
    autosave.save()

    undo_stack.undo()
    autosave.save()

    assert not (tmp_path / "network.json").exists()


def test_an_unreadable_copy_is_set_aside(tmp_path: Path, undo_stack: QUndoStack) -> None:
    (tmp_path / "network.json").write_text("{")

    restored = _restored(tmp_path / "network.json", undo_stack)

    assert restored.drawn.architecture == "linear"
    assert (tmp_path / "network.unreadable.json").read_text() == "{"
