"""The three files of a look into a network: an array, a picture, a description."""

import io
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.contract.run_folder import write_atomically
from engine.inspect.probe import Floats
from engine.model_store import Pixels
from engine.overlays import tile, write_png

SMALLEST_TILE_PX = 24

Document = dict[str, Any]


def write_look(stem: Path, method: str, values: Floats, picture: Pixels, document: Document) -> Document:
    """Write array, picture and description; returns the description."""
    write_array(named(stem, f"{method}.npy"), values)
    write_png(named(stem, f"{method}.png"), picture)
    write_atomically(named(stem, f"{method}.json"), json.dumps(document, indent=1, ensure_ascii=False))
    return document


def write_array(path: Path, values: Floats) -> None:
    """Write numbers as float32."""
    stream = io.BytesIO()
    np.save(stream, values.astype(np.float32), allow_pickle=False)
    write_atomically(path, stream.getvalue())


def named(stem: Path, ending: str) -> Path:
    """The file of a stem."""
    return stem.with_name(f"{stem.name}.{ending}")


def value_range(values: Floats) -> list[float]:
    """Smallest and largest value."""
    return [float(values.min()), float(values.max())]


def sheet(pictures: Sequence[Pixels]) -> Pixels:
    """Small pictures side by side, about square, each enlarged so that its cells can be seen."""
    factor = max(1, -(-SMALLEST_TILE_PX // pictures[0].shape[0]))
    enlarged = [picture.repeat(factor, axis=0).repeat(factor, axis=1) for picture in pictures]
    return tile(enlarged, columns=math.ceil(math.sqrt(len(pictures))))
