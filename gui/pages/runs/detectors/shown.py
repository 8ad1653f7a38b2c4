"""The boxes or masks of one detector on one picture, as a viewer draws them. Free of Qt."""

from dataclasses import replace

from engine.contract.boxes import TrueBox
from engine.ops.detections.choosing import overlaps_within
from engine.ops.detections.objects import PictureObjects
from gui.pages.inspect.errors.boxes.object_masks import PictureMasks
from gui.viewer.box_layers import BoxThresholds, ShownBox
from gui.viewer.box_layers import PictureObjects as DrawnObjects


def shown_boxes(
    picture: PictureObjects, masks: PictureMasks | None, classes: tuple[str, ...], *, score: float, hit_iou: float
) -> tuple[ShownBox, ...]:
    """What was found with at least a score, and what is true, with what became of each.

    Args:
        picture: everything that was found on it, after suppression.
        masks: of its objects; None where boxes are compared.
        classes: by which objects are numbered.
        score: least one.
        hit_iou: from which overlap on an object is right.
    """
    true = picture.true
    truth = tuple(
        TrueBox(label=classes[one], box_xyxy=tuple(box), is_crowd=is_crowd)
        for box, one, is_crowd in zip(
            true.boxes_xyxy.tolist(), true.classes.tolist(), true.is_crowd.tolist(), strict=True
        )
    )
    drawn = DrawnObjects(classes, picture.found, overlaps_within(picture.found), truth)
    if masks is not None:
        drawn = replace(drawn, masks=masks.found(), true_masks=masks.true())
    return drawn.choose(BoxThresholds(score, iou=1.0, hit_iou=hit_iou))
