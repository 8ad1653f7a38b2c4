"""Writes scenes as COCO: one JSON file of annotations for each split, and the pictures in a folder of its name."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engine.data.synthetic.classification import draw as draw_shape
from engine.data.synthetic.scene import CLASSES, Scene, SceneObject, draw_scene
from engine.dataset.masks.run_lengths import compress_counts, run_lengths_of

SMALL_RADII = (0.14, 0.34)
Draw = Callable[..., Scene]


def draw_one_object(seed: int, number: int, *, side: int) -> Scene:
    """A shape of the classification sample, so small that it matters where it is, as a scene with one object."""
    drawing = draw_shape(seed, number, side=side, radii=SMALL_RADII)
    return Scene(drawing.pixels, (SceneObject(drawing.label, drawing.mask, drawing.box_xyxy),))


@dataclass(slots=True)
class CocoWriter:
    """Writes scenes.

    Attributes:
        folder: where they go.
        has_masks: the pixels of every object too, and not its box alone.
        classes: of what lies in the scenes.
        draw: from (seed, number, side) to a scene; None for scenes of these classes.
    """

    folder: Path
    has_masks: bool
    classes: tuple[str, ...] = CLASSES
    draw: Draw | None = None
    _documents: dict[str, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)
    _annotations: int = 0

    def add(self, number: int, split: str, *, seed: int, side: int) -> None:
        """Draw and write one scene."""
        scene = (
            draw_scene(seed, number, side=side, classes=self.classes)
            if self.draw is None
            else self.draw(seed, number, side=side)
        )
        name = f"{number:06d}.png"
        (self.folder / split).mkdir(exist_ok=True)
        Image.fromarray(scene.pixels).save(self.folder / split / name, compress_level=1)
        document = self._documents.setdefault(split, {"images": [], "annotations": []})
        height, width = scene.pixels.shape[:2]
        document["images"].append({"id": number + 1, "file_name": name, "width": width, "height": height})
        document["annotations"] += self._annotations_of(scene, number + 1)

    def finish(self) -> None:
        """Write the files of annotations."""
        place = self.folder / "annotations"
        place.mkdir(exist_ok=True)
        categories = [
            {"id": number, "name": name, "supercategory": "object"} for number, name in enumerate(self.classes, start=1)
        ]
        for split, document in self._documents.items():
            text = json.dumps({**document, "categories": categories}, separators=(",", ":"))
            (place / f"instances_{split}.json").write_text(text, encoding="utf-8")

    def _annotations_of(self, scene: Scene, image_id: int) -> list[dict[str, Any]]:
        found = []
        for drawn in scene.objects:
            self._annotations += 1
            found.append({"id": self._annotations, "image_id": image_id, **self._described(drawn)})
        return found

    def _described(self, drawn: SceneObject) -> dict[str, Any]:
        x_min, y_min, x_max, y_max = drawn.box_xyxy
        described: dict[str, Any] = {
            "category_id": self.classes.index(drawn.label) + 1,
            "bbox": [x_min, y_min, x_max - x_min, y_max - y_min],
            "area": int(np.count_nonzero(drawn.mask)),
            "iscrowd": 0,
        }
        if self.has_masks:
            runs = run_lengths_of(drawn.mask)
            size = [runs.height, runs.width]
            described["segmentation"] = {"size": size, "counts": compress_counts(runs.counts)}
        return described
