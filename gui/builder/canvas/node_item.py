"""The card of a node, or of a folded block, on the canvas."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.builder.canvas.placed import PlacedCard
from gui.builder.cards import Card
from gui.builder.families import family_colour
from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import radius, size, size_pair
from gui.widgets.paint import ring, rounded

CHEVRON_PX = 16.0
FROZEN = "frozen"
PORT_REACH_PX = 7.5
_MARGIN = 12.0
_TEXT_LEFT = 20.0
_OUTLINE_PX = 3.0
_FIELD_PX = 72
_READABLE = 0.45
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class NodeItem(QGraphicsItem):
    """Draws a card with its ports; what happens to it, the gestures decide.

    Attributes:
        placed: what is drawn and where.
        is_chosen: whether it is selected.
        is_frozen: whether all that it shows keeps its weights while the network learns.
    """

    def __init__(self, placed: PlacedCard) -> None:
        super().__init__()
        self.placed = placed
        self.is_chosen = False
        self.is_frozen = False
        self.setZValue(2)
        self.setAcceptHoverEvents(False)
        self.show_placed(placed)

    def show_placed(self, placed: PlacedCard) -> None:
        """Draw another card, or the same one somewhere else."""
        if placed.box[2:] != self.placed.box[2:]:
            self.prepareGeometryChange()
        self.placed = placed
        self.setPos(placed.box.x, placed.box.y)
        self._say()
        self.update()

    def set_chosen(self, *, is_chosen: bool) -> None:
        """Select the card, or not."""
        if is_chosen != self.is_chosen:
            self.is_chosen = is_chosen
            self.update()

    @property
    def is_moved(self) -> bool:
        """Whether it is being moved away from its place."""
        return self.pos() != QPointF(self.placed.box.x, self.placed.box.y)

    def set_frozen(self, *, is_frozen: bool) -> None:
        """Mark that the card keeps its weights, or not."""
        if is_frozen != self.is_frozen:
            self.is_frozen = is_frozen
            self._say()
            self.update()

    def body(self) -> QRectF:
        """The card itself, in its own coordinates."""
        return QRectF(0, 0, self.placed.box.width, self.placed.box.height)

    def input_port(self, index: int) -> QPointF:
        """Where a wire enters, in the scene."""
        ports = self.placed.ports
        offset = ports[min(index, len(ports) - 1)] if ports else self.placed.box.width / 2
        return self.scenePos() + QPointF(offset, 0)

    def output_port(self) -> QPointF:
        """Where wires leave, in the scene."""
        return self.scenePos() + QPointF(self.placed.box.width / 2, self.placed.box.height)

    def chevron(self) -> QRectF:
        """Where a click opens a folded block, in the card's coordinates; empty for a node."""
        if not self.placed.is_folded:
            return QRectF()
        left = _TEXT_LEFT + QFontMetricsF(theme().font("group")).horizontalAdvance(self.placed.card.name) + 4
        return QRectF(min(left, self.placed.box.width - 40), 4, CHEVRON_PX + 4, 22)

    def boundingRect(self) -> QRectF:
        return self.body().adjusted(-6, -6, 2 * _OUTLINE_PX + 6, 2 * _OUTLINE_PX + 6)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_body(painter)
        if painter.worldTransform().m11() >= _READABLE:
            self._draw_texts(painter)
            self._draw_ports(painter)

    def _draw_body(self, painter: QPainter) -> None:
        body, corner = self.body(), radius("card")
        colour = theme().colour
        if self.placed.is_folded:
            for step in (2, 1):
                behind = body.translated(_OUTLINE_PX * step, _OUTLINE_PX * step)
                rounded(painter, behind, corner, fill=colour("raised"), line=colour("line"))
        fill = "selection" if self.is_chosen else "raised"
        rounded(painter, body, corner, fill=colour(fill), line=colour("line"))
        if self.placed.card.problem:
            ring(painter, body, corner, colour("danger"))
        elif self.is_chosen:
            ring(painter, body, corner, colour("accent"))
        width, height = size_pair("node_family_bar")
        bar = QRectF(8, (body.height() - height) / 2, width, height)
        rounded(painter, bar, 1.5, fill=family_colour(self.placed.card.family), line=None)

    def _draw_texts(self, painter: QPainter) -> None:
        card, width = self.placed.card, self.placed.box.width
        right = width - _MARGIN
        if card.problem:
            side = size("icon_in_button")
            paint_icon(painter, "error", QRectF(right - side, 8, side, side), theme().colour("danger"))
            right -= side + 6
        if self.is_frozen:
            right = self._draw_frozen(painter, right)
        name_right = self._draw_name(painter, card, right)
        painter.setFont(theme().font("secondary"))
        painter.setPen(theme().colour("text_secondary"))
        room = right - name_right - 12
        options = painter.fontMetrics().elidedText(card.options, Qt.TextElideMode.ElideRight, max(0, round(room)))
        painter.drawText(QRectF(name_right + 12, 5, room, 20), _RIGHT, options)
        self._draw_numbers(painter, card)

    def _draw_frozen(self, painter: QPainter, right: float) -> float:
        """Draw a snowflake with its word; returns where they begin."""
        side, colour = size("icon_in_chip"), theme().colour("info")
        painter.setFont(theme().font("secondary"))
        painter.setPen(colour)
        word_px = painter.fontMetrics().horizontalAdvance(FROZEN)
        painter.drawText(QRectF(right - word_px, 5, word_px + 2, 20), _LEFT, FROZEN)
        left = right - word_px - 3 - side
        paint_icon(painter, "frozen", QRectF(left, 5 + (20 - side) / 2, side, side), colour)
        return left - 4

    def _say(self) -> None:
        """The tooltip, which is also what assistive programs read."""
        frozen = "Frozen: it keeps its weights while the others learn." if self.is_frozen else ""
        self.setToolTip(self.placed.card.problem or frozen)

    def _draw_name(self, painter: QPainter, card: Card, right: float) -> float:
        """Draw the name; returns where it ends."""
        painter.setFont(theme().font("group"))
        painter.setPen(theme().colour("text"))
        room = round((right - _TEXT_LEFT) * 0.72)
        name = painter.fontMetrics().elidedText(card.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(_TEXT_LEFT, 5, room + 2, 20), _LEFT, name)
        end = _TEXT_LEFT + painter.fontMetrics().horizontalAdvance(name)
        if self.placed.is_folded:
            place = QRectF(end + 6, 7, CHEVRON_PX, CHEVRON_PX)
            _draw_chevron(painter, place, is_open=False)
            return place.right()
        return end

    def _draw_numbers(self, painter: QPainter, card: Card) -> None:
        right = self.placed.box.width - _MARGIN
        painter.setFont(theme().font("secondary"))
        width_of = painter.fontMetrics().horizontalAdvance
        painter.setPen(theme().colour("text"))
        painter.drawText(QRectF(_TEXT_LEFT, 24, right - _TEXT_LEFT, 18), _LEFT, card.shape)
        painter.setPen(theme().colour("text_secondary"))
        if card.field:
            painter.drawText(QRectF(_TEXT_LEFT, 24, right - _TEXT_LEFT, 18), _RIGHT, card.field)
            right -= max(_FIELD_PX, width_of(card.field)) + 8
        has_room = _TEXT_LEFT + width_of(card.shape) + 8 + width_of(card.parameters) <= right
        number = card.parameters if has_room else card.few_digits
        painter.drawText(QRectF(_TEXT_LEFT, 24, right - _TEXT_LEFT, 18), _RIGHT, number)

    def _draw_ports(self, painter: QPainter) -> None:
        origin = self.scenePos()
        for index in range(len(self.placed.ports)):
            is_wrong = index in self.placed.wrong_ports
            draw_port(painter, self.input_port(index) - origin, is_wrong=is_wrong)
        draw_port(painter, self.output_port() - origin, is_wrong=False)


