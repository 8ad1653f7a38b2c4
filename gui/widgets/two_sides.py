"""The layout of a dialog with choices at the left, what comes of them at the right, and a bar below."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.section import SectionHeader
from gui.widgets.writing_bar import WritingBar


def lay_out_two_sides(
    dialog: QDialog, choices: Sequence[QWidget], right: QWidget, bar: WritingBar, *, left_px: int
) -> None:
    """Put choices below each other, a wider gap before each heading, beside ``right`` and over ``bar``."""
    left_side = QWidget()
    left_side.setFixedWidth(left_px)
    left = QVBoxLayout(left_side)
    left.setContentsMargins(16, 16, 16, 16)
    left.setSpacing(8)
    for choice in choices:
        if isinstance(choice, SectionHeader) and left.count():
            left.addSpacing(8)
        left.addWidget(choice)
    left.addStretch(1)
    put_beside_over(dialog, left_side, right, bar)


def put_beside_over(dialog: QDialog, left: QWidget, right: QWidget, bar: QWidget) -> None:
    """Put ``left`` beside ``right``, which takes the room, over ``bar``; lines between them are theirs."""
    middle = QHBoxLayout()
    middle.setSpacing(0)
    middle.addWidget(left)
    middle.addWidget(right, 1)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(middle, 1)
    column.addWidget(bar)
