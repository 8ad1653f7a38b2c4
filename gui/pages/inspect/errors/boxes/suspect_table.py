"""The table of suspect boxes: what is drawn, what the network says, and what has become of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.boxes.reviews import ReviewState
from gui.pages.inspect.errors.boxes.suspect_boxes import DOUBTS, SuspectBox
from gui.widgets.sorted_table import SortedTable
from gui.widgets.table import Column
from gui.words import NOTHING, percent

STATE_WORDS: Final = {ReviewState.OPEN: "", ReviewState.DONE: "Corrected", ReviewState.LEFT: "Left as it is"}
_TRUST: Final = 6
_WIDE_PX: Final = 720


@dataclass(frozen=True, slots=True)
class ReviewedSuspect:
    """A suspect with its place in the ranking, and what has become of it."""

    place: int
    suspect: SuspectBox
    state: ReviewState


class SuspectBoxTable(SortedTable[ReviewedSuspect]):
    """One row for each suspect, at first those on top that deserve the least trust."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Doubt", _doubt, 116, key=_doubt),
            Column("Drawn", _given, 96, key=_given),
            Column("Rather", _suggested, 96, style="button", key=_suggested),
            Column("Network says", _confidence_words, 104, align="right", key=_confidence),
            Column("IoU", _overlap_words, 56, align="right", key=_overlap, needs_px=_WIDE_PX),
            Column("State", _state, 104, token="success", key=_state),
            Column("Trust", _trust_words, 72, align="right", key=_trust),
            Column("Picture", _image, token="text_secondary", key=_image),
        )
        super().__init__("Suspects", columns, sorted_by=_TRUST, parent=parent)

    def choose_place(self, place: int) -> None:
        """Choose the row of a place in the ranking, without telling about it."""
        rows: Sequence[ReviewedSuspect] = self.rows_model.rows
        number = next((number for number, row in enumerate(rows) if row.place == place), None)
        if number is not None:
            self.blockSignals(True)
            self.choose(number)
            self.blockSignals(False)


def _doubt(row: ReviewedSuspect) -> str:
    return DOUBTS[row.suspect.doubt]


def _given(row: ReviewedSuspect) -> str:
    return row.suspect.given


def _suggested(row: ReviewedSuspect) -> str:
    return row.suspect.suggested


def _confidence(row: ReviewedSuspect) -> float | None:
    return None if row.suspect.confidence is None else -row.suspect.confidence


def _confidence_words(row: ReviewedSuspect) -> str:
    return percent(row.suspect.confidence)


def _overlap(row: ReviewedSuspect) -> float:
    return row.suspect.overlap


def _overlap_words(row: ReviewedSuspect) -> str:
    return f"{row.suspect.overlap:.2f}" if row.suspect.overlap else NOTHING


def _state(row: ReviewedSuspect) -> str:
    return STATE_WORDS[row.state]


def _trust(row: ReviewedSuspect) -> float:
    return row.suspect.trust


def _trust_words(row: ReviewedSuspect) -> str:
    return percent(row.suspect.trust)


def _image(row: ReviewedSuspect) -> str:
    return row.suspect.image
