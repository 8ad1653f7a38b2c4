"""A list of which one is chosen, in groups with headings."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from gui.theme import theme
from gui.tokens import size
from gui.widgets.choice_list import ChoiceList
from gui.widgets.choices import Choice

_HEADING_PX: Final = 24
_PADDING_PX: Final = 8


class GroupedChoiceList(ChoiceList):
    """Rows of choices below the headings of their groups; arrow keys move through all of them."""

    def __init__(self) -> None:
        super().__init__()
        self._headings: dict[int, str] = {}

    def set_groups(self, groups: Mapping[str, Sequence[Choice]]) -> None:
        """Show other groups; those without choices, and headings without a text, are left out."""
        choices: list[Choice] = []
        self._headings = {}
        for heading, group in groups.items():
            if heading and group:
                self._headings[len(choices)] = heading
            choices += group
        current = self.current
        self.set_choices(choices)
        self.set_current(current)

    def choice_rects(self) -> list[QRectF]:
        row, top = size("list_row_choice"), 0
        rects = []
        for place in range(len(self.choices)):
            top += _HEADING_PX if place in self._headings else 0
            rects.append(QRectF(0, top, self.width(), row))
            top += row
        return rects

    def sizeHint(self) -> QSize:
        return QSize(200, size("list_row_choice") * len(self.choices) + _HEADING_PX * len(self._headings))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        rects = self.choice_rects()
        with QPainter(self) as painter:
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text_secondary"))
            for place, heading in self._headings.items():
                area = QRectF(_PADDING_PX, rects[place].top() - _HEADING_PX, self.width(), _HEADING_PX)
                painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), heading)
