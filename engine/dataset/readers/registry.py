"""Every reader by the name of its format."""

from collections.abc import Mapping
from typing import Final

from engine.contract.dataset import DatasetFormat
from engine.dataset.readers import idx
from engine.dataset.readers.base import Reader
from engine.dataset.readers.coco import reader as coco
from engine.dataset.readers.csv import boxes as csv_boxes
from engine.dataset.readers.csv import labels as csv_labels
from engine.dataset.readers.cvat import reader as cvat
from engine.dataset.readers.folders import per_class as folder_per_class
from engine.dataset.readers.folders import unlabelled as unlabelled_folder
from engine.dataset.readers.labelme import reader as labelme
from engine.dataset.readers.masks import instance_masks
from engine.dataset.readers.masks import reader as masks
from engine.dataset.readers.voc import reader as voc
from engine.dataset.readers.yolo import reader as yolo

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
