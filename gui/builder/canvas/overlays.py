"""What lies over the view of the canvas: zoom, map, caption, what is wrong with the selected node."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.builder.canvas.mini_map import MiniMap
from gui.builder.canvas.problem_bubble import ProblemBubble
from gui.builder.canvas.selection import CanvasSelection
from gui.builder.canvas.view import CanvasView
from gui.builder.canvas.zoom_bar import ZoomBar
from gui.builder.document import GraphDocument
from gui.builder.families import family_colour
from gui.theme import theme
from gui.widgets.label import Label
from gui.widgets.paint import rounded

_MARGIN_PX = 12
_CAPTION = "RF: receptive field / stride, in pixels"
_EMPTY = "Type the name of a layer, such as conv, or click one at the left: it is added behind the selected one."


class Caption(Label):
    """A line of text that stays readable over cards."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, "secondary", tone="secondary", parent=parent)
        self.setContentsMargins(8, 4, 8, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            rounded(painter, QRectF(self.rect()), 6, fill=theme().colour("window"), line=None)
        super().paintEvent(event)


class Overlays(QObject):
    """Places and fills the widgets over a view.

    Attributes:
        zoom_bar: zoom, fit, tidy.
        mini_map: the whole of a large network.
        bubble: what is wrong with the selected node.

    Signals:
        repair_chosen(Repair): a repair was clicked.
        tidied(): everything should be laid out anew.
    """

    repair_chosen = Signal(object)
    tidied = Signal()

    def __init__(self, view: CanvasView, document: GraphDocument, selection: CanvasSelection, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._document = document
        self._selection = selection
        self.zoom_bar = ZoomBar(parent)
        self.mini_map = MiniMap(parent)
        self.bubble = ProblemBubble(parent)
        self._caption = Caption(_CAPTION, parent)
        self._hint = Label(_EMPTY, tone="secondary", is_wrapped=True, parent=parent)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self._caption, self._hint):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.zoom_bar.zoomed_in.connect(view.zoom_in)
        self.zoom_bar.zoomed_out.connect(view.zoom_out)
        self.zoom_bar.fitted.connect(view.fit)
        self.zoom_bar.tidied.connect(self.tidied)
        self.mini_map.pointed.connect(self._on_pointed)
        self.bubble.repair_chosen.connect(self.repair_chosen)
        view.view_changed.connect(self.follow_view)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.follow_view()
        return False

    def show_network(self) -> None:
        """Draw the map of another network."""
        scene = self._view.canvas_scene
        marks = [
            (card.body().translated(card.pos()), family_colour(card.placed.card.family))
            for card in scene.cards.values()
        ]
        self.mini_map.show_marks(marks, scene.content_rect())
        self._hint.setVisible(len(self._document.graph.nodes) < 2)
        self.show_problem()
        self.follow_view()

    def show_problem(self) -> None:
        """Say what is wrong with the selected node, if it is one."""
        names = self._selection.names
        found = [problem for problem in self._document.problems if problem.node in names] if len(names) < 9 else []
        if found:
            self.bubble.show_problem(found[0], self._document.repairs(found[0]))
        else:
            self.bubble.clear()
        self._place_bubble()

    @Slot()
    def follow_view(self) -> None:
        """Move to where the view's corners are now."""
        view = self._view
        right, bottom = view.geometry().right() - _MARGIN_PX, view.geometry().bottom() - _MARGIN_PX
        self.zoom_bar.set_zoom(view.zoom)
        self.zoom_bar.move(right - self.zoom_bar.width() + 1, bottom - self.zoom_bar.height() + 1)
        self.mini_map.show_viewport(view.shown_rect())
        self.mini_map.move(right - self.mini_map.width() + 1, self.zoom_bar.y() - self.mini_map.height() - 8)
        self._caption.adjustSize()
        self._caption.move(view.geometry().left() + 24, bottom - self._caption.height())
        below = view.mapToScene(self._caption.geometry().translated(-view.pos())).boundingRect()
        has_room = self._caption.geometry().right() + 16 < self.zoom_bar.x()
        self._caption.setVisible(has_room and not view.canvas_scene.cards_in(below))
        self._hint.setFixedWidth(min(420, max(120, view.width() - 96)))
        self._hint.adjustSize()
        self._hint.move(
            view.geometry().center().x() - self._hint.width() // 2, view.geometry().top() + view.height() * 2 // 5
        )
        self._place_bubble()

    def _place_bubble(self) -> None:
        card = next((found for name in self._selection.names if (found := self._view.canvas_scene.card_of(name))), None)
        if not self.bubble.isHidden() and card is not None:
            self.bubble.place_beside(self._view.rect_of(card))

    @Slot(QPointF)
    def _on_pointed(self, point: QPointF) -> None:
        self._view.centerOn(point)
