"""The table of suspect labels: what a picture is called, what it may be, and who says so."""

from typing import Final

from PySide6.QtWidgets import QWidget

from engine.contract.label_errors import Suspect
from gui.pages.inspect.errors.suspect_words import neighbours, opinion
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column
from gui.words import percent

_TRUST: Final = 5


class SuspectTable(SortedTable[Suspect]):
    """One row for each suspect, at first the label on top that deserves the least trust."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Label", _given, 88, key=_given),
            Column("Rather", _suggested, 88, style="button", key=_suggested),
            Column("Network says", opinion, 148, key=_certainty),
            Column("Like pictures", neighbours, 108, token="text_secondary", key=_support),
            Column("Split", _split, 80, token="text_secondary", needs_px=720, key=_split),
            Column("Trust", _trust_words, 72, align="right", key=_trust),
            Column("Picture", _image, token="text_secondary", key=_image),
        )
        super().__init__("Suspect labels", columns, sorted_by=_TRUST, parent=parent)


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
