"""The action that turns the dense layers of the drawn network into convolutions."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from gui.builder.document import GraphDocument
from gui.notice import Notice
from gui.words import plural
from models.fully_convolutional import fully_convolutional
from models.graph import GraphError


class MakeFullyConvolutional(QAction):
    """Edits the document in one step that can be undone; weights stay where they come from.

    Args:
        document: the drawn network.
        parent: owner.

    Signals:
        noticed(Notice): what was done, or why it cannot be done.
    """

    noticed = Signal(object)

    def __init__(self, document: GraphDocument, parent: QObject | None = None) -> None:
        super().__init__("Make fully convolutional", parent)
        self._document = document
        self.setToolTip("Turn dense layers into convolutions with the same weights: larger pictures give maps")
        self.triggered.connect(self.make)

    @Slot()
    def make(self) -> None:
        """Convert the network, or say why that cannot be."""
        try:
            converted = fully_convolutional(self._document.graph)
        except GraphError as error:
            self.noticed.emit(Notice("warning", f"{error.message} {error.hint}"))
            return
        self._document.edit(converted.graph, "fully convolutional")
        done = f"{plural(len(converted.reshaped), 'dense layer')} became convolutions with the same weights."
        sentences = (done, "Larger pictures give one score for each window.", *converted.warnings)
        self.noticed.emit(Notice("success", " ".join(sentences)))
