"""Writes what a run found in masks as outlines that other programs open: GeoJSON, LabelMe or COCO."""

import json
from pathlib import Path
from typing import Any, assert_never

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import BACKGROUND, IndexedAnnotation
from engine.contract.config import MaskConfig
from engine.contract.predicting import OutlineFormat
from engine.contract.run_folder import write_atomically
from engine.dataset.masks.outlined_regions import outline_regions
from engine.dataset.writers.base import Picture
from engine.dataset.writers.coco import CocoDocument
from engine.dataset.writers.geojson import feature_collection
from engine.dataset.writers.labelme import labelme_document
from engine.dataset.writers.predicted import masks_of_objects, outlines_of_objects
from engine.model_store import LoadedRun
from engine.ops.instances import Objects, Separation, find_instances
from engine.predicting.masks import separate

COCO_NAME = "instances.json"
TOLERANCE_PX = 0.5  # Outlines up to this far from the borders of pixels still paint the same pixels.
NO_BACKGROUND = -1


class OutlineFiles:
    """Outlines of single objects, where the run tells them apart, else of each part of a class that hangs together.

    GeoJSON and LabelMe have a file for each picture, COCO one for all of them.

    Args:
        run: what looked at the pictures.
        kind: the format.
        out: folder that exists.
    """

    def __init__(self, run: LoadedRun, kind: OutlineFormat, out: Path) -> None:
        self._run = run
        self._kind = kind
        self._out = out
        self._coco = CocoDocument()

    def add(self, image: Path, stem: str, codes: NDArray[np.uint8]) -> str:
        """Take what was found in a picture, a mask (H, W) of classes; the name of the file where it is written."""
        return self.add_objects(image, stem, self._objects_in(codes))

    def add_objects(self, image: Path, stem: str, objects: Objects) -> str:
        """Take single objects that were found in a picture; the name of the file where they are written."""
        match self._kind:
            case "geojson":
                return self._write(f"{stem}.geojson", self._geojson(objects))
            case "labelme":
                return self._write(f"{stem}.labelme.json", self._labelme(objects, image))
            case "coco":
                masks = masks_of_objects(objects.labels, class_indices=objects.classes, classes=self._run.classes)
                self._coco.add(image.name, _picture(image, objects, masks))
                return COCO_NAME
            case _:
                assert_never(self._kind)

    def finish(self) -> None:
        """Write what all pictures share."""
        if self._kind == "coco":
            write_atomically(self._out / COCO_NAME, self._coco.text(self._run.classes))

    def _objects_in(self, codes: NDArray[np.uint8]) -> Objects:
        told_apart = separate(codes, MaskConfig() if self._run.config is None else self._run.config.masks)
        if told_apart is not None:
            return told_apart
        classes = self._run.classes
        background = classes.index(BACKGROUND) if BACKGROUND in classes else NO_BACKGROUND
        return find_instances(codes, background=background, separation=Separation(method="components"))

    def _geojson(self, objects: Objects) -> dict[str, Any]:
        regions = outline_regions(objects.labels, left_out=(0,), tolerance_px=TOLERANCE_PX)
        return feature_collection(regions, class_indices=(0, *objects.classes), classes=self._run.classes)

    def _labelme(self, objects: Objects, image: Path) -> dict[str, Any]:
        regions = outline_regions(objects.labels, left_out=(0,), tolerance_px=TOLERANCE_PX)
        found = outlines_of_objects(regions, class_indices=objects.classes, classes=self._run.classes)
        return labelme_document(_picture(image, objects, found), str(image.resolve()))

    def _write(self, name: str, document: dict[str, Any]) -> str:
        write_atomically(self._out / name, json.dumps(document, ensure_ascii=False))
        return name


def _picture(image: Path, objects: Objects, found: tuple[IndexedAnnotation, ...]) -> Picture:
    height, width = objects.labels.shape
    return Picture(image.name, width, height, None, found)
