"""The table of suspect labels: what a picture is called, what it may be, and who says so."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from engine.contract.label_errors import Suspect
from gui.charts.lead_curve import LeadColours, paint_lead
from gui.pages.inspect.errors.suspect_words import learning, mean_lead, neighbours, opinion
from gui.theme import theme
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column, draw_cell
from gui.words import percent

_TRUST: Final = 6
_CURVE_PX: Final = 16
_GAP_PX: Final = 8
_WIDE_PX: Final = 800
_BEHIND_ALPHA: Final = 64
_TRAINING: Final = 1  # the series that stands for training everywhere


class SuspectTable(SortedTable[Suspect]):
    """One row for each suspect, at first the label on top that deserves the least trust."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Label", _given, 88, key=_given),
            Column("Rather", _suggested, 88, style="button", key=_suggested),
            Column("Network says", opinion, 148, key=_certainty),
            Column("Like pictures", neighbours, 108, token="text_secondary", key=_support),
            Column("While learning", learning, 128, paint=_paint_leads, needs_px=_WIDE_PX, key=mean_lead),
            Column("Split", _split, 80, token="text_secondary", needs_px=720, key=_split),
            Column("Trust", _trust_words, 72, align="right", key=_trust),
            Column("Picture", _image, token="text_secondary", key=_image),
        )
        super().__init__("Suspect labels", columns, sorted_by=_TRUST, parent=parent)


def _paint_leads(painter: QPainter, rect: QRectF, suspect: Suspect) -> None:
    if not suspect.leads:
        draw_cell(painter, rect, learning(suspect), _LEARNING)
        return
    place = QRectF(rect.left(), rect.center().y() - _CURVE_PX / 2, rect.width() - _GAP_PX, _CURVE_PX)
    behind, zero = theme().colour("danger"), theme().colour("control_line")
    behind.setAlpha(_BEHIND_ALPHA)
    paint_lead(painter, place, suspect.leads, LeadColours(theme().series(_TRAINING), behind, zero))


def _given(suspect: Suspect) -> str:
    return suspect.given


def _suggested(suspect: Suspect) -> str:
    return suspect.suggested


def _certainty(suspect: Suspect) -> float:
    return -suspect.suggested_score


def _support(suspect: Suspect) -> float:
    return -suspect.suggested_neighbours


def _split(suspect: Suspect) -> str:
    return suspect.split.value


def _trust_words(suspect: Suspect) -> str:
    return percent(_trust(suspect))


def _trust(suspect: Suspect) -> float:
    return 1 - suspect.score


def _image(suspect: Suspect) -> str:
    return suspect.image


_LEARNING: Final[Column[Suspect]] = Column("", learning, token="text_secondary")
