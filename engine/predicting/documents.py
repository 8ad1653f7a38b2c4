"""What is said of pictures as entries of predictions.json."""

from typing import Any

from engine.contract.boxes import PictureBoxes
from engine.contract.masks import ClassMask
from engine.contract.predictions import ClassScores
from engine.predicting.mask_files import WrittenMask


def class_document(said: ClassScores) -> dict[str, Any]:
    """The classes of a whole picture."""
    labels = [{"class": label.label, "score": label.score} for label in said.labels]
    return _document(said, labels=labels, mask=None)


def mask_document(written: WrittenMask) -> dict[str, Any]:
    """The classes of all pixels."""
    said = written.said
    return _document(said, labels=[], mask=written.mask) | {
        "areas": [{"class": one.label, "pixels": one.pixels, "share": one.share} for one in said.areas],
        "probabilities": written.probabilities,
        "uncertainty": written.uncertainty,
        "polygons": written.polygons,
    }


def box_document(said: PictureBoxes) -> dict[str, Any]:
    """The objects of a picture."""
    boxes = [{"class": box.label, "score": box.score, "box_xyxy": list(box.box_xyxy)} for box in said.boxes]
    seen = {} if said.cam_box_xyxy is None else {"cam_box_xyxy": list(said.cam_box_xyxy)}
    return _document(said, labels=[], mask=None) | {"boxes": boxes} | seen


def instance_document(said: PictureBoxes, polygons: str | None) -> dict[str, Any]:
    """The objects of a picture with their pixels, as COCO's run lengths."""
    document = box_document(said)
    size = [said.height, said.width]
    document["instances"] = [
        shown | {"rle": {"size": size, "counts": box.mask_counts}}
        for shown, box in zip(document["boxes"], said.boxes, strict=True)
    ]
    return document | {"polygons": polygons}


def _document(
    said: ClassScores | ClassMask | PictureBoxes, *, labels: list[dict[str, Any]], mask: str | None
) -> dict[str, Any]:
    """The keys that every task has; what it does not give is empty."""
    return {
        "image": said.image,
        "width": said.width,
        "height": said.height,
        "labels": labels,
        "boxes": [],
        "instances": [],
        "mask": mask,
        "embedding": None,
        "picture": None,
    }
