"""Small datasets with everything that can be drawn on a picture, for the tests of writers."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import Box, IndexedAnnotation
from engine.contract.dataset import Split, WriterFormat
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.masks.run_lengths import run_lengths_of
from engine.dataset.opening import open_dataset
from engine.dataset.writers.converting import ConversionPlan, convert, plan_conversion
from tests.engine.dataset.small_datasets import ignore_progress, never, save_picture

SIZE = (40, 30)
CLASSES = ("cat", "dog", "unused")
Entry = dict[str, Any]


def box(label: str, *corners: float, **more: Any) -> Entry:
    """An object of COCO: corners are x_min, y_min, x_max, y_max."""
    x_min, y_min, x_max, y_max = corners
    return _entry(label, [], [x_min, y_min, x_max - x_min, y_max - y_min], more)


def polygon(label: str, *rings: Sequence[float], **more: Any) -> Entry:
    """An outline of one or several parts; rings are x1, y1, x2, y2, ..."""
    across, down = [x for ring in rings for x in ring[::2]], [y for ring in rings for y in ring[1::2]]
    extent = [min(across), min(down), max(across) - min(across), max(down) - min(down)]
    return _entry(label, [list(ring) for ring in rings], extent, more)


def mask(label: str, pixels: NDArray[np.bool_], **more: Any) -> Entry:
    """A mask as run lengths."""
    rows, columns = np.nonzero(pixels)
    x, y = int(columns.min()), int(rows.min())
    extent = [x, y, int(columns.max()) + 1 - x, int(rows.max()) + 1 - y]
    runs = run_lengths_of(pixels)
    return _entry(label, {"size": [runs.height, runs.width], "counts": list(runs.counts)}, extent, more)


def pixels(x_min: int, y_min: int, x_max: int, y_max: int) -> NDArray[np.bool_]:
    """A mask of the size of the pictures with one rectangle."""
    drawn = np.zeros(SIZE[::-1], bool)
    drawn[y_min:y_max, x_min:x_max] = True
    return drawn


def save_coco(
    root: Path, splits: Mapping[str, Mapping[str, Iterable[Entry]]], classes: Sequence[str] = CLASSES
) -> Path:
    """A dataset with a file for each split ("" for none): objects by the picture's path."""
    number = 0
    for split, pictures in splits.items():
        document: dict[str, Any] = {"images": [], "annotations": []}
        document["categories"] = [{"id": place * 7 + 1, "name": name} for place, name in enumerate(classes)]
        for path, entries in pictures.items():
            number += 1
            save_picture(root / path, (number % 256, 90, 200), SIZE)
            document["images"].append({"id": number, "file_name": path, "width": SIZE[0], "height": SIZE[1]})
            for entry in entries:
                category = classes.index(entry["label"]) * 7 + 1
                entry = {**entry, "id": len(document["annotations"]) + 1, "image_id": number, "category_id": category}
                document["annotations"].append(entry)
        (root / f"instances{split and '_'}{split}.json").write_text(json.dumps(document))
    return root


@contextmanager
def opening(path: Path, reading: str | None = None) -> Iterator[DatasetIndex]:
    """The index of a dataset."""
    opened = open_dataset(path, reading=reading, on_progress=ignore_progress, is_cancelled=never)
    with DatasetIndex(opened) as index:
        yield index


def converted(source: Path, out: Path, format: WriterFormat, reading: str | None = None) -> ConversionPlan:
    """Convert with copied pictures; the plan must have said the same."""
    with opening(source, reading) as index:
        plan = plan_conversion(index, format, on_progress=ignore_progress, is_cancelled=never)
        done = convert(index, out, format, pictures="copy", on_progress=ignore_progress, is_cancelled=never)
    assert plan == done
    return done


def lost(plan: ConversionPlan) -> dict[str, int]:
    """Counts by what was lost."""
    return {loss.what: loss.count for loss in plan.lost}


def drawn_on(index: DatasetIndex) -> dict[str, list[IndexedAnnotation]]:
    """What is drawn on each picture, by its name."""
    return {row.path.rpartition("/")[2]: index.annotations(row.id) for row in index.page(limit=10_000)}


def splits_of(index: DatasetIndex) -> dict[str, Split | None]:
    """The split that the dataset gives for each picture, by its name."""
    return {row.path.rpartition("/")[2]: row.given_split for row in index.page(limit=10_000)}


def corners(box: Box | None) -> tuple[float, float, float, float]:
    """The corners of a box that is there."""
    assert box is not None
    return box.x_min, box.y_min, box.x_max, box.y_max


def _entry(label: str, segmentation: object, extent: list[float], more: Mapping[str, Any]) -> Entry:
    area = extent[2] * extent[3]
    return {"label": label, "segmentation": segmentation, "bbox": extent, "area": area, "iscrowd": 0, **more}
