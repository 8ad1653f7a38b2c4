"""The table of suspect areas: what a mask says, what the network is sure of, and how large it is."""

from typing import Final

from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.masks.suspect_areas import SuspectArea
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column
from gui.words import count, percent

_TRUST: Final = 5
_WIDE_PX: Final = 720


class SuspectAreaTable(SortedTable[SuspectArea]):
    """One row for each area, at first those on top whose mask deserves the least trust."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Mask", _given, 112, key=_given),
            Column("Rather", _suggested, 112, style="button", key=_suggested),
            Column("Network says", _confidence_words, 112, align="right", key=_confidence),
            Column("Pixels", _pixels_words, 88, align="right", key=_pixels),
            Column("Share", _share_words, 80, align="right", key=_share, needs_px=_WIDE_PX),
            Column("Trust", _trust_words, 80, align="right", key=_trust),
            Column("Picture", _image, token="text_secondary", key=_image),
        )
        super().__init__("Suspect areas", columns, sorted_by=_TRUST, parent=parent)


def _given(suspect: SuspectArea) -> str:
    return suspect.area.given


def _suggested(suspect: SuspectArea) -> str:
    return suspect.area.suggested


def _confidence(suspect: SuspectArea) -> float:
    return -suspect.area.confidence


def _confidence_words(suspect: SuspectArea) -> str:
    return percent(suspect.area.confidence)


def _pixels(suspect: SuspectArea) -> float:
    return -suspect.area.pixels


def _pixels_words(suspect: SuspectArea) -> str:
    return count(suspect.area.pixels)


def _share(suspect: SuspectArea) -> float:
    return -suspect.share


def _share_words(suspect: SuspectArea) -> str:
    return percent(suspect.share)


def _trust(suspect: SuspectArea) -> float:
    return suspect.trust


def _trust_words(suspect: SuspectArea) -> str:
    return percent(suspect.trust)


def _image(suspect: SuspectArea) -> str:
    return suspect.image
