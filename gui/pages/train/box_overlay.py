"""The boxes of a pinned picture on its tile, and in words."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPixmap, QTransform

from engine.contract.boxes import SHOWN_SCORE, FoundBox
from engine.contract.class_colours import ClassColours
from engine.contract.config import TaskName
from engine.contract.tasks import TRAITS
from gui.pages.train.mask_overlay import TileView
from gui.viewer.box_layers import BoxRole, ShownBox
from gui.viewer.box_painting import paint_boxes


def least_shown_score(task: TaskName) -> float:
    """The least score of boxes that a person is shown: of the one box of a picture any."""
    return 0.0 if task in TRAITS and TRAITS[task].has_single_box else SHOWN_SCORE


def shown_boxes(
    boxes: Sequence[FoundBox], classes: Sequence[str], *, least_score: float = SHOWN_SCORE
) -> tuple[ShownBox, ...]:
    """Those that a person would be shown, best first."""
    colours = ClassColours.of(classes)
    return tuple(
        ShownBox(box.box_xyxy, box.label, colours.named(box.label), BoxRole.KEPT, box.score)
        for box in boxes
        if box.score >= least_score
    )


def with_boxes(plain: QPixmap, boxes: Sequence[ShownBox], view: TileView) -> QPixmap:
    """A tile with boxes over it."""
    left, top, right, bottom = view.shown
    result = QPixmap(plain)
    scale = QTransform.fromScale(plain.width() / (right - left), plain.height() / (bottom - top))
    with QPainter(result) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_boxes(painter, boxes, scale.translate(-left, -top), by_outcome=False)
    return result


def boxes_in_words(boxes: Sequence[FoundBox], *, least_score: float = SHOWN_SCORE) -> str:
    """What is found, the most frequent class first: ``3 disc, 1 star``."""
    kept = Counter(box.label for box in boxes if box.score >= least_score)
    return ", ".join(f"{number} {name}" for name, number in kept.most_common()) or "nothing found"
