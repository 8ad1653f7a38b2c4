"""The Script tab of the Network page: the network as Keras code to read, copy and save."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.run_folder import write_atomically
from gui.background import Background
from gui.notice import Notice
from gui.pages.network.script_colours import ScriptColours
from gui.theme import theme
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import ElidedLabel
from models.graph import Graph
from models.script import write_script

_NEEDS_SCRIPT = "Needs a network without problems."


class ScriptView(QWidget):
    """Shows the script of the network that it was given last; it is written only while it can be seen.

    Signals:
        noticed(Notice): something to tell the user.
    """

    noticed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._graph: Graph | None = None
        self._written: Graph | None = None
        self._background = Background(self)
        self.text = QPlainTextEdit()
        self.copy = Button("Copy", icon="copy", is_small=True)
        self.save = Button("Save", icon="export", is_small=True)
        self._facts = ElidedLabel("", "secondary", tone="secondary")
        self._empty = EmptyState("network", "The script of the network stands here.")
        self._stack = QStackedWidget()
        self._fill()
        self._lay_out()
        self._colours = ScriptColours(self.text.document())
        self.copy.clicked.connect(self.copy_script)
        self.save.clicked.connect(self._on_save)
        self._background.done.connect(self._on_written)
        self._background.failed.connect(self._on_failed)
        theme().theme_changed.connect(self._on_theme_changed)
        self._set_script("")

    def set_graph(self, graph: Graph | None) -> None:
        """Show the script of another network; None for none."""
        self._graph = graph
        self._write()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._write()

    @Slot()
    def copy_script(self) -> None:
        """Put the whole script into the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.noticed.emit(Notice("success", "The script is copied."))

    @Slot(str)
    def save_script(self, path: str) -> None:
        """Write the script into a file."""
        place = Path(path)
        try:
            write_atomically(place, self.text.toPlainText())
        except OSError as error:
            sentence = f"Cannot write the script. Received: {place}: {error}. Choose another folder."
            self.noticed.emit(Notice("error", sentence))
        else:
            self.noticed.emit(Notice("success", f"Saved to {place}."))

    def _write(self) -> None:
        if not self.isVisible() or self._graph is self._written:
            return
        self._written = graph = self._graph
        if graph is None:
            self._set_script("")
        else:
            self._background.ask("script", partial(write_script, graph))

    @Slot(object, object)
    def _on_written(self, _key: object, script: str) -> None:
        self._set_script(script)

    @Slot(object, str)
    def _on_failed(self, _key: object, sentence: str) -> None:
        self._set_script("")
        self._empty.set_sentence(f"A network with problems has no script. {sentence}")

    def _set_script(self, script: str) -> None:
        if script != self.text.toPlainText():
            place = self.text.verticalScrollBar().value()
            self.text.setPlainText(script)
            self.text.verticalScrollBar().setValue(place)
        functions = sum(line.startswith("def ") for line in script.splitlines()) - 1
        repeated = f", {functions} functions for repeated parts" if functions > 1 else ""
        self._facts.set_text(
            f"{len(script.splitlines())} lines{repeated}. build() returns the model; needs only Keras."
        )
        self._stack.setCurrentIndex(1 if script else 0)
        for button in (self.copy, self.save):
            button.set_available(bool(script), reason=_NEEDS_SCRIPT)
        self._facts.setVisible(bool(script))

    @Slot()
    def _on_save(self) -> None:
        dialog = QFileDialog(self, "Save the script", "", "Python (*.py)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("py")
        if self._written is not None:
            dialog.selectFile(f"{self._written.name.replace('/', '_') or 'network'}.py")
        dialog.fileSelected.connect(self.save_script)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._colours.take_theme()

    def _fill(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme().font("text").pixelSize())
        self.text.setFont(font)
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName("Keras script of the network")
        self.text.setToolTip("Keras code that builds this network; layers have the names of their nodes")
        self.copy.set_tip("Copy the whole script")
        self.save.set_tip("Save the script as a .py file")

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        bar.setSpacing(8)
        bar.addWidget(self._facts, 1)
        bar.addStretch(0)
        bar.addWidget(self.copy)
        bar.addWidget(self.save)
        place = QWidget()
        inner = QVBoxLayout(place)
        inner.setContentsMargins(size("page_margin"), 0, size("page_margin"), size("page_margin"))
        inner.addWidget(self.text)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
