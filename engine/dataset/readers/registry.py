"""Every reader by the name of its format."""

from collections.abc import Mapping
from typing import Final

from engine.contract.dataset import DatasetFormat
from engine.dataset.readers import (
    coco,
    csv_boxes,
    csv_labels,
    cvat,
    folder_per_class,
    idx,
    instance_masks,
    labelme,
    masks,
    unlabelled_folder,
    voc,
    yolo,
)
from engine.dataset.readers.base import Reader

READERS: Final[Mapping[DatasetFormat, Reader]] = {
    "folders": Reader(folder_per_class.find, folder_per_class.read),
    "csv": Reader(csv_labels.find, csv_labels.read),
    "coco": Reader(coco.find, coco.read),
    "labelme": Reader(labelme.find, labelme.read),
    "cvat": Reader(cvat.find, cvat.read),
    "voc": Reader(voc.find, voc.read),
    "yolo": Reader(yolo.find, yolo.read),
    "idx": Reader(idx.find, idx.read),
    "csv_boxes": Reader(csv_boxes.find, csv_boxes.read),
    "masks": Reader(masks.find, masks.read),
    "instance_masks": Reader(instance_masks.find, instance_masks.read),
    "unlabelled": Reader(unlabelled_folder.find, unlabelled_folder.read),
}
