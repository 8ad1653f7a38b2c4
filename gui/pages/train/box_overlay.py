"""The boxes of a pinned picture on its tile, and in words."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QPainter, QPixmap, QTransform

from engine.contract.boxes import SHOWN_SCORE, FoundBox
from engine.contract.class_colours import ClassColours
from engine.contract.config import TaskName
from engine.contract.tasks import TRAITS
from engine.dataset.masks.found_masks import part_of_counts
from gui.pages.train.mask_overlay import TileView
from gui.viewer.box_layers import BoxRole, ShownBox
from gui.viewer.box_painting import colour_of, paint_boxes
from gui.viewer.instance_layers import InstanceStyle, LayerArea, instance_layer

_LINE_PX: Final = 1


def least_shown_score(task: TaskName) -> float:
    """The least score of boxes that a person is shown: of the one box of a picture any."""
    return 0.0 if task in TRAITS and TRAITS[task].has_single_box else SHOWN_SCORE


def shown_boxes(
    boxes: Sequence[FoundBox], classes: Sequence[str], size: tuple[int, int], *, least_score: float = SHOWN_SCORE
) -> tuple[ShownBox, ...]:
    """Those that a person would be shown, best first, with their masks where those are told; ``size`` as in a view."""
    colours = ClassColours.of(classes)
    width, height = size
    return tuple(
        ShownBox(
            box.box_xyxy,
            box.label,
            colours.named(box.label),
            BoxRole.KEPT,
            box.score,
            mask=None if box.mask_counts is None else part_of_counts(box.mask_counts, width=width, height=height),
        )
        for box in boxes
        if box.score >= least_score
    )


def with_boxes(plain: QPixmap, boxes: Sequence[ShownBox], view: TileView, *, opacity: float) -> QPixmap:
    """A tile with boxes over it; a mask takes the place of its box, and hides as much as ``opacity`` in [0, 1] says."""
    left, top, right, bottom = view.shown
    result = QPixmap(plain)
    scale = QTransform.fromScale(plain.width() / (right - left), plain.height() / (bottom - top))
    with QPainter(result) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        masked = [(box, box.mask) for box in boxes if box.mask is not None]
        if masked:
            area = LayerArea(view.shown, (plain.height(), plain.width()))
            style = InstanceStyle(opacity, line_px=_LINE_PX, has_casing=False)
            colours = [colour_of(box, by_outcome=False) for box, _ in masked]
            painter.drawImage(0, 0, instance_layer([mask for _, mask in masked], colours, area, style))
        plain_boxes = [box for box in boxes if box.mask is None]
        paint_boxes(painter, plain_boxes, scale.translate(-left, -top), by_outcome=False)
    return result


def boxes_in_words(boxes: Sequence[FoundBox], *, least_score: float = SHOWN_SCORE) -> str:
    """What is found, the most frequent class first: ``3 disc, 1 star``."""
    kept = Counter(box.label for box in boxes if box.score >= least_score)
    return ", ".join(f"{number} {name}" for name, number in kept.most_common()) or "nothing found"
