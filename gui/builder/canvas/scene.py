"""The scene of the canvas: items that follow the network, and what lies at a point."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsScene

from gui.builder.canvas.frame_item import FrameItem
from gui.builder.canvas.net_item import NetItem
from gui.builder.canvas.node_item import PORT_REACH_PX, NodeItem
from gui.builder.canvas.placed import PlacedNetwork, PlacedWire
from gui.builder.canvas.wire_item import WireItem
from gui.builder.canvas.wire_path import orthogonal_points
from gui.builder.folding import Wire

_MARGIN_PX = 4000.0


@dataclass(frozen=True, slots=True)
class Port:
    """One port of a card.

    Attributes:
        item: the card.
        index: number of the input; None for the output.
    """

    item: NodeItem
    index: int | None

    @property
    def is_output(self) -> bool:
        """Whether wires leave here."""
        return self.index is None

    def place(self) -> QPointF:
        """Its centre in the scene."""
        return self.item.output_port() if self.index is None else self.item.input_port(self.index)


class CanvasScene(QGraphicsScene):
    """Keeps an item for each card, frame and wire, and reuses them from one network to the next.

    Attributes:
        cards: the card items by key.
        frames: the frames by path.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, NodeItem] = {}
        self.frames: dict[str, FrameItem] = {}
        self.wires: list[WireItem] = []
        self._nets: dict[str, NetItem] = {}
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)

    def show_network(self, network: PlacedNetwork) -> None:
        """Draw this, reusing what is there."""
        self._show_cards(network)
        self._show_frames(network)
        self._show_wires(network)
        self.setSceneRect(self.content_rect().adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX))

    def show_selection(self, names: Iterable[str]) -> None:
        """Mark the cards and frames all of whose nodes are selected."""
        chosen = set(names)
        for card in self.cards.values():
            card.set_chosen(is_chosen=chosen.issuperset(card.placed.nodes))
        for frame in self.frames.values():
            frame.set_chosen(is_chosen=chosen.issuperset(frame.placed.nodes))

    def show_frozen(self, names: Iterable[str]) -> None:
        """Mark the cards all of whose nodes keep their weights."""
        frozen = set(names)
        for card in self.cards.values():
            card.set_frozen(is_frozen=frozen.issuperset(card.placed.nodes))

    def content_rect(self) -> QRectF:
        """What all cards and frames cover."""
        rect = QRectF()
        items: list[NodeItem | FrameItem] = [*self.cards.values(), *self.frames.values()]
        for item in items:
            rect = rect.united(item.body().translated(item.pos()))
        return rect

    def card_of(self, name: str) -> NodeItem | None:
        """The card that shows a node."""
        return next((card for card in self.cards.values() if name in card.placed.nodes), None)

    def card_at(self, point: QPointF) -> NodeItem | None:
        """The card below a point."""
        return next((card for card in self.cards.values() if card.body().contains(point - card.pos())), None)

    def frame_title_at(self, point: QPointF) -> FrameItem | None:
        """The innermost frame whose title row is below a point."""
        found = [frame for frame in self.frames.values() if frame.contains_title(point)]
        return max(found, key=lambda frame: frame.zValue(), default=None)

    def frame_at(self, point: QPointF) -> FrameItem | None:
        """The innermost frame around a point."""
        found = [frame for frame in self.frames.values() if frame.body().contains(point - frame.pos())]
        return max(found, key=lambda frame: frame.zValue(), default=None)

    def wire_at(self, point: QPointF) -> WireItem | None:
        """The wire below a point, or near it."""
        return next((wire for wire in self.wires if wire.shape().contains(point)), None)

    def port_at(self, point: QPointF, *, reach_px: float = PORT_REACH_PX) -> Port | None:
        """The port nearest to a point, within reach; outputs win over inputs at one place."""
        found = [(_distance(port.place(), point), port.index is not None, port) for port in self._ports()]
        within = [entry for entry in found if entry[0] <= reach_px]
        return min(within, key=lambda entry: entry[:2], default=(0.0, False, None))[2]

    def inputs(self) -> list[Port]:
        """All ports at which a wire can end."""
        return [port for port in self._ports() if not port.is_output]

    def outputs(self) -> list[Port]:
        """All ports at which a wire can begin."""
        return [port for port in self._ports() if port.is_output]

    def cards_in(self, rect: QRectF) -> list[NodeItem]:
        """The cards that a rectangle touches."""
        return [card for card in self.cards.values() if rect.intersects(card.body().translated(card.pos()))]

    def choose_wire(self, wire: WireItem | None) -> None:
        """Select this wire only, or none."""
        for one in self.wires:
            one.set_chosen(is_chosen=one is wire)

    @property
    def chosen_wire(self) -> WireItem | None:
        """The wire that is selected."""
        return next((wire for wire in self.wires if wire.is_chosen), None)

    def wire_into(self, port: Port) -> Wire | None:
        """The edge that ends at a port, where it is a single one."""
        found = [
            wire.placed.wires
            for wire in self.wires
            if wire.placed.target == port.item.placed.key and wire.placed.port == port.index
        ]
        return found[0][0] if len(found) == 1 and len(found[0]) == 1 else None

    def follow_cards(self) -> None:
        """Draw wires to where cards are now, while some are being moved."""
        for wire in self.wires:
            wire.show_placed(wire.placed, self._points(wire.placed))
        self._show_nets()

    def _ports(self) -> list[Port]:
        ports: list[Port] = []
        for card in self.cards.values():
            ports.extend(Port(card, index) for index in range(len(card.placed.ports)))
            ports.append(Port(card, None))
        return ports

    def _show_cards(self, network: PlacedNetwork) -> None:
        wanted = {placed.key: placed for placed in network.cards}
        for key in self.cards.keys() - wanted.keys():
            self.removeItem(self.cards.pop(key))
        for key, placed in wanted.items():
            if key in self.cards:
                self.cards[key].show_placed(placed)
            else:
                self.cards[key] = NodeItem(placed)
                self.addItem(self.cards[key])

    def _show_frames(self, network: PlacedNetwork) -> None:
        wanted = {placed.key: placed for placed in network.frames}
        for key in self.frames.keys() - wanted.keys():
            self.removeItem(self.frames.pop(key))
        for key, placed in wanted.items():
            if key in self.frames:
                self.frames[key].show_placed(placed)
            else:
                self.frames[key] = FrameItem(placed)
                self.addItem(self.frames[key])

    def _show_wires(self, network: PlacedNetwork) -> None:
        for wire in self.wires[len(network.wires) :]:
            self.removeItem(wire)
        del self.wires[len(network.wires) :]
        for index, placed in enumerate(network.wires):
            points = self._points(placed)
            if index < len(self.wires):
                self.wires[index].show_placed(placed, points)
            else:
                self.wires.append(WireItem(placed, points))
                self.addItem(self.wires[index])
        self._show_nets()

    def _show_nets(self) -> None:
        paths: dict[str, list[QPainterPath]] = {}
        for wire in self.wires:
            if not wire.placed.is_wrong:
                paths.setdefault(wire.placed.source, []).append(wire.path)
        for source in self._nets.keys() - paths.keys():
            self.removeItem(self._nets.pop(source))
        for source, found in paths.items():
            if source not in self._nets:
                self._nets[source] = NetItem()
                self.addItem(self._nets[source])
            self._nets[source].show_paths(found)

    def _points(self, placed: PlacedWire) -> tuple[QPointF, ...]:
        source, target = self.cards[placed.source], self.cards[placed.target]
        if source.is_moved or target.is_moved:
            return orthogonal_points(source.output_port(), target.input_port(placed.port))
        return tuple(QPointF(*point) for point in placed.points)


def _distance(first: QPointF, second: QPointF) -> float:
    return math.hypot(second.x() - first.x(), second.y() - first.y())
