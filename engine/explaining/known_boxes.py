"""Where the thing really is on a picture: boxes that a dataset draws, and those of the built-in sample."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.contract.annotations import AnnotationKind
from engine.data.synthetic.classification import draw
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.dataset.pictures.decode import DecodeError, decode_picture
from engine.model_store import LoadedRun

Box = tuple[float, float, float, float]
Pixels = npt.NDArray[np.uint8]
OnProgress = Callable[[str, int, int], None]
SEEDS_TRIED = range(16)
"""Seeds that a sample is looked for with; the command ``sample`` draws with 1."""


@dataclass(frozen=True, slots=True)
class KnownBoxes:
    """The boxes (x_min, y_min, x_max, y_max) of some pictures, in pixels of the upright originals, by their paths."""

    boxes: Mapping[str, tuple[Box, ...]]

    def of(self, path: str) -> tuple[Box, ...]:
        """The boxes on a picture; empty where none is known."""
        return self.boxes.get(path, ())


def find_known_boxes(run: LoadedRun, root: Path, paths: Sequence[str], on_progress: OnProgress) -> KnownBoxes:
    """The boxes on pictures of a run's dataset.

    Args:
        run: with a dataset.
        root: folder of the pictures.
        paths: which, relative to ``root``.
        on_progress: told (what, done, total) while the dataset is opened; may raise to stop.
    """
    drawn = boxes_of_sample(root, paths)
    return KnownBoxes(drawn or _boxes_of_dataset(run, paths, on_progress))


def boxes_of_sample(root: Path, paths: Sequence[str]) -> dict[str, tuple[Box, ...]]:
    """The boxes of pictures of the built-in sample, which are drawn again: only equal pixels count."""
    found: dict[str, tuple[Box, ...]] = {}
    seeds: Sequence[int] = SEEDS_TRIED
    for path in paths:
        number = Path(path).stem
        pixels = _pixels_of(root / path) if number.isdecimal() else None
        for seed in seeds if pixels is not None else ():
            box = _box_if_drawn(pixels, seed, int(number))
            if box is not None:
                found[path], seeds = (box,), (seed,)
                break
        if not found:
            return {}  # the first picture tells whether it is the sample: drawing is not free
    return found


def _box_if_drawn(pixels: Pixels | None, seed: int, number: int) -> Box | None:
    if pixels is None or pixels.shape[0] != pixels.shape[1]:
        return None
    drawing = draw(seed, number, side=pixels.shape[0])
    if not np.array_equal(drawing.pixels, pixels):
        return None
    x_min, y_min, x_max, y_max = map(float, drawing.box_xyxy)
    return x_min, y_min, x_max, y_max


def _pixels_of(path: Path) -> Pixels | None:
    try:
        return decode_picture(path).pixels[..., :3]
    except DecodeError:
        return None


def _boxes_of_dataset(run: LoadedRun, paths: Sequence[str], on_progress: OnProgress) -> dict[str, tuple[Box, ...]]:
    if run.config is None:
        return {}
    dataset = run.config.dataset
    opened = open_dataset(Path(dataset.path), reading=dataset.reading, on_progress=on_progress, is_cancelled=_never)
    with DatasetIndex(opened) as index:
        if index.annotation_kinds() <= {AnnotationKind.LABEL}:
            return {}
        rows = [row for row in map(index.image, paths) if row is not None]
        drawn = index.annotations_of([row.id for row in rows])
    boxes = {
        row.path: tuple(
            (thing.box.x_min, thing.box.y_min, thing.box.x_max, thing.box.y_max)
            for thing in drawn.get(row.id, ())
            if thing.box is not None and not thing.is_relative and thing.label in (None, row.label)
        )
        for row in rows
    }
    return {path: found for path, found in boxes.items() if found}


def _never() -> bool:
    """Cancelling comes through the progress function."""
    return False