def draw_port(painter: QPainter, centre: QPointF, *, is_wrong: bool) -> None:
    """A small ring; a larger red one with a cross where the wire is wrong."""
    if is_wrong:
        painter.setPen(QPen(theme().colour("danger"), 2.0))
        painter.setBrush(theme().colour("raised"))
        painter.drawEllipse(centre, 6.0, 6.0)
        painter.drawLine(centre + QPointF(-2.2, -2.2), centre + QPointF(2.2, 2.2))
        painter.drawLine(centre + QPointF(-2.2, 2.2), centre + QPointF(2.2, -2.2))
        return
    painter.setPen(QPen(theme().colour("line_strong"), size_of_edge()))
    painter.setBrush(theme().colour("raised"))
    painter.drawEllipse(centre, size("port") / 2, size("port") / 2)


def size_of_edge() -> float:
    """Width of wires and of the rings of ports."""
    return 1.5


def _draw_chevron(painter: QPainter, place: QRectF, *, is_open: bool) -> None:
    colour = theme().colour("text_secondary")
    if is_open:
        paint_icon(painter, "chevron", place, colour)
        return
    painter.save()
    painter.translate(place.center())
    painter.rotate(-90)
    paint_icon(
        painter, "chevron", QRectF(-place.width() / 2, -place.height() / 2, place.width(), place.height()), colour
    )
    painter.restore()
