"""All writers; a new format is one line here and one file beside."""

from collections.abc import Mapping

from engine.contract.dataset import WriterFormat
from engine.dataset.writers.base import Writer
from engine.dataset.writers.coco import COCO
from engine.dataset.writers.csv_tables import CSV
from engine.dataset.writers.folders import FOLDERS
from engine.dataset.writers.labelme import LABELME
from engine.dataset.writers.masks import MASKS
from engine.dataset.writers.voc import VOC
from engine.dataset.writers.yolo import YOLO

WRITERS: Mapping[WriterFormat, Writer] = {
    writer.format: writer for writer in (COCO, VOC, YOLO, MASKS, LABELME, FOLDERS, CSV)
}
